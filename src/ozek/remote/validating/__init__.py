"""Validation where the facts are: queries find the suspects, the engine here gives the verdict."""

from ozek.remote.validating.checking import guard_there, validate_there

__all__ = ["guard_there", "validate_there"]
