"""GDAL's WFS driver reads our layers as they are, page by page."""

from pathlib import Path

import psycopg
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


def address(site: Site, version: str) -> str:
    return f"WFS:{site}/wfs?VERSION={version}"


@pytest.fixture(params=["2.0.0", "1.1.0"])
def version(request) -> str:
    return request.param


def features(site: Site, version: str, target: Path, layer: str, *more: str, **options: str):
    return as_geojson(target, address(site, version), f"city:{layer}", *more, **options)


def published(site: Site, table: str) -> dict[str, tuple[float, float]]:
    """Each row's name in GML and its place."""
    layer = table.partition("_")[2] + "s"
    return {f"{layer}.{pk}": place for pk, place in published_points(site, table).items()}


def test_ogrinfo_lists_every_layer(site: Site, version):
    listed = gdal("ogrinfo", "-ro", "-q", address(site, version))
    for name in ("city:schools", "city:districts", "city:streets", "city:cool_places"):
        assert name in listed


def test_fields_have_their_types(site: Site, version):
    told = gdal("ogrinfo", "-ro", "-so", address(site, version), "city:schools")
    assert "Geometry: Point" in told
    assert "name: String" in told
    assert "pupils: Integer" in told
    assert "updated_at: DateTime" in told
    assert 'ID["EPSG",25832]' in told


def test_every_point_arrives_once_and_in_its_place(site: Site, version, tmp_path):
    found = features(site, version, tmp_path / "schools.json", "schools")
    expected = published(site, "layers_school")
    assert {one["properties"]["gml_id"] for one in found} == set(expected)
    assert len(found) == len(expected)
    for one in found:
        assert one["properties"]["name"]
        place = expected[one["properties"]["gml_id"]]
        assert one["geometry"]["coordinates"] == pytest.approx(place, abs=1e-7)


@pytest.mark.parametrize("layer", ["districts", "streets", "census_cells"])
def test_areas_and_lines_arrive(site: Site, version, tmp_path, layer):
    found = features(site, version, tmp_path / "features.json", layer)
    with psycopg.connect(site.database_url) as connection:
        table = f"layers_{layer.rstrip('s').replace('_', '')}"
        [[count]] = connection.execute(f"SELECT count(*) FROM {table} WHERE published")
    assert len(found) == count
    assert {one["geometry"]["type"] for one in found} <= {
        "MultiPolygon",
        "MultiLineString",
        "Polygon",
        "LineString",
    }
    lon, lat = first_position(found[0]["geometry"]["coordinates"])
    assert 7 < lon < 9
    assert 51 < lat < 52


def test_many_pages_hold_every_row_once(site: Site, tmp_path):
    """GDAL asks for 100 rows at a time, whatever the server would give."""
    found = features(site, "2.0.0", tmp_path / "trees.json", "trees")
    ids = [one["properties"]["gml_id"] for one in found]
    assert len(ids) > 1000
    assert len(ids) == len(set(ids))
    assert set(ids) == set(published(site, "layers_tree"))


def test_filters_and_boxes_reach_the_server(site: Site, version, tmp_path):
    target = tmp_path / "some.json"
    primary = features(site, version, target, "schools", "-where", "kind = 'primary'")
    assert {one["properties"]["kind"] for one in primary} == {"primary"}
    everything = published(site, "layers_school")
    box = (7.78, 51.66, 7.85, 51.70)
    corners = ("-spat", *map(str, box), "-spat_srs", "EPSG:4326")
    inside = {
        one["properties"]["gml_id"] for one in features(site, version, target, "schools", *corners)
    }
    # GDAL turns the box into metres and so widens it by a hair
    sure = {
        name
        for name, (lon, lat) in everything.items()
        if box[0] + 0.002 < lon < box[2] - 0.002 and box[1] + 0.002 < lat < box[3] - 0.002
    }
    perhaps = {
        name
        for name, (lon, lat) in everything.items()
        if box[0] - 0.002 < lon < box[2] + 0.002 and box[1] - 0.002 < lat < box[3] + 0.002
    }
    assert sure
    assert sure <= inside <= perhaps
    assert len(perhaps) < len(everything)


def test_a_walk_repeats_and_loses_nothing_while_others_write(site: Site, tmp_path):
    before = set(published(site, "layers_stop"))
    with rows_changing(site, "layers_stop") as writes:
        options = {"OGR_WFS_PAGE_SIZE": "10"}
        found = features(site, "2.0.0", tmp_path / "stops.json", "stops", **options)
    ids = [one["properties"]["gml_id"] for one in found]
    assert len(writes) > 1  # on a busy machine few fit in
    assert len(ids) == len(set(ids))
    assert set(ids) == before
