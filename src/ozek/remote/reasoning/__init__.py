"""Reasoning where the facts are: the rule table as updates of a SPARQL service."""

from ozek.remote.reasoning.running import reason_there

__all__ = ["reason_there"]
