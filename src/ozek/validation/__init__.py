"""Validation: SHACL shapes over the facts and over the evidence behind them."""

from ozek.validation.checking import check_in_stages, guard, validate
from ozek.validation.profiles import Profile, find_profile, profiles
from ozek.validation.report import SEVERITIES, STAGES, ValidationReport, ValidationResult
from ozek.validation.shapes import Shapes, load_shapes, packaged_shapes

__all__ = [
    "SEVERITIES",
    "STAGES",
    "Profile",
    "Shapes",
    "ValidationReport",
    "ValidationResult",
    "check_in_stages",
    "find_profile",
    "guard",
    "load_shapes",
    "packaged_shapes",
    "profiles",
    "validate",
]
