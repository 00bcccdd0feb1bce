"""Shadows on a raster of heights: one walk over the rows for each position of the sun.

The shear makes every step go to the next row, so that memory is read in order; for a sun in east
or west the raster is transposed. Cost: one pass over the cells, whatever the length of shadows.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from heatmodel.errors import OutOfRange
from heatmodel.raster.arguments import floats, positive
from heatmodel.raster.grid import Floats, same_shape
from heatmodel.shade.sun import Sun

try:
    from heatmodel.shade import compiled as engine
except ImportError:  # no numba on this machine
    from heatmodel.shade import plain as engine  # type: ignore[no-redef]

ABOVE_M = 1e-4
"""A cell is in shade if the shadow's edge lies higher than this over it: rounding is no shade."""

MAX_SUNS = 16
_NOWHERE = np.float32(-1e9)
_NEVER = np.float32(1e9)

Bits = NDArray[np.uint16]


@dataclass
class Relief:
    """What casts shadows and what they fall on, ready for many suns.

    `caster` and `receiver` are heights in m above one level, rows from the north, NaN where
    unknown: such cells cast none and get none. Without `receiver` shadows fall on the casters.
    A tile of a larger raster says where it lies: `row`, `column` of its first cell and the
    `whole` shape; its shadows are then those of the whole to the bit, if its halo is wide enough.
    """

    caster: Floats
    receiver: Floats | None = None
    row: int = 0
    column: int = 0
    whole: tuple[int, int] | None = None
    engine: ModuleType = field(default_factory=lambda: engine)

    def __post_init__(self) -> None:
        same_shape(caster=self.caster, receiver=self.receiver)
        low = self.caster if self.receiver is None else self.receiver
        self.unknown = ~(np.isfinite(self.caster) & np.isfinite(low))
        high = self.caster if self.receiver is None else np.fmax(self.caster, low)
        if self.unknown.any():
            high = np.where(self.unknown, _NOWHERE, high)
            low = np.where(self.unknown, _NEVER, low)
        self._upright = _pair(high, low, np.ascontiguousarray)
        self._turned: tuple[Floats, Floats] | None = None

    @property
    def shape(self) -> tuple[int, int]:
        return int(self.caster.shape[0]), int(self.caster.shape[1])

    def arrays(self, turned: bool) -> tuple[Floats, Floats]:
        """Caster and receiver, transposed in memory if `turned`."""
        if not turned:
            return self._upright
        if self._turned is None:
            self._turned = _pair(*self._upright, _turned)
        return self._turned

    def walk(self, sun: Sun, cell_m: float) -> tuple[bool, tuple[Any, ...]]:
        """Whether `sun` needs the transposed arrays, and the last six arguments of a kernel."""
        azimuth = math.radians(sun.azimuth_deg)
        east, north = math.sin(azimuth), math.cos(azimuth)
        turned = abs(north) < abs(east)
        rows, columns = self.shape
        whole_rows, whole_columns = self.whole or self.shape
        if turned:
            forward, slope = east < 0, north / abs(east)
            rows, columns, start, length = columns, rows, self.column, whole_columns
        else:
            forward, slope = north >= 0, -east / abs(north)
            start, length = self.row, whole_rows
        first = start if forward else length - (start + rows)
        step_m = cell_m * math.sqrt(1 + slope * slope)
        drop = np.float32(step_m * math.tan(math.radians(sun.altitude_deg)))
        ends = [math.floor(k * slope + 0.5) for k in (first, first + rows)]
        state = np.full(columns + abs(ends[0] - ends[1]) + 4, _NOWHERE, np.float32)
        return turned, (slope, drop, forward, first, state, max(ends) + 1)


def _pair(high: Any, low: Any, made: Callable[..., Floats]) -> tuple[Floats, Floats]:
    """Both as `made` by a function; one array if they are one."""
    first = made(high, dtype=np.float32)
    return first, first if low is high else made(low, dtype=np.float32)


def _turned(array: Any, dtype: Any) -> Floats:
    return np.ascontiguousarray(array.T, dtype)


def shadow_depth(
    surface_m: Floats, sun: Sun, cell_m: float, *, receiver_m: Floats | None = None
) -> Floats:
    """Height in m of the shadow's upper edge above each cell: 0 in the sun, NaN where unknown.

    `surface_m` is a surface model (ground, buildings, crowns) in m, row 0 in the north, NaN
    where unknown; with `receiver_m` the shadow falls on that surface below it, as on the ground
    below crowns. The raster's edge casts no shadow. With the sun at or below the horizon
    everything lies in shade of infinite depth. Raises GridMismatch, OutOfRange.
    """
    positive("cell_m", cell_m)
    if receiver_m is not None:
        receiver_m = floats("receiver_m", receiver_m)
    relief = Relief(floats("surface_m", surface_m), receiver_m)
    if not sun.up:
        return np.where(relief.unknown, np.nan, np.inf).astype(np.float32)
    turned, walk = relief.walk(sun, cell_m)
    caster, receiver = relief.arrays(turned)
    out = np.empty(caster.shape, np.float32)
    relief.engine.depth(caster, receiver, out, *walk)
    out = np.ascontiguousarray(out.T) if turned else out
    out[relief.unknown] = np.nan
    return out


def shade_marks(relief: Relief, suns: Sequence[Sun], values: Sequence[int], cell_m: float) -> Bits:
    """The sum of `values` over all `suns` that a cell lies in shade from; 0 where unknown.

    Suns at or below the horizon are left out: a night is not shade.
    """
    marks = {turned: np.zeros(relief.arrays(turned)[0].shape, np.uint16) for turned in (False,)}
    for sun, value in zip(suns, values, strict=True):
        if not sun.up:
            continue
        turned, walk = relief.walk(sun, cell_m)
        caster, receiver = relief.arrays(turned)
        if turned not in marks:
            marks[turned] = np.zeros(caster.shape, np.uint16)
        relief.engine.mark(
            caster, receiver, marks[turned], np.uint16(value), np.float32(ABOVE_M), *walk
        )
    return marks[False] + marks[True].T if True in marks else marks[False]


def shade_bits(
    surface_m: Floats,
    suns: Sequence[Sun],
    cell_m: float,
    *,
    canopy_m: Floats | None = None,
) -> tuple[Bits, Bits]:
    """Shade at up to 16 positions of the sun: bit k of a cell is set if it is in shade at suns[k].

    `surface_m` is ground and buildings without trees, in m above one level; `canopy_m` the
    height of crowns above it, 0 or NaN where there are none. Two arrays of uint16: in shade of
    anything, and in shade of ground or buildings alone. Where only the first is set, the canopy
    lets a share of the sun through (`comfort`). Rows from the north; cells of unknown surface
    have no bit set. Suns at or below the horizon set no bit. Raises GridMismatch; OutOfRange for
    more suns, or cells of no size.
    """
    if len(suns) > MAX_SUNS:
        raise OutOfRange(f"{len(suns)} suns do not fit into {MAX_SUNS} bits")
    positive("cell_m", cell_m)
    surface_m = floats("surface_m", surface_m)
    values = [1 << k for k in range(len(suns))]
    solid = shade_marks(Relief(surface_m), suns, values, cell_m)
    if canopy_m is None:
        return solid.copy(), solid
    crowns = crown_tops(surface_m, floats("canopy_m", canopy_m))
    return shade_marks(Relief(crowns, surface_m), suns, values, cell_m), solid


def crown_tops(surface_m: Floats, canopy_m: Floats) -> Floats:
    """Surface with crowns on it, in m; a canopy that is NaN or negative counts as none."""
    same_shape(surface_m=surface_m, canopy_m=canopy_m)
    crowns = np.where(canopy_m > 0, canopy_m, 0)
    return (surface_m + crowns).astype(np.float32)
