"""Features part 2: each system of coordinates, in and out, against pyproj."""

import pyproj
import pytest

from layers.publish import crs as systems
from tests.factories import make_district, point

ITEMS = "/ogc/collections/schools/items"
SPELLINGS = {
    "uri": lambda one: one.uri,
    "secure uri": lambda one: one.uri.replace("http:", "https:"),
    "urn": lambda one: one.urn,
    "old urn": lambda one: one.urn.replace("urn:ogc", "urn:x-ogc"),
    "curie": lambda one: f"[{one.short}]",
    "short": lambda one: one.short,
}
matrix = pytest.mark.parametrize("spelling", SPELLINGS)
every_crs = pytest.mark.parametrize("system", systems.ALL, ids=lambda one: one.code)


def placed(system: systems.Crs, lon: float, lat: float) -> tuple[float, float]:
    """By pyproj, in the order of axes that the authority declares."""
    target = pyproj.CRS.from_user_input(system.short)
    return pyproj.Transformer.from_crs("OGC:CRS84", target).transform(lon, lat)


def close(system: systems.Crs) -> float:
    return 2e-7 if system.in_degrees else 0.02


@every_crs
@matrix
def test_coordinates_come_in_the_system_asked_for(client, schools, system, spelling):
    answer = client.get(ITEMS, {"crs": SPELLINGS[spelling](system), "limit": "1"})
    assert answer["Content-Crs"] == f"<{system.uri}>"
    found = answer.json()["features"][0]["geometry"]["coordinates"]
    assert found == pytest.approx(placed(system, 7.80, 51.68), abs=close(system))


@every_crs
@matrix
def test_a_box_is_read_in_its_own_system(names, schools, system, spelling):
    low, high = placed(system, 7.805, 51.675), placed(system, 7.825, 51.685)
    box = ",".join(map(str, (*low, *high)))
    assert names(bbox=box, **{"bbox-crs": SPELLINGS[spelling](system)}) == ["B", "C"]


@every_crs
@matrix
def test_a_shape_in_a_filter_is_read_in_its_own_system(names, schools, system, spelling):
    corners = [(7.805, 51.675), (7.825, 51.675), (7.825, 51.685), (7.805, 51.685)]
    ring = [placed(system, *corner) for corner in [*corners, corners[0]]]
    words = ", ".join(f"{x} {y}" for x, y in ring)
    condition = f"S_INTERSECTS(geometry, POLYGON(({words})))"
    assert names(filter=condition, **{"filter-crs": SPELLINGS[spelling](system)}) == ["B", "C"]
    (x0, y0), (x1, y1) = ring[0], ring[2]
    condition = f"S_INTERSECTS(geometry, BBOX({x0}, {y0}, {x1}, {y1}))"
    assert names(filter=condition, **{"filter-crs": SPELLINGS[spelling](system)}) == ["B", "C"]


@every_crs
@matrix
def test_one_feature_too(client, schools, system, spelling):
    answer = client.get(f"{ITEMS}/{schools[2].pk}", {"crs": SPELLINGS[spelling](system)})
    found = answer.json()["geometry"]["coordinates"]
    assert found == pytest.approx(placed(system, 7.82, 51.68), abs=close(system))
    assert answer["Content-Crs"] == f"<{system.uri}>"


@pytest.mark.parametrize(
    "name",
    [
        "http://www.opengis.net/gml/srs/epsg.xml#25832",  # its axes are anybody's guess
        "EPSG:31467",
        "http://www.opengis.net/def/crs/EPSG/0/99999",
        "25832",
        "",
    ],
)
@pytest.mark.parametrize("key", ["crs", "bbox-crs", "filter-crs"])
def test_a_system_that_is_not_offered_is_refused(client, schools, key, name):
    answer = client.get(ITEMS, {key: name, "bbox": "7,51,8,52"})
    assert (answer.status_code, answer.json()["parameter"]) == (400, key)


def test_without_a_wish_it_is_longitude_and_latitude(client, schools):
    answer = client.get(ITEMS)
    assert answer["Content-Crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"


def test_the_storage_comes_as_it_is_stored(client, schools):
    answer = client.get(ITEMS, {"crs": systems.STORAGE.uri, "limit": "1"})
    stored = point(7.80, 51.68)
    found = answer.json()["features"][0]["geometry"]["coordinates"]
    assert found == pytest.approx([stored.x, stored.y], abs=6e-4)


def test_outer_rings_run_against_the_clock(client, city):
    import shapely.geometry

    make_district()
    feature = client.get("/ogc/collections/districts/items").json()["features"][0]
    [polygon] = shapely.geometry.shape(feature["geometry"]).geoms
    assert polygon.exterior.is_ccw
