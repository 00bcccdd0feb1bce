"""The engine: ways, reach, nearest places and tables over a graph in memory."""

from routing.engine.costs import Costs
from routing.engine.paths import ALPHAS, Alternative, Path, alternatives, route
from routing.engine.reaching import MOST_PAIRS, Nearest, Reach, matrix, nearest, reach

__all__ = [
    "ALPHAS",
    "MOST_PAIRS",
    "Alternative",
    "Costs",
    "Nearest",
    "Path",
    "Reach",
    "alternatives",
    "matrix",
    "nearest",
    "reach",
    "route",
]
