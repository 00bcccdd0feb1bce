"""Files of a city's own in place of the demonstration: `./run manage heat zones`, then `load`."""

import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely
from django.core.management import CommandError, call_command
from pyproj import Transformer
from rasterio.transform import from_origin

from accounts.models import User
from heatmodel.models import CoolIsland, HeatZone
from heatmodel.planning import running
from heatmodel.planning import services as scenarios
from heatmodel.planning.models import Scenario
from heatmodel.planning.rasters import raster_of
from heatmodel.results.queries import current_run
from heatmodel.shading.queries import current_pictures

WEST, NORTH, SIDE = 418_000.0, 5_727_000.0, 600
pytestmark = pytest.mark.usefixtures("heat")


def write(path: Path, *bands: np.ndarray, crs: str = "EPSG:25832", cell_m: float = 2.0) -> None:
    rows, columns = bands[0].shape
    profile = {"driver": "GTiff", "dtype": "float32", "crs": crs, "count": len(bands)}
    transform = from_origin(WEST, NORTH, cell_m, cell_m)
    with rasterio.open(
        path, "w", width=columns, height=rows, transform=transform, **profile
    ) as out:
        out.write(np.stack(bands).astype(np.float32))


@pytest.fixture
def city(tmp_path: Path) -> Path:
    """heat.toml with a hot west and a cool east, a house of 10 m on flat ground at 60 m."""
    pet = np.full((60, 60), 33.0)
    pet[:, :30] = 42.0
    write(tmp_path / "day.tif", pet + 20, pet, cell_m=20.0)
    ground = np.full((SIDE, SIDE), 60.0)
    surface = ground.copy()
    surface[300:310, 300:310] += 10
    write(tmp_path / "ground.tif", ground)
    write(tmp_path / "surface.tif", surface)
    (tmp_path / "heat.toml").write_text(
        """
        [zones]
        day = "day.tif"
        [load]
        dataset = "hitze-gemessen"
        title = "Hitze in Hamm"
        publisher = "Stadt Hamm"
        licence = "dl-de/by-2-0"
        surface = "surface.tif"
        ground = "ground.tif"
        """
    )
    return tmp_path


def heat(step: str, city: Path) -> None:
    call_command("heat", step, config=city / "heat.toml", out=city / "out", verbosity=0)


def test_ranked_zones_keep_the_sources_of_all_steps(city: Path):
    """The last step, the ranks, reads no file of its own."""
    people = shapely.box(WEST, NORTH - 1200, WEST + 1200, NORTH)
    gpd.GeoDataFrame({"all": [500]}, geometry=[people], crs=25832).to_file(city / "people.gpkg")
    with (city / "heat.toml").open("a") as toml:
        toml.write('[exposure]\npolygons = "people.gpkg"\ncolumns = { all = "all" }\n')
        toml.write("[coverage]\nlevel = 0\n[priority]\ndraws = 20\n")
    heat("all", city)
    run = current_run()
    assert [one["title"] for one in run.sources] == ["day.tif", "people.gpkg"]
    assert run.parameters.keys() == {"zones", "exposure", "coverage", "priority"}
    assert sum(HeatZone.objects.values_list("pop", flat=True)) == 500
    assert set(HeatZone.objects.values_list("rank", flat=True)) == {1, 2}


def test_zones_and_shade_of_files_take_the_place_of_the_demonstration(city: Path):
    heat("zones", city)
    heat("load", city)
    zones = HeatZone.objects.all()
    assert {zone.dataset.slug for zone in zones} == {"hitze-gemessen"}
    hot, cool = zones.get(pet_15=42), zones.get(pet_15=33)
    assert hot.class_total > cool.class_total
    assert hot.geometry.area == pytest.approx(cool.geometry.area) == pytest.approx(720_000)
    assert (hot.dt_night, hot.class_night, hot.lst_anom_k, hot.pop) == (None, None, None, None)
    run = current_run()
    assert hot.run_id == run.run_id
    assert [source["title"] for source in run.sources] == ["day.tif"]
    assert len(run.sources[0]["sha256"]) == 64
    path = current_pictures().find("12-8").path
    told = json.loads(path.with_suffix(".prov.json").read_text())
    assert [one["name"] for one in told["sources"]] == ["surface.tif", "ground.tif"]
    assert (told["step"], told["parameters"]["day"][4:]) == ("load", "-07-08")
    with rasterio.open(path) as raster:
        bits = raster.read(1)
    rows, columns = np.nonzero(bits >> 8 & 1)  # 12 UTC: the sun in the south, 60 degrees high
    assert len(rows) > 0
    assert 294 <= rows.min() < rows.max() < 310
    assert 295 <= columns.min() < columns.max() <= 316


def test_the_same_files_again_keep_the_zones(city: Path):
    heat("zones", city)
    heat("load", city)
    keys = set(HeatZone.objects.values_list("pk", flat=True))
    heat("load", city)
    assert set(HeatZone.objects.values_list("pk", flat=True)) == keys


def test_load_needs_zones_first(city: Path):
    with pytest.raises(CommandError, match="run the step zones first"):
        heat("load", city)


def test_heights_in_another_system_are_refused(city: Path):
    heat("zones", city)
    write(city / "surface.tif", np.zeros((50, 50)), crs="EPSG:25833")
    write(city / "ground.tif", np.zeros((50, 50)), crs="EPSG:25833")
    before = current_run().pk
    with pytest.raises(CommandError, match="EPSG:25833"):
        heat("load", city)
    assert current_run().pk == before


@pytest.fixture
def surveyed(city: Path) -> Path:
    """The same, with a land cover of asphalt that has a lawn in the south."""
    cover = np.ones((120, 120))
    cover[90:] = 2
    write(city / "cover.tif", cover, cell_m=10.0)
    (city / "cover.csv").write_text(
        "code,shade,albedo,kc,green,building_intensity,ground\n"
        "1,0,0.15,0.1,0,0.6,asphalt\n2,0,0.2,0.9,1,0,grass\n"
    )
    with (city / "heat.toml").open("a") as file:
        file.write('land_cover = "cover.tif"\ntable = "cover.csv"\n')
    heat("zones", city)
    heat("load", city)
    return city


def scenario_at(east: float, north: float) -> Scenario:
    """A tree of 12 m at a place, computed as the job does."""
    lon, lat = Transformer.from_crs(25832, 4326, always_xy=True).transform(east, north)
    planner = User.objects.create_user("planung", password="ein langes Kennwort nur fuer Tests")
    made = scenarios.create(planner, "Ein Baum")
    tree = {"measure": "tree", "height_m": 12, "crown_m": 8}
    point = {"type": "Point", "coordinates": [lon, lat]}
    feature = {"type": "Feature", "id": "1", "properties": tree, "geometry": point}
    scenarios.save_draft(
        made.key, {"type": "FeatureCollection", "features": [feature]}, seen_version=1
    )
    scenarios.submit(made.key, "de")
    assert running.run(made.key, 2, "de")
    return Scenario.objects.get(pk=made.pk)


def test_scenarios_build_on_the_rasters_that_load_brought(surveyed: Path):
    """The house at (418600..418620, 5726380..5726400) stands in the survey alone."""
    found = scenario_at(418_560, 5_726_405)
    run = current_run()
    assert found.result["assumptions"]["survey"] == run.run_id
    with rasterio.open(raster_of(found.folder, "before")) as raster:
        hours = raster.read(1)
        in_house = raster.index(418_610, 5_726_390)
        behind, far = raster.index(418_610, 5_726_402), raster.index(418_540, 5_726_405)
    assert np.isnan(hours[in_house])
    assert np.count_nonzero(np.isnan(hours)) == pytest.approx(400, abs=45)  # and no other house
    assert hours[behind] >= 8  # of sixteen, at the foot of the northern wall
    assert hours[far] == 0
    told = json.loads(raster_of(found.folder, "delta").with_suffix(".prov.json").read_text())
    assert told["kind"] == "scenario"
    assert told["sources"][0]["name"] == "surface.tif"
    assert told["sources"][0]["kind"] == "observed"


def test_beside_the_survey_the_city_is_drawn_from_the_map(surveyed: Path):
    found = scenario_at(417_800, 5_726_400)
    assert found.result["assumptions"]["survey"] == ""


def test_a_land_cover_whose_table_lacks_a_class_is_refused(city: Path):
    write(city / "cover.tif", np.full((20, 20), 7), cell_m=10.0)
    (city / "cover.csv").write_text("code,shade,albedo,kc,green\n1,0,0.15,0.1,0\n")
    with (city / "heat.toml").open("a") as file:
        file.write('land_cover = "cover.tif"\ntable = "cover.csv"\n')
    heat("zones", city)
    with pytest.raises(CommandError, match=r"without a row in the table: \[7\]"):
        heat("load", city)


def islands(city: Path, **columns: object) -> None:
    """One island of 4 ha, in WGS84 as people send it."""
    shape = shapely.box(418_100, 5_726_100, 418_300, 5_726_300)
    table = gpd.GeoDataFrame({**columns, "geometry": [shape]}, crs=25832).to_crs(4326)
    table.to_file(city / "islands.gpkg")
    with (city / "heat.toml").open("a") as file:
        file.write('islands = "islands.gpkg"\n')


def test_cool_islands_of_the_city_take_the_place_of_the_demonstrations(city: Path):
    assert CoolIsland.objects.count() > 1
    islands(city, cover=["water"], name=["Kanalhafen"], pet_15=[28.5], canopy=[0.25])
    heat("zones", city)
    heat("load", city)
    island = CoolIsland.objects.get()
    assert (island.name, island.cover, island.area_ha) == ("Kanalhafen", "water", 4)
    assert (island.pet_15, island.dt_night, island.canopy_pct) == (28.5, None, 25)
    assert island.run_id == current_run().run_id


def test_an_island_of_an_unknown_cover_is_refused(city: Path):
    islands(city, cover=["Wiese"])
    heat("zones", city)
    with pytest.raises(CommandError, match="'Wiese' is none of green, water, open"):
        heat("load", city)
