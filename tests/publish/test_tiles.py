"""What is inside a tile, computed beforehand with pyproj and shapely."""

from dataclasses import replace

import pytest
from django.contrib.gis.geos import LineString, MultiLineString
from shapely.geometry import box

from layers import registry
from layers.models import Building, Stop, Street
from layers.publish.tiles.statements import public_tile_sets, tile_set
from tests.factories import make_dataset, make_stop
from tests.publish.doors import HAMM, Door, make_building, on_the_ground, run_sql, tile_of

X, Y = HAMM


def test_a_building_lies_where_it_was_put(door: Door) -> None:
    make_building(side_m=40)
    tile = tile_of(X, Y, 16)
    [layer] = door.current("buildings", *tile).layers.values()
    drawn = on_the_ground(layer["features"][0]["geometry"], tile, layer["extent"])
    meant = box(X, Y, X + 40, Y + 40)
    assert layer["extent"] == 4096
    assert drawn.symmetric_difference(meant).area < 0.01 * meant.area
    assert drawn.hausdorff_distance(meant) < 0.15  # a step of the grid is 9 cm on the ground


def test_a_feature_carries_its_id_and_the_attributes_declared(door: Door) -> None:
    building = make_building(name="Rathaus", kind="Amt", height_m=21.5)
    [feature] = door.current("buildings", *tile_of(X, Y, 16)).layers["buildings"]["features"]
    declared = {field.name for field in registry.layer("buildings").fields if field.in_tile}
    assert declared == {"kind"}
    assert (feature["id"], feature["properties"]) == (building.pk, {"kind": "Amt"})


def test_what_is_unknown_is_left_out(door: Door) -> None:
    make_building()
    [feature] = door.current("buildings", *tile_of(X, Y, 16)).layers["buildings"]["features"]
    assert feature["properties"] == {}


def test_a_long_line_is_cut_a_little_outside_the_tile(door: Door) -> None:
    line = MultiLineString(LineString((X - 5000, Y), (X + 5000, Y + 10)), srid=25832)
    Street.objects.create(geometry=line, kind="main", dataset=make_dataset(), source_id="1")
    [layer] = door.current("streets", *tile_of(X, Y, 16)).layers.values()
    [feature] = layer["features"]
    across = [x for x, _y in feature["geometry"]["coordinates"]]
    assert (min(across), max(across)) == (-64, 4096 + 64)


def test_what_is_not_published_is_in_no_tile(door: Door) -> None:
    make_building(published=False)
    for zoom in (13, 16):
        assert door.current("buildings", *tile_of(X, Y, zoom)).status == 204


def test_a_layer_may_narrow_its_rows(door: Door, declare) -> None:
    make_building(kind="100 % 'Amt'")
    make_building(X + 30, kind="Kirche")
    layer = registry.layer("buildings")
    declare(replace(layer, name="offices_only", where={"kind": "100 % 'Amt'"}))
    for zoom in (13, 16):
        [tile] = door.current("offices_only", *tile_of(X, Y, zoom)).layers.values()
        assert [one["properties"]["kind"] for one in tile["features"]] == ["100 % 'Amt'"]


def test_the_base_map_comes_in_one_tile_each_layer_from_its_zoom_on(door: Door) -> None:
    make_building()
    line = MultiLineString(LineString((X, Y), (X + 100, Y)), srid=25832)
    Street.objects.create(geometry=line, kind="main", dataset=make_dataset(), source_id="1")
    assert set(door.current("base", *tile_of(X, Y, 16)).layers) == {"buildings", "streets"}
    assert set(door.current("base", *tile_of(X, Y, 13)).layers) == {"buildings", "streets"}
    assert set(door.current("base", *tile_of(X, Y, 12)).layers) == {"streets"}


def test_a_change_of_one_layer_changes_the_base_map(door: Door) -> None:
    make_building()
    before = door.address("base", *tile_of(X, Y, 16))
    make_stop()  # not of the base map
    assert door.address("base", *tile_of(X, Y, 16)) == before
    run_sql("UPDATE layers_building SET kind = 'Amt'")
    assert door.address("base", *tile_of(X, Y, 16)) != before


@pytest.mark.parametrize("zoom", [13, 14, 16])
def test_every_layer_finds_its_rows_by_the_index(door: Door, zoom: int) -> None:
    """With the plan that is prepared, which knows no tile."""
    dataset = make_dataset().pk
    run_sql(
        "INSERT INTO layers_building (dataset_id, source_id, geometry) SELECT %s, i,"
        " ST_Multi(ST_Expand(ST_SetSRID(ST_MakePoint(%s + i %% 100 * 40, %s + i / 100 * 40),"
        " 25832), 5)) FROM generate_series(1, 5000) i",
        dataset, X, Y,
    )  # fmt: skip
    run_sql(
        "INSERT INTO layers_stop (dataset_id, source_id, name, geometry) SELECT %s, i, 'x',"
        " ST_SetSRID(ST_MakePoint(%s + i %% 100 * 40, %s + i / 100 * 40), 25832)"
        " FROM generate_series(1, 5000) i",
        dataset, X, Y,
    )  # fmt: skip
    run_sql("ANALYZE layers_building, layers_stop, layers_overviewcell")
    run_sql("SET plan_cache_mode = force_generic_plan")
    for name, model in (("buildings", Building), ("stops", Stop)):
        run_sql(f"PREPARE {name} (int, int, int) AS {tile_set(name).statement(zoom)}")
        z, x, y = tile_of(X, Y, zoom)
        plan = "\n".join(line for (line,) in run_sql(f"EXPLAIN EXECUTE {name} ({z}, {x}, {y})"))
        assert "_gist" in plan
        assert f"Seq Scan on {model._meta.db_table} " not in plan


def test_every_public_layer_can_be_drawn_at_each_of_its_zooms(door: Door) -> None:
    for tiles in public_tile_sets():
        for zoom in range(tiles.min_zoom, min(tiles.max_zoom, 18) + 1):
            assert door.current(tiles.name, *tile_of(X, Y, zoom)).status == 204


def test_tilejson_tells_what_the_tiles_hold(door: Door, client) -> None:
    make_building()
    answer = client.get("/tiles/buildings.json")
    told = answer.json()
    assert told["tilejson"] == "3.0.0"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    [layer] = told["vector_layers"]
    assert (layer["id"], set(layer["fields"])) == ("buildings", {"kind"})
    assert (told["minzoom"], told["maxzoom"]) == (13, 16)
    assert told["attribution"] == make_dataset().attribution
    z, x, y = tile_of(X, Y, 16)
    [template] = told["tiles"]
    address = template.removeprefix("http://testserver").format(z=z, x=x, y=y)
    assert door.get(address).status == 200


def test_tilejson_of_the_base_map_names_its_layers(own_database: str, client) -> None:
    told = client.get("/tiles/base.json").json()
    assert [one["id"] for one in told["vector_layers"]] == [
        layer.name for layer in registry.all_layers() if layer.basemap
    ]
    assert client.get("/tiles/nonsense.json").status_code == 404
