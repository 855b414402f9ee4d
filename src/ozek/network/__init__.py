"""Networks: declared projections of the facts to networkx graphs, and measures on them."""

# The order of these two is the order of the measures in MEASURES.
from ozek.network import position

# isort: split
from ozek.network import cohesion
from ozek.network.measures import (
    DEFAULT_MEASURES,
    MEASURES,
    NOT_APPLICABLE,
    Measure,
    Measured,
    Measures,
    NotApplicable,
    Values,
    measure,
    register,
)
from ozek.network.projecting import find_projection, project, projections, simple
from ozek.network.projection import Projection, load_projection, load_projections

__all__ = [
    "DEFAULT_MEASURES",
    "MEASURES",
    "NOT_APPLICABLE",
    "Measure",
    "Measured",
    "Measures",
    "NotApplicable",
    "Projection",
    "Values",
    "cohesion",
    "find_projection",
    "load_projection",
    "load_projections",
    "measure",
    "position",
    "project",
    "projections",
    "register",
    "simple",
]
