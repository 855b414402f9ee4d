"""Validation where the facts are: queries find the suspects, the engine here gives the verdict."""

from ozek.remote.validating.checking import validate_there

__all__ = ["validate_there"]
