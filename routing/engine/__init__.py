"""The engine: ways, reach, nearest places and tables over a graph in memory."""

from routing.engine.costs import Costs
from routing.engine.paths import ALPHAS, Alternative, Path, Where, alternatives, route
from routing.engine.reaching import (
    MOST_PAIRS,
    By,
    Catchments,
    Nearest,
    Reach,
    catchments,
    matrix,
    nearest,
    reach,
    snapped,
)

__all__ = [
    "ALPHAS",
    "MOST_PAIRS",
    "Alternative",
    "By",
    "Catchments",
    "Costs",
    "Nearest",
    "Path",
    "Reach",
    "Where",
    "alternatives",
    "catchments",
    "matrix",
    "nearest",
    "reach",
    "route",
    "snapped",
]
