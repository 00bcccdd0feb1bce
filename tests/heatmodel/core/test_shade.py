"""Shadows against geometry drawn with shapely, a march along rays, and the sweep in NumPy."""

import math
import subprocess
import sys

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from heatmodel.errors import GridMismatch, HeatError
from heatmodel.raster.tiles import Box, boxes_of
from heatmodel.shade import compiled, plain
from heatmodel.shade.halo import BLOCK, Blocks, reached_from, shaded_from
from heatmodel.shade.sun import Sun
from heatmodel.shade.sweep import Relief, crown_tops, shade_bits, shade_marks, shadow_depth
from tests.conftest import ROOT

HEIGHT = 20.0


def house(rows=160, columns=160, height=HEIGHT):
    surface = np.zeros((rows, columns), np.float32)
    surface[70:90, 70:90] = height
    return surface


def drawn_shadow(sun, size=160, height=HEIGHT):
    """Share of each cell that the shadow of `house` covers, as geometry has it."""
    length = height / math.tan(math.radians(sun.altitude_deg))
    azimuth = math.radians(sun.azimuth_deg)
    away = -length * math.sin(azimuth), -length * math.cos(azimuth)
    roof = shapely.box(70, size - 90, 90, size - 70)
    corners = shapely.get_coordinates(roof)
    shadow = shapely.convex_hull(shapely.multipoints([*corners, *(corners + away)])) - roof
    north, west = np.mgrid[size:0:-1, 0:size]
    cells = shapely.box(west, north - 1, west + 1, north)
    return shapely.area(shapely.intersection(cells, shadow))


@pytest.mark.parametrize("azimuth", [0, 17, 45, 90, 100, 135, 180, 200, 225, 270, 300, 345])
@pytest.mark.parametrize("altitude", [25, 45, 60])
def test_a_house_casts_the_shadow_that_geometry_draws(azimuth, altitude):
    sun = Sun(azimuth, altitude)
    drawn = drawn_shadow(sun)
    shaded = shadow_depth(house(), sun, 1.0) > 1e-4
    # A cell may differ where the edge runs through it or its neighbour along the ray.
    inside = shapely_eroded(drawn >= 1 - 1e-9)
    outside = shapely_eroded(drawn <= 1e-9)
    assert shaded[inside].all()
    assert not shaded[outside].any()
    assert shaded.sum() == pytest.approx(drawn.sum(), rel=0.12)


def shapely_eroded(mask):
    """The cells of `mask` all of whose neighbours are in it."""
    padded = np.pad(mask, 1, constant_values=True)
    parts = [
        padded[i : i + mask.shape[0], j : j + mask.shape[1]] for i in range(3) for j in range(3)
    ]
    return np.logical_and.reduce(parts)


def test_the_depth_falls_evenly_away_from_the_house():
    """Sun in the south at 45°: each metre northwards the shadow's edge is a metre lower."""
    depth = shadow_depth(house(), Sun(180, 45), 1.0)
    np.testing.assert_allclose(depth[50:70, 80], np.arange(0, 20), atol=1e-4)
    assert not depth[90:, :].any()


def test_larger_cells_give_the_same_shadow():
    fine = shadow_depth(house(), Sun(180, 30), 1.0)
    coarse = shadow_depth(house()[::2, ::2].copy(), Sun(180, 30), 2.0)
    assert (coarse > 1e-4).sum() * 4 == pytest.approx((fine > 1e-4).sum(), rel=0.07)


def marched(surface, sun):
    """Shade by walking from each cell towards the sun in steps of a fifth of a cell."""
    rows, columns = surface.shape
    east, north = math.sin(math.radians(sun.azimuth_deg)), math.cos(math.radians(sun.azimuth_deg))
    rise = math.tan(math.radians(sun.altitude_deg))
    shaded = np.zeros(surface.shape, bool)
    for row in range(rows):
        for column in range(columns):
            for step in np.arange(0.2, rows + columns, 0.2):
                r, c = round(row - step * north), round(column + step * east)
                if not (0 <= r < rows and 0 <= c < columns):
                    break
                if surface[r, c] > surface[row, column] + step * rise + 1e-3:
                    shaded[row, column] = True
                    break
    return shaded


@pytest.mark.parametrize(
    ("azimuth", "altitude"), [(0, 40), (23, 60), (98, 25), (151, 55), (250, 35)]
)
def test_a_town_is_shaded_as_a_march_along_rays_finds(azimuth, altitude):
    surface, random = np.zeros((60, 60), np.float32), np.random.default_rng(4)
    for _ in range(9):
        r, c = random.integers(0, 50, 2)
        h, w = random.integers(5, 12, 2)
        surface[r : r + h, c : c + w] = random.uniform(4, 14)
    sun = Sun(azimuth, altitude)
    ours, theirs = shadow_depth(surface, sun, 1.0) > 1e-3, marched(surface, sun)
    assert 0.1 < theirs.mean() < 0.9
    assert (ours != theirs).mean() < 0.03  # along the edges
    # The march takes cells as boxes, the sweep their middles: shadows half a cell shorter.
    assert ours.mean() == pytest.approx(theirs.mean(), abs=0.02)


@settings(deadline=None, max_examples=40)
@given(
    st.integers(0, 10**6),
    st.floats(0, 360, exclude_max=True),
    st.floats(0.5, 89),
    st.tuples(st.integers(1, 40), st.integers(1, 40)),
)
def test_numpy_and_compiled_loops_agree_to_the_bit(seed, azimuth, altitude, shape):
    random = np.random.default_rng(seed)
    surface = random.uniform(0, 30, shape).astype(np.float32)
    surface[random.random(shape) < 0.1] = np.nan
    ground = surface - random.uniform(0, 5, shape).astype(np.float32)
    sun = Sun(azimuth, altitude)
    results = []
    for engine in (compiled, plain):
        relief = Relief(surface, ground, engine=engine)
        turned, walk = relief.walk(sun, 1.0)
        caster, receiver = relief.arrays(turned)
        depth = np.empty(caster.shape, np.float32)
        engine.depth(caster, receiver, depth, *walk)
        results.append((depth, shade_marks(relief, [sun, sun], [4, 64], 1.0)))
    np.testing.assert_array_equal(results[0][0], results[1][0])
    np.testing.assert_array_equal(results[0][1], results[1][1])


def test_without_numba_the_sweep_in_numpy_takes_over():
    code = (
        "import sys; sys.modules['numba'] = None; "
        "from heatmodel.shade import sweep; sys.exit(not sweep.engine.__name__.endswith('.plain'))"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0


def test_trees_shade_the_ground_below_and_let_the_mask_tell_them_from_houses():
    surface, canopy = np.zeros((60, 60), np.float32), np.zeros((60, 60), np.float32)
    surface[10:20, 10:20], canopy[40:44, 40:44] = 10, 8
    canopy[0, 0] = np.nan
    shaded, solid = shade_bits(surface, [Sun(180, 45)], 1.0, canopy_m=canopy)
    assert shaded[40:44, 40:44].all()  # below the crown
    assert shaded[33:40, 41].all() and not shaded[32, 41]  # up to 8 m north of it
    assert not solid[25:, 25:].any()
    assert solid[1:10, 15].all()
    assert (shaded & ~solid)[40:44, 40:44].all()


def test_bits_stand_for_suns_in_their_order():
    suns = [Sun(90, 45), Sun(180, -3), Sun(270, 45)]
    shaded, _ = shade_bits(house(), suns, 1.0)
    assert shaded[80, 60] == 0b001  # west of the house in the morning
    assert shaded[80, 100] == 0b100
    assert not (shaded & 0b010).any()


def test_more_suns_than_bits_are_refused():
    with pytest.raises(HeatError, match="17"):
        shade_bits(house(), [Sun(180, 45)] * 17, 1.0)


def test_below_the_horizon_all_is_dark():
    depth = shadow_depth(house(), Sun(0, -10), 1.0)
    assert np.isinf(depth).all()


def test_unknown_cells_cast_no_shadow_and_stay_unknown():
    surface = house()
    surface[75:85, 75:85] = np.nan
    surface[:, 0] = np.inf
    sun = Sun(180, 45)
    depth = shadow_depth(surface, sun, 1.0)
    assert np.isnan(depth[75:85, 75:85]).all() and np.isnan(depth[:, 0]).all()
    assert (depth[60:70, 75:85] > 0).all()  # the northern wall still stands
    assert not np.isnan(depth[:, 1:70]).any()
    only = np.full((5, 5), np.nan, np.float32)
    assert np.isnan(shadow_depth(only, sun, 1.0)).all()
    assert not shade_bits(only, [sun], 1.0)[0].any()


def test_arrays_of_different_shape_are_refused():
    with pytest.raises(GridMismatch, match="canopy_m"):
        shade_bits(house(), [Sun(180, 45)], 1.0, canopy_m=np.zeros((3, 3), np.float32))
    with pytest.raises(GridMismatch):
        shadow_depth(np.zeros(5, np.float32), Sun(180, 45), 1.0)


def town(rows, columns, seed=3):
    random = np.random.default_rng(seed)
    surface = np.full((rows, columns), 60, np.float32)
    surface += np.linspace(0, 12, columns, dtype=np.float32)  # the land rises to the east
    for _ in range(rows * columns // 2500):
        r, c = random.integers(0, rows), random.integers(0, columns)
        h, w = random.integers(6, 30, 2)
        surface[r : r + h, c : c + w] += random.uniform(3, 25)
    surface[rows // 2 : rows // 2 + 6, columns // 3 : columns // 3 + 6] += 120  # a chimney
    return surface


@pytest.mark.parametrize("azimuth", [3, 58, 93, 140, 181, 228, 267, 312])
@pytest.mark.parametrize("altitude", [4, 17, 52])
def test_tiles_with_their_halo_are_the_whole_to_the_bit(azimuth, altitude):
    surface, sun = town(700, 820), Sun(azimuth, altitude)
    whole = shade_marks(Relief(surface), [sun], [1], 1.0)
    blocks = Blocks.empty(surface.shape)
    for box in boxes_of(surface.shape, 2 * BLOCK):
        everything = Box(0, 0, *surface.shape)
        blocks.take(box, box.of(surface, everything), box.of(surface, everything))
    read = 0
    for box in boxes_of(surface.shape, 256):
        wide = shaded_from(blocks, box, [sun], 1.0)
        part = surface[wide.row : wide.row + wide.rows, wide.column : wide.column + wide.columns]
        relief = Relief(part.copy(), row=wide.row, column=wide.column, whole=surface.shape)
        ours = box.of(shade_marks(relief, [sun], [1], 1.0), wide)
        np.testing.assert_array_equal(ours, box.of(whole, Box(0, 0, *surface.shape)))
        read += wide.rows * wide.columns
    if altitude == 52:  # high sun: only the blocks beside a tile are read besides
        assert read < 4 * surface.size


def test_what_a_new_tower_can_shade_lies_within_its_reach():
    surface, sun = town(500, 500), [Sun(200, 12), Sun(95, 30)]
    blocks = Blocks.empty(surface.shape)
    blocks.take(Box(0, 0, 500, 500), surface, surface)
    tower = Box(240, 260, 10, 10)
    top = float(tower.of(surface, Box(0, 0, 500, 500)).max()) + 40
    reached = reached_from(blocks, tower, top, sun, 1.0)
    after = surface.copy()
    tower.of(after, Box(0, 0, 500, 500))[:] = top
    values = [1, 2]
    changed = shade_marks(Relief(after), sun, values, 1.0) != shade_marks(
        Relief(surface), sun, values, 1.0
    )
    rows, columns = np.nonzero(changed)
    assert rows.size > 500
    assert reached.row <= rows.min() and rows.max() < reached.row + reached.rows
    assert reached.column <= columns.min() and columns.max() < reached.column + reached.columns
    assert reached.rows * reached.columns < surface.size


def test_crowns_stand_on_the_surface():
    surface = np.array([[60, 70]], np.float32)
    tops = crown_tops(surface, np.array([[8, -1]], np.float32))
    np.testing.assert_array_equal(tops, [[68, 70]])
