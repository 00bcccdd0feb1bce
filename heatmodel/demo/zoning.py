"""Heat zones and cool islands from the city's climate."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from rasterio.features import rasterize, shapes, sieve
from scipy.ndimage import distance_transform_edt, uniform_filter

from heatmodel.demo.climate import Climate
from heatmodel.raster.grid import Floats, Grid
from heatmodel.zones.classes import burden_classes, total_classes, z_scores
from heatmodel.zones.hotspots import getis_ord
from heatmodel.zones.zonal import zonal

CELL_M = 100.0  # as the census' squares
MIN_CELLS = 4  # smaller patches join what is around them
SETTLED = 0.5  # share of built-up ground from which a cell belongs to the settlement
ISLAND_K = 2.0  # cooler than the settlement's mean by so much, as PET
ISLAND_OVER_M = 100.0  # as the mean over squares of so many metres
ISLAND_M2 = 20_000.0  # as the large green of the cooling model
ISLAND_NEAR_M = 300.0  # so far from settlement it still is an island in the city


@dataclass(frozen=True)
class Zone:
    """A zone in EPSG:25832 with the means of its ground; classes 1 to 5, district by number."""

    shape: shapely.MultiPolygon
    district: int
    class_day: int
    class_night: int
    class_total: int
    numbers: dict[str, float]


@dataclass(frozen=True)
class Island:
    """An area in EPSG:25832 with the means of its ground, district by number."""

    shape: shapely.MultiPolygon
    district: int
    cover: str  # green, water, open
    numbers: dict[str, float]


@dataclass(frozen=True)
class Scale:
    """Mean and spread over the settlement, by which all is judged."""

    settled: NDArray[np.bool_]
    values: NDArray[np.float64]

    def z(self, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        both = np.concatenate([self.values, numbers])
        counted = np.concatenate([self.settled, np.zeros(len(numbers), bool)])
        return z_scores(both, counted)[len(self.values) :]


def zones(found: Climate, districts: Sequence[shapely.Geometry]) -> list[Zone]:
    """All `districts`, divided by class; those with most heat first.

    A zone ends at the border of its district. Classes are those of the zone's own means, by the
    mean and spread of all settled squares of CELL_M; the total is the worse of day and night.
    """
    grid, times = _coarse(found.grid)
    part = _numbered(districts, grid)
    inside = part >= 0
    day, night = (_scale(values, found.built, inside, times) for values in _hazards(found))
    total = total_classes(
        *(burden_classes(one.z(one.values)).reshape(grid.shape) for one in (day, night))
    )
    total = sieve(np.where(inside, total, 0).astype(np.uint8), MIN_CELLS, connectivity=4)
    drawn, owners = _polygons(total, part, grid, districts)
    numbers = _numbers(found, drawn, grid, times)
    classes = [
        burden_classes(one.z(numbers[name])) for one, name in ((day, "pet_15"), (night, "dt_night"))
    ]
    both = total_classes(*classes)
    made = [
        Zone(
            shape,
            owners[i],
            int(classes[0][i]),
            int(classes[1][i]),
            int(both[i]),
            {name: float(values[i]) for name, values in numbers.items()},
        )
        for i, shape in enumerate(drawn)
    ]
    return sorted(made, key=lambda zone: (-zone.class_total, -zone.shape.area))


def _hazards(found: Climate) -> tuple[Floats, Floats]:
    return found.pet_c, found.night_excess_k


def _coarse(grid: Grid) -> tuple[Grid, int]:
    times = round(CELL_M / grid.cell_m)
    rows, columns = grid.rows // times, grid.columns // times
    return Grid(grid.crs, grid.west, grid.north, CELL_M, rows, columns), times


def _means(values: Floats, times: int) -> NDArray[np.float64]:
    rows, columns = (side // times for side in values.shape)
    squares = values[: rows * times, : columns * times].reshape(rows, times, columns, times)
    return squares.mean(axis=(1, 3), dtype=np.float64)


def _scale(values: Floats, built: Floats, inside: NDArray[np.bool_], times: int) -> Scale:
    settled = (_means(built, times) >= SETTLED) & inside
    return Scale(settled.ravel(), _means(values, times).ravel())


def _numbered(districts: Sequence[shapely.Geometry], grid: Grid) -> NDArray[np.int16]:
    """The number of the district that the middle of each cell lies in, -1 outside of all."""
    pairs = [(shape, number) for number, shape in enumerate(districts)]
    return rasterize(pairs, out_shape=grid.shape, transform=grid.transform, fill=-1, dtype=np.int16)


def _polygons(
    classes: NDArray[np.uint8],
    part: NDArray[np.int16],
    grid: Grid,
    districts: Sequence[shapely.Geometry],
) -> tuple[list[shapely.MultiPolygon], list[int]]:
    """Outlines of patches of one class in one district, and the district of each."""
    both = (part * 8 + classes).astype(np.int16)
    found = shapes(both, mask=part >= 0, connectivity=4, transform=grid.transform)
    city = shapely.union_all(list(districts))
    pairs = [
        (shape, int(value) // 8)
        for outline, value in found
        for shape in _within(shapely.geometry.shape(outline), city)
    ]
    return [shape for shape, _owner in pairs], [owner for _shape, owner in pairs]


def _within(shape: shapely.Geometry, boundary: shapely.Geometry) -> Iterator[shapely.MultiPolygon]:
    """What of a shape lies in the city, as areas alone."""
    cut = shapely.intersection(shape, boundary)
    parts = [one for one in shapely.get_parts(cut) if one.geom_type == "Polygon" and one.area > 1]
    if parts:
        yield shapely.MultiPolygon(parts)


def _numbers(
    found: Climate, drawn: list[shapely.MultiPolygon], grid: Grid, times: int
) -> dict[str, NDArray[np.float64]]:
    hot = getis_ord(_means(found.pet_c, times))
    fine = {
        "pet_15": found.pet_c,
        "tmrt_15": found.tmrt_c,
        "dt_night": found.night_excess_k,
        "sealed_pct": 100 * found.sealed,
        "canopy_pct": 100 * found.canopy,
    }
    hot_means = zonal(hot.astype(np.float32), grid, drawn)["mean"]
    return {**_means_of(found, drawn, fine), "gi_z": hot_means}


def _means_of(
    found: Climate, drawn: list[shapely.MultiPolygon], layers: dict[str, Floats]
) -> dict[str, NDArray[np.float64]]:
    return {name: zonal(values, found.grid, drawn)["mean"] for name, values in layers.items()}


def islands(found: Climate, districts: Sequence[shapely.Geometry]) -> list[Island]:
    """Ground in or beside the settlement that stays markedly cooler by day, the largest first."""
    part = _numbered(districts, found.grid)
    settled = (found.built >= SETTLED) & (part >= 0)
    if not settled.any():
        return []
    felt = uniform_filter(found.pet_c, round(ISLAND_OVER_M / found.grid.cell_m), mode="nearest")
    cool = (felt <= found.pet_c[settled].mean() - ISLAND_K) & _near_settlement(found) & (part >= 0)
    city = shapely.union_all(list(districts))
    patches = shapes(cool.astype(np.uint8), cool, connectivity=4, transform=found.grid.transform)
    drawn = [
        shape
        for outline, _value in patches
        if shapely.geometry.shape(outline).area >= ISLAND_M2
        for shape in _within(shapely.geometry.shape(outline), city)
    ]
    numbers = _means_of(
        found,
        drawn,
        {"pet_15": found.pet_c, "dt_night": found.night_excess_k, "canopy_pct": 100 * found.canopy},
    )
    covers = _means_of(found, drawn, {"water": found.water, "green": _leafy(found)})
    tree = shapely.STRtree(list(districts))
    made = [
        Island(
            shape,
            int(tree.nearest(shape.representative_point())),
            _cover(covers["water"][i], covers["green"][i]),
            {name: float(values[i]) for name, values in numbers.items()},
        )
        for i, shape in enumerate(drawn)
    ]
    return sorted(made, key=lambda one: -one.shape.area)


def _cover(water: float, green: float) -> str:
    if water > 0.5:
        return "water"
    return "green" if green > 0.5 else "open"


def _leafy(found: Climate) -> Floats:
    return np.maximum(found.green, found.canopy)


def _near_settlement(found: Climate) -> NDArray[np.bool_]:

    far_m = distance_transform_edt(found.built < SETTLED) * found.grid.cell_m
    return far_m <= ISLAND_NEAR_M
