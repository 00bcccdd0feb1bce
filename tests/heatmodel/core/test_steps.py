"""The steps by the command, over the files of a small town."""

import io
import json

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from distributed import LocalCluster
from django.core.management import CommandError, call_command

from heatmodel.errors import BadConfig, GridMismatch, HeatError, TooFewScenes
from heatmodel.raster.files import read_floats, write_cog
from heatmodel.raster.grid import Grid
from heatmodel.shade.skyview import sky_view_factor
from heatmodel.shade.sun import Sun, hours_of, sun_positions
from heatmodel.shade.sweep import shade_bits
from heatmodel.steps.config import read_config
from heatmodel.steps.table import STEPS
from tests.heatmodel.core.test_surface import CLEAR, MTL_TEXT


def heat(step, town, **options):
    out = io.StringIO()
    call_command("heat", step, config=town / "heat.toml", stdout=out, **options)
    return out.getvalue()


def bands(path):
    with rasterio.open(path) as dataset:
        return dataset.read()


def sidecar(path):
    return json.loads(path.with_suffix(".prov.json").read_text())


def test_everything_runs_from_heights_to_ranked_zones(town):
    said = heat("all", town)
    out = town / "out"
    for name in ("shade_2025-06-21", "svf", "cooling_day", "comfort_2025-06-21T1500"):
        assert f"{name}.tif (modelled)" in said
        assert sidecar(out / f"{name}.tif")["kind"] == "modelled"
    zones = gpd.read_file(out / "zones.gpkg")
    assert zones.crs == "EPSG:25832"
    assert zones["class_total"].between(1, 5).all()
    assert zones.geometry.area.sum() == pytest.approx(400 * 400, rel=1e-6)
    assert zones["pop"].sum() == pytest.approx(160_000 / 10_000 * 10, rel=0.01)
    assert zones["pop_u6"].isna().all() and zones["lst_anom_k"].isna().all()
    assert (zones["rank_p05"] <= zones["rank"]).all()
    provenance = sidecar(out / "zones.gpkg")
    assert [one["step"] for one in provenance["earlier"]] == ["zones", "exposure"]
    assert json.loads((out / "scenario/plan/summary.json").read_text())["strongest_tmrt_c"] < -10
    assert sidecar(out / "scenario/plan/local_delta.tif")["kind"] == "scenario"
    validation = json.loads((out / "validation.json").read_text())
    assert (validation["n"], validation["outside_or_unknown"]) == (1, 1)


def test_shade_of_a_day_is_that_of_the_arrays(town):
    heat("shade", town)
    day = read_config(town / "heat.toml").section("shade").dates("days")[0]
    surface, crowns = read_floats(town / "dsm.tif"), read_floats(town / "crowns.tif")
    lon, lat = read_config(town / "heat.toml").place_of(
        Grid("EPSG:25832", 410_000, 5_730_000, 1, 400, 400)
    )
    suns = [
        sun if sun.altitude_deg >= 3 else Sun(0, -90)
        for sun in sun_positions(hours_of(day, range(6, 22)), lon, lat)
    ]
    shaded, solid = shade_bits(surface, suns, 1.0, canopy_m=crowns)
    made = bands(town / "out" / "shade_2025-06-21.tif")
    np.testing.assert_array_equal(made[0], shaded)
    np.testing.assert_array_equal(made[1], solid)
    said = sidecar(town / "out" / "shade_2025-06-21.tif")
    assert said["licences"] == ["dl-de/zero-2-0"] and said["dates"] == ["2024"]
    assert said["parameters"]["hours_with_sun"] == [
        hour for hour, sun in zip(range(6, 22), suns, strict=True) if sun.up
    ]


def test_the_sky_view_is_that_of_the_arrays(town):
    heat("svf", town)
    view = sky_view_factor(
        read_floats(town / "dsm.tif"), 1.0, canopy_m=read_floats(town / "crowns.tif")
    )
    np.testing.assert_array_equal(read_floats(town / "out" / "svf.tif"), view)


@pytest.fixture(scope="module")
def cluster():
    with LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
    ) as running:
        yield running


def test_every_scheduler_and_every_size_of_tiles_gives_the_same_bits(town, cluster):
    runs = {
        "large": {},
        "small": {"max_mem": 5 * 10**6},
        "threads": {"scheduler": "threads", "max_mem": 30 * 10**6},
        "dask": {"scheduler": cluster.scheduler_address, "max_mem": 40 * 10**6},
    }
    names = ("shade_2025-06-21.tif", "svf.tif")
    for run, options in runs.items():
        for step in ("shade", "svf"):
            heat(step, town, out=town / run, **options)
    heat("comfort", town, out=town / "large")
    heat("comfort", town, out=town / "dask", scheduler=cluster.scheduler_address, max_mem=10**8)
    for name in names:
        for run in runs:
            np.testing.assert_array_equal(bands(town / run / name), bands(town / "large" / name))
    name = "comfort_2025-06-21T1500.tif"
    np.testing.assert_array_equal(bands(town / "dask" / name), bands(town / "large" / name))


def test_pet_is_left_out_at_night(town):
    heat("svf", town)
    heat("comfort", town)
    day, night = (bands(town / "out" / f"comfort_2025-06-21T{h}.tif") for h in ("1500", "2300"))
    assert np.isfinite(day).all()
    assert np.isfinite(night[[0, 2]]).all() and np.isnan(night[1]).all()
    assert any("PET" in note for note in sidecar(town / "out/comfort_2025-06-21T2300.tif")["notes"])


def test_tiles_of_the_cooling_model_differ_from_the_whole_by_rounding_alone(town):
    """Over 24 km a tile with its halo leaves out four fifths of the land."""
    grid = Grid("EPSG:25832", 410_000, 5_730_000, 10, 1500, 1400)
    cover = np.random.default_rng(1).choice([1, 2, 3], grid.shape).astype(np.uint8)
    write_cog(town / "cover.tif", grid, cover, dtype="uint8", nodata=0, resampling="NEAREST")
    heat("cooling", town, out=town / "whole", max_mem=10**9)
    heat("cooling", town, out=town / "tiled", max_mem=520 * 10**6)
    whole, tiled = (bands(town / run / "cooling_day.tif") for run in ("whole", "tiled"))
    np.testing.assert_allclose(tiled, whole, atol=2e-6)


def scene(folder, name, celsius, qa=CLEAR, level="L2SP", grid=None):
    folder.mkdir()
    grid = grid or Grid("EPSG:25832", 410_000, 5_730_000, 30, 20, 20)
    (folder / f"{name}_MTL.txt").write_text(
        MTL_TEXT.replace("LC09_L2SP_197024_20230619_20230621_02_T1", name)
        .replace('"L2SP"', f'"{level}"')
        .replace("2023-06-19", f"{name[17:21]}-{name[21:23]}-{name[23:25]}")
    )
    dn = np.rint((celsius + 273.15 - 149) / 0.00341802).astype(np.uint16)
    quality = np.full(grid.shape, qa, np.uint16)
    quality[0, 0] |= 0b1000
    for band, values in (("ST_B10", dn), ("QA_PIXEL", quality)):
        write_cog(folder / f"{name}_{band}.TIF", grid, values, dtype="uint16", nodata=None)
    return folder


def scenes(town, days, **more):
    random = np.random.default_rng(0)
    pattern = random.normal(0, 3, (20, 20))
    folders = []
    for number, day in enumerate(days):
        name = f"LC09_L2SP_197024_{day}_{day}_02_T1"
        folder = town / f"scene{number}"
        folders.append(scene(folder, name, pattern + 25 + number, **more))
    names = ", ".join(f'"{folder.name}"' for folder in folders)
    (town / "heat.toml").write_text(f"[lst]\nscenes = [{names}]\n")
    return pattern


DAYS = ["20230619", "20230705", "20240610", "20240712", "20250620"]


def test_five_days_make_a_composite_of_anomalies(town):
    pattern = scenes(town, DAYS)
    heat("all", town)
    median, mad, n = bands(town / "out" / "lst_anomaly.tif")
    expected = pattern - np.median(pattern.ravel()[1:])  # the first cell is clouded
    np.testing.assert_allclose(median.ravel()[1:], expected.ravel()[1:], atol=0.01)
    assert np.isnan(median[0, 0]) and n[0, 0] == 0 and n[5, 5] == 5
    assert np.nanmax(mad) < 0.01
    said = sidecar(town / "out" / "lst_anomaly.tif")
    assert said["kind"] == "observed"
    assert len(said["parameters"]["days"]) == 5
    assert said["dates"][0] == "2023-06-19" and len(said["dates"]) == 5  # from the metadata
    one = sidecar(next((town / "out").glob("lst_LC*20250620*.tif")))
    assert one["dates"] == ["2025-06-20"]
    assert any(source["name"].endswith("_MTL.txt") for source in one["sources"])
    assert "Surface temperature is not air temperature." in said["notes"]


def test_too_few_or_clouded_days_make_none(town):
    scenes(town, DAYS[:4])
    with pytest.raises(CommandError, match="4 days"):
        heat("lst", town)


def test_scenes_of_clouds_alone_yield_nothing(town):
    scenes(town, DAYS, qa=CLEAR | 0b1000)
    with pytest.raises(CommandError, match="0 days"):
        heat("lst", town)
    assert np.isnan(bands(next((town / "out").glob("lst_LC*.tif")))).all()


def test_a_level_1_scene_is_refused(town):
    scenes(town, DAYS, level="L1TP")
    with pytest.raises(CommandError, match="L1TP"):
        heat("lst", town)


def test_greenness_of_a_level_1_scene_is_refused(town, shared_data):
    """Its numbers are no reflectance of the surface, and look as if they were."""
    folder = shared_data / "raster"
    bands = "".join(
        f'{name} = "{folder}/LC82320832016040LGN00_band{number}.tif"\n'
        for name, number in (("red", 4), ("nir", 5))
    )
    (town / "heat.toml").write_text(f'[ndvi]\nproduct = "landsat"\n{bands}')
    with pytest.raises(CommandError, match="level L1T"):
        heat("ndvi", town)
    assert not list((town / "out").glob("ndvi*"))


def test_scenes_are_compared_with_the_country_around(town):
    """With `reference` the median of its cells is 0, and it is among the sources."""
    scenes(town, DAYS)
    grid = Grid("EPSG:25832", 410_000, 5_730_000, 30, 20, 20)
    rural = np.zeros(grid.shape, np.uint8)
    rural[12:] = 1
    write_cog(town / "rural.tif", grid, rural, dtype="uint8", nodata=None)
    with (town / "heat.toml").open("a") as toml:
        toml.write('reference = "rural.tif"\n')
    heat("lst", town)
    path = town / "out" / "lst_anomaly.tif"
    assert np.median(bands(path)[0][12:]) == pytest.approx(0, abs=1e-3)
    assert "rural.tif" in [source["name"] for source in sidecar(path)["sources"]]


def test_greenness_of_two_bands(town):
    grid = Grid("EPSG:25832", 410_000, 5_730_000, 10, 30, 30)
    for name, dn in (("red", 2000), ("nir", 5000)):
        values = np.full(grid.shape, dn, np.uint16)
        write_cog(town / f"{name}.tif", grid, values, dtype="uint16", nodata=0)
    (town / "heat.toml").write_text(
        '[ndvi]\nred="red.tif"\nnir="nir.tif"\nproduct="sentinel2"\nbaseline="05.09"\n'
    )
    heat("ndvi", town)
    np.testing.assert_allclose(bands(town / "out" / "ndvi.tif"), (0.4 - 0.1) / (0.4 + 0.1))


@pytest.mark.parametrize(
    ("change", "step", "words"),
    [
        (("[shade]", "[shadow]"), "shade", "needs a table \\[shade\\]"),
        (('surface = "dsm.tif"', 'surface = "no.tif"'), "shade", "there is no"),
        (('surface = "dsm.tif"', "surface = 5"), "shade", "is no str"),
        (('days = ["2025-06-21"]', 'days = ["heute"]'), "shade", "is no day"),
        (("et0 = 5.0", "et0 = 0"), "cooling", "above 0"),
        (("[comfort]", '[comfort]\ntimes = ["2025-06-21T04:00+02:00"]'), "comfort", "svf first"),
        (('gi_of = "out/', 'gi_of = "nowhere/'), "zones", "there is no"),
        (("[validate]", "[validate"), "validate", "heat.toml"),
    ],
)
def test_what_heat_toml_has_wrong_is_said(town, change, step, words):
    path = town / "heat.toml"
    path.write_text(path.read_text().replace(*change))
    with pytest.raises(CommandError, match=words):
        heat(step, town)


def test_steps_that_need_another_say_so(town):
    for step, words in (("zones", "there is no"), ("exposure", "step zones first")):
        with pytest.raises(CommandError, match=words):
            heat(step, town)


def test_a_priority_without_coverage_is_not_made_up(town):
    heat("all", town)
    path = town / "heat.toml"
    path.write_text(path.read_text().replace("uncovered = 0 }", "uncovered = 0.2 }"))
    with pytest.raises(CommandError, match="coverage"):
        heat("priority", town)


def test_heights_on_other_grids_are_refused(town):
    grid = Grid("EPSG:25832", 410_001, 5_730_000, 1, 400, 400)
    write_cog(town / "crowns.tif", grid, np.zeros(grid.shape, np.float32))
    with pytest.raises(CommandError, match=r"crowns.tif does not lie on the grid"):
        heat("shade", town)


def test_too_little_memory_is_said(town):
    with pytest.raises(CommandError, match="MB"):
        heat("shade", town, max_mem=10**5)


def test_a_scheduler_that_does_not_answer_is_said(town):
    with pytest.raises(CommandError, match="serial, threads"):
        heat("shade", town, scheduler="elsewhere")


def test_a_survey_becomes_surface_and_crowns(town):
    grid = Grid("EPSG:25832", 410_000, 5_730_000, 1, 40, 40)
    ground = np.full(grid.shape, 60, np.float32)
    top = ground.copy()
    top[5:10, 5:10], top[20:25, 20:25], top[30, 30], top[0, 0] = 70, 68, 61, np.nan
    write_cog(town / "dom.tif", grid, top)
    write_cog(town / "dgm.tif", grid, ground)
    house = shapely.box(410_005, 5_729_990, 410_010, 5_729_995)
    gpd.GeoDataFrame(geometry=[house], crs="EPSG:25832").to_file(town / "houses.gpkg")
    (town / "heat.toml").write_text(
        '[heights]\ntop="dom.tif"\nground="dgm.tif"\nbuildings="houses.gpkg"\n'
    )
    heat("all", town)
    surface, crowns = (bands(town / "out" / f"{name}.tif")[0] for name in ("surface", "crowns"))
    assert (surface[5:10, 5:10] == 70).all() and (surface[20:25, 20:25] == 60).all()
    assert (crowns[20:25, 20:25] == 8).all() and np.nansum(crowns) == 25 * 8
    assert np.isnan(surface[0, 0]) and np.isnan(surface).sum() == 1


def test_every_step_is_there():
    for name in ("lst", "ndvi", "shade", "svf", "comfort", "cooling", "zones", "exposure"):
        assert name in STEPS
    for name in ("priority", "scenario", "validate"):
        assert name in STEPS


def test_errors_have_one_base():
    assert issubclass(BadConfig, HeatError)
    assert issubclass(TooFewScenes, HeatError) and issubclass(GridMismatch, HeatError)
