"""From metres (EPSG:25832), in which ways are measured, to degrees, in which they are told."""

import numpy as np
from numpy.typing import NDArray

from routing.network.graph import Graph

DIGITS = 7  # of a degree: about a centimetre


def lon_lats(line: NDArray[np.float64]) -> list[list[float]]:
    """`line`, float64[n, 2] in EPSG:25832, as pairs of longitude and latitude."""
    return Graph.unproject(line).round(DIGITS).tolist()


def lon_lat(at: tuple[float, float]) -> list[float]:
    return lon_lats(np.array([at]))[0]
