"""A small town of rasters, tables and heat.toml, made anew for each test that asks for it."""

import json
from pathlib import Path

import numpy as np
import pytest
from pyproj import Transformer

from heatmodel.raster.files import write_cog
from heatmodel.raster.grid import Grid

WEST, NORTH = 410_000, 5_730_000
FINE = Grid("EPSG:25832", WEST, NORTH, 1, 400, 400)
COARSE = Grid("EPSG:25832", WEST, NORTH, 10, 40, 40)

TOML = """
[[sources]]
path = "dsm.tif"
licence = "dl-de/zero-2-0"
publisher = "Geobasis NRW"
acquired = "2024"

[shade]
surface = "dsm.tif"
canopy = "crowns.tif"
days = ["2025-06-21"]

[comfort]
weather = "weather.csv"
land_cover = "cover.tif"
table = "cover.csv"

[cooling]
land_cover = "cover.tif"
table = "cover.csv"
et0 = 5.0
t_ref_day_c = 30
t_ref_night_c = 18
uhi_max_day_k = 2.5
uhi_max_night_k = 4.5

[zones]
day = "out/comfort_2025-06-21T1500.tif"
night = "out/cooling_night.tif"
gi_of = "out/cooling_night.tif"
gi_band = 2

[exposure]
census = "census.csv"
columns = { all = "Einwohner", aged_65 = "alt" }

[priority]
weights = { hazard = 0.5, vulnerable = 0.5, uncovered = 0 }

[scenario]
measures = "plan.geojson"

[validate]
raster = "out/comfort_2025-06-21T1500.tif"
measurements = "measured.csv"
"""

COVER_CSV = """code,shade,albedo,kc,green,building_intensity,ground
1,0.05,0.15,0.3,0,0.6,asphalt
2,0.5,0.2,0.9,1,0,grass
3,0,0.06,1,0,0,water
"""

WEATHER_CSV = """time,air_c,humidity_pct,wind_ms,global_wm2
2025-06-21T15:00+02:00,31,38,2,800
2025-06-21T23:00+02:00,24,60,1,0
"""


def lon_lat(east, south):
    """A point so many metres east and south of the town's north-western corner."""
    turned = Transformer.from_crs(25832, 4326, always_xy=True)
    return list(turned.transform(WEST + east, NORTH - south))


def feature(measure, geometry, **properties):
    return {
        "type": "Feature",
        "properties": {"measure": measure, **properties},
        "geometry": geometry,
    }


def square(east, south, side):
    corners = [(0, 0), (side, 0), (side, side), (0, side), (0, 0)]
    ring = [lon_lat(east + x, south + y) for x, y in corners]
    return {"type": "Polygon", "coordinates": [ring]}


def point(east, south):
    return {"type": "Point", "coordinates": lon_lat(east, south)}


@pytest.fixture
def town(tmp_path) -> Path:
    random = np.random.default_rng(1)
    surface = np.full(FINE.shape, 60, np.float32)
    for _ in range(60):
        r, c = random.integers(0, 370, 2)
        h, w = random.integers(8, 30, 2)
        surface[r : r + h, c : c + w] = 60 + random.uniform(4, 20)
    crowns = np.zeros(FINE.shape, np.float32)
    crowns[300:330, 300:330] = 12
    cover = np.ones(COARSE.shape, np.uint8)
    cover[25:, 25:], cover[:8, :8], cover[0, 30] = 2, 3, 0
    write_cog(tmp_path / "dsm.tif", FINE, surface)
    write_cog(tmp_path / "crowns.tif", FINE, crowns)
    write_cog(tmp_path / "cover.tif", COARSE, cover, dtype="uint8", nodata=0, resampling="NEAREST")
    (tmp_path / "cover.csv").write_text(COVER_CSV)
    (tmp_path / "weather.csv").write_text(WEATHER_CSV)
    lon, lat = lon_lat(200, 200)
    (tmp_path / "measured.csv").write_text(f"lon,lat,value\n{lon},{lat},50\n0,0,1\n")
    plan = [
        feature("tree", point(200, 200), height_m=12, crown_m=8),
        feature("unseal", square(100, 100, 40)),
    ]
    (tmp_path / "plan.geojson").write_text(
        json.dumps({"type": "FeatureCollection", "features": plan})
    )
    (tmp_path / "census.csv").write_text(census_csv())
    (tmp_path / "heat.toml").write_text(TOML)
    return tmp_path


def census_csv():
    """9 x 9 squares of 100 m around the town's middle, ten people each; some ages are secret."""
    there = Transformer.from_crs(25832, 3035, always_xy=True)
    east, north = (value // 100 * 100 + 50 for value in there.transform(WEST + 200, NORTH - 200))
    lines = [
        f"x;{east + 100 * i:.0f};{north + 100 * k:.0f};10;{'–' if i == 0 else '2,5'}"
        for i in range(-4, 5)
        for k in range(-4, 5)
    ]
    return "\n".join(["GITTER_ID_100m;x_mp_100m;y_mp_100m;Einwohner;alt", *lines]) + "\n"
