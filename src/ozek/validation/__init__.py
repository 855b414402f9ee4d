"""Validation: SHACL shapes over the facts and over the evidence behind them."""

from ozek.validation.checking import evidence_graph, guard, validate
from ozek.validation.report import SEVERITIES, ValidationReport, ValidationResult
from ozek.validation.shapes import Shapes, load_shapes, packaged_shapes

__all__ = [
    "SEVERITIES",
    "Shapes",
    "ValidationReport",
    "ValidationResult",
    "evidence_graph",
    "guard",
    "load_shapes",
    "packaged_shapes",
    "validate",
]
