"""The sky view factor: the share of the sky's light on a level surface that arrives."""

import math

import numpy as np

from heatmodel.errors import OutOfRange
from heatmodel.raster.arguments import floats, positive, share
from heatmodel.raster.grid import Floats
from heatmodel.shade.sun import Sun
from heatmodel.shade.sweep import Relief, crown_tops, shade_marks

AZIMUTHS = 32
RINGS = 8
"""256 directions: RMSE 0.006 against 6,144 (a random town of 250 x 250 cells)."""

_LOWEST = 0.1
"""How near the first ring comes to the horizon, as a share of the ring: 6.8°. Lower ones
would need halos of a kilometre."""


def sky_directions(azimuths: int = AZIMUTHS, rings: int = RINGS) -> list[Sun]:
    """Directions of equal weight under the cosine law, none of them like another.

    Uniform in azimuth and in sin² of the altitude. Within its ring each azimuth has a height
    of its own, and each ring is turned, by van der Corput's sequence: walls that surround a
    place evenly are then not all above or all below a ring.
    """
    return [
        Sun(
            (i + _van_der_corput(ring + 1)) * 360 / azimuths % 360,
            _altitude_deg((ring + _within_ring(i, ring, azimuths)) / rings),
        )
        for ring in range(rings)
        for i in range(azimuths)
    ]


def _within_ring(azimuth: int, ring: int, azimuths: int) -> float:
    place = _van_der_corput(azimuth) + 0.5 / azimuths
    return _LOWEST + (1 - 2 * _LOWEST) * place if ring == 0 else place


def _van_der_corput(number: int) -> float:
    """The binary digits of `number` behind the point, the last one first: 0 to 1."""
    digits = f"{number:b}"
    return int(digits[::-1], 2) / 2 ** len(digits)


def _altitude_deg(share: float) -> float:
    return math.degrees(math.asin(math.sqrt(share)))


def sky_view_factor(
    surface_m: Floats,
    cell_m: float,
    *,
    canopy_m: Floats | None = None,
    transmissivity: float = 0.03,
    azimuths: int = AZIMUTHS,
    rings: int = RINGS,
) -> Floats:
    """Share of the sky seen from the ground, 0 to 1, weighted by the cosine of the zenith angle.

    `surface_m` and `canopy_m` as in `shade_bits`; of the sky behind crowns the share
    `transmissivity` is seen. `azimuths` x `rings` directions are looked at. NaN where the surface
    is unknown. Raises GridMismatch, OutOfRange.
    """
    positive("cell_m", cell_m)
    share("transmissivity", transmissivity)
    if azimuths < 1 or rings < 1:
        raise OutOfRange(f"{azimuths} azimuths x {rings} rings look nowhere")
    surface_m = floats("surface_m", surface_m)
    if canopy_m is not None:
        canopy_m = floats("canopy_m", canopy_m)
    return sky_view_of(
        Relief(surface_m),
        None if canopy_m is None else Relief(crown_tops(surface_m, canopy_m), surface_m),
        cell_m,
        transmissivity=transmissivity,
        azimuths=azimuths,
        rings=rings,
    )


def sky_view_of(
    solid: Relief,
    crowned: Relief | None,
    cell_m: float,
    *,
    transmissivity: float = 0.03,
    azimuths: int = AZIMUTHS,
    rings: int = RINGS,
) -> Floats:
    """`sky_view_factor` for reliefs, which may be tiles."""
    directions = sky_directions(azimuths, rings)
    ones = [1] * len(directions)
    hidden = shade_marks(solid, directions, ones, cell_m).astype(np.float32)
    if crowned is not None:
        behind = shade_marks(crowned, directions, ones, cell_m).astype(np.float32)
        hidden += (behind - hidden) * np.float32(1 - transmissivity)
    seen = 1 - hidden / np.float32(len(directions))
    seen[solid.unknown] = np.nan
    return seen
