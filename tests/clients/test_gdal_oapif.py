"""GDAL's OGC API driver reads our collections as they are, page by page."""

import pytest

from tests.clients.gdal import (
    as_geojson,
    first_position,
    gdal,
    needs_gdal,
    published_points,
    rows_changing,
)
from tests.conftest import Site

pytestmark = needs_gdal


def address(site: Site) -> str:
    return f"OAPIF:{site}/ogc/"


def test_ogrinfo_lists_every_layer(site: Site):
    listed = gdal("ogrinfo", "-ro", "-q", address(site))
    for name in ("schools", "districts", "streets", "cool_places"):
        assert f" {name} " in listed


def test_fields_have_their_types(site: Site):
    told = gdal("ogrinfo", "-ro", "-so", address(site), "schools")
    assert "Geometry: Point" in told
    assert "name: String" in told
    assert "pupils: Integer" in told


def test_every_point_arrives_once_and_in_its_place(site: Site, tmp_path):
    found = as_geojson(tmp_path / "schools.json", address(site), "schools")
    expected = published_points(site, "layers_school")
    assert {int(one["id"]) for one in found} == set(expected)
    assert len(found) == len(expected)
    for one in found:
        assert one["geometry"]["coordinates"] == pytest.approx(expected[int(one["id"])], abs=1e-6)


@pytest.mark.parametrize(
    ("layer", "table"), [("districts", "layers_district"), ("streets", "layers_street")]
)
def test_areas_and_lines_arrive(site: Site, tmp_path, layer, table):
    found = as_geojson(tmp_path / "features.json", address(site), layer)
    assert {int(one["id"]) for one in found} == set(published_points(site, table))
    lon, lat = first_position(found[0]["geometry"]["coordinates"])
    assert 7 < lon < 9
    assert 51 < lat < 52


def test_many_pages_hold_every_row_once(site: Site, tmp_path):
    """GDAL follows `next` links, with the page size that is its own default."""
    found = as_geojson(tmp_path / "trees.json", address(site), "trees")
    ids = [int(one["id"]) for one in found]
    assert len(ids) > 1000
    assert len(ids) == len(set(ids))
    assert set(ids) == set(published_points(site, "layers_tree"))


def test_filters_and_boxes_reach_the_server(site: Site, tmp_path):
    target = tmp_path / "some.json"
    primary = as_geojson(target, address(site), "schools", "-where", "kind = 'primary'")
    assert {one["properties"]["kind"] for one in primary} == {"primary"}
    box = (7.78, 51.66, 7.85, 51.70)
    inside = as_geojson(target, address(site), "schools", "-spat", *map(str, box))
    expected = {
        pk
        for pk, (lon, lat) in published_points(site, "layers_school").items()
        if box[0] <= lon <= box[2] and box[1] <= lat <= box[3]
    }
    assert expected
    assert {int(one["id"]) for one in inside} == expected


def test_a_walk_repeats_and_loses_nothing_while_others_write(site: Site, tmp_path):
    before = set(published_points(site, "layers_stop"))
    with rows_changing(site, "layers_stop") as writes:
        source = ("-oo", "PAGE_SIZE=10")
        found = as_geojson(tmp_path / "stops.json", address(site), "stops", *source)
    ids = [int(one["id"]) for one in found]
    assert len(writes) > 1  # on a busy machine few fit in
    assert len(ids) == len(set(ids))
    assert set(ids) == before
