"""Networks: declared projections of the facts to networkx graphs, and measures on them."""

# The order of these is the order of the measures in MEASURES.
from ozek.network import position

# isort: split
from ozek.network import (
    bridging,
    brokerage,
    cohesion,
    core,
    helix,
    keyplayers,
    location,
    mesoscale,
    mixing,
    resilience,
    whole,
)
from ozek.network.measured import Measures, measure
from ozek.network.measures import (
    DEFAULT_MEASURES,
    MEASURES,
    NOT_APPLICABLE,
    Measure,
    Measured,
    Values,
    register,
)
from ozek.network.notes import said
from ozek.network.projecting import find_projection, project, projections, simple
from ozek.network.projection import Projection, load_projection, load_projections
from ozek.network.ready import SECTORS, NotApplicable, Ready, Result

__all__ = [
    "DEFAULT_MEASURES",
    "MEASURES",
    "NOT_APPLICABLE",
    "SECTORS",
    "Measure",
    "Measured",
    "Measures",
    "NotApplicable",
    "Projection",
    "Ready",
    "Result",
    "Values",
    "bridging",
    "brokerage",
    "cohesion",
    "core",
    "find_projection",
    "helix",
    "keyplayers",
    "load_projection",
    "load_projections",
    "location",
    "measure",
    "mesoscale",
    "mixing",
    "position",
    "project",
    "projections",
    "register",
    "resilience",
    "said",
    "simple",
    "whole",
]
