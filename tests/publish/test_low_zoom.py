"""Tiles below zoom 14: bounded, and the overview as true as if it were made anew."""

import random
from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from django.db import connection, transaction
from shapely.geometry import Polygon

from layers import registry
from layers.ground.overview import has_overview
from layers.models import Building, OverviewCell, OverviewTouch
from tests.factories import make_dataset
from tests.publish.doors import (
    HAMM,
    WORLD_M,
    Door,
    make_building,
    run_sql,
    square,
    tile_of,
    to_web_mercator,
)

X, Y = HAMM
CELL_M = WORLD_M / 2**13 / 64
TILE = tile_of(X, Y, 13)


def winners(level: int) -> set[tuple[int, int, int]]:
    """(column, row, id): the largest published building by the middle of its box; by pyproj."""
    cell_m = CELL_M * 2 ** (13 - level)
    best: dict[tuple[int, int], tuple[float, int]] = {}
    for building in Building.objects.filter(published=True):
        outline = Polygon([to_web_mercator(*point) for point in building.geometry[0][0].coords])
        west, south, east, north = outline.bounds
        cell = (
            int(((west + east) / 2 + WORLD_M / 2) // cell_m),
            int(((south + north) / 2 + WORLD_M / 2) // cell_m),
        )
        candidate = (round(outline.area, 4), -building.pk)
        best[cell] = max(best.get(cell, candidate), candidate)
    return {(*cell, -pk) for cell, (_area, pk) in best.items()}


def overview(level: int) -> set[tuple[int, int, int]]:
    [(plane,)] = run_sql("SELECT layers_overview_plane('layers_building', %s)", level)
    return set(OverviewCell.objects.filter(plane=plane).values_list("x", "y", "feature_id"))


def assert_true() -> None:
    assert not OverviewTouch.objects.exists()
    for level in range(8, 14):
        assert overview(level) ^ winners(level) == set()


@pytest.fixture
def town(own_database: str) -> Iterator[random.Random]:
    """300 buildings of different sizes on two kilometres."""
    choice = random.Random(4242)
    dataset = make_dataset()
    with transaction.atomic():
        for number in range(300):
            make_building(
                X + choice.uniform(0, 2000),
                Y + choice.uniform(0, 2000),
                choice.uniform(5, 60),
                dataset=dataset,
                source_id=str(number),
            )
    return choice


def test_it_holds_the_greatest_of_each_cell(town: random.Random) -> None:
    assert_true()
    assert len(overview(13)) > len(overview(11)) > len(overview(8)) >= 1


def test_it_follows_every_kind_of_edit(town: random.Random) -> None:
    ids = list(Building.objects.values_list("pk", flat=True))
    for _ in range(12):
        some = town.sample(ids, 5)
        with transaction.atomic():
            Building.objects.filter(pk=some[0]).update(published=False)
            moved = square(X + town.uniform(0, 2000), Y, town.uniform(5, 60))
            Building.objects.filter(pk=some[1]).update(geometry=moved)
            run_sql("DELETE FROM layers_building WHERE id = %s", some[2])
            Building.objects.filter(pk=some[3]).update(kind="nothing to see")
            make_building(X + town.uniform(0, 2000), Y + 300, town.uniform(60, 70))
        assert_true()
    Building.objects.update(published=True)
    assert_true()


def test_it_follows_copy(town: random.Random) -> None:
    dataset = make_dataset().pk
    with (
        transaction.atomic(),
        connection.cursor() as cursor,
        cursor.cursor.copy(
            "COPY layers_building (dataset_id, source_id, geometry) FROM STDIN"
        ) as copy,
    ):
        for number in range(3000):  # enough for the way of many cells
            shape = square(X + number % 60 * 100, Y + number // 60 * 100, 20 + number / 1000)
            copy.write_row((dataset, f"copied {number}", shape.hexewkb.decode()))
    assert_true()


def test_it_ends_with_its_table(town: random.Random) -> None:
    run_sql("TRUNCATE layers_building CASCADE")
    assert not OverviewCell.objects.exists()
    make_building()
    assert_true()


def test_it_can_be_made_anew(town: random.Random) -> None:
    before = [overview(level) for level in range(8, 14)]
    OverviewCell.objects.all().delete()
    run_sql("SELECT layers_overview_rebuild('layers_building')")
    assert [overview(level) for level in range(8, 14)] == before


def test_nothing_of_a_transaction_rolled_back_stays(town: random.Random) -> None:
    before = overview(13)
    with transaction.atomic():
        Building.objects.all().delete()
        transaction.set_rollback(True)
    assert overview(13) == before


def test_two_writers_in_one_cell_both_count(
    own_database: str, second_writer: psycopg.Connection
) -> None:
    """Whoever commits last has seen the other."""
    dataset = make_dataset()
    with transaction.atomic():
        make_building(side_m=20, dataset=dataset)
        second_writer.execute(
            "INSERT INTO layers_building (dataset_id, source_id, geometry) VALUES (%s, 'b', %s)",
            [dataset.pk, square(X, Y, 30).hexewkb.decode()],
        )
    assert Building.objects.count() == 2
    assert_true()


def test_a_tile_shows_the_overview_in_the_same_transaction_as_the_rows(door: Door) -> None:
    small, large = make_building(side_m=10), make_building(X + 1, side_m=12)
    [shown] = door.current("buildings", *TILE).layers["buildings"]["features"]
    assert shown["id"] == large.pk
    large.published = False
    large.save()
    [shown] = door.current("buildings", *TILE).layers["buildings"]["features"]
    assert shown["id"] == small.pk


def test_small_things_stay_visible(door: Door) -> None:
    """Half a pixel wide on the ground, yet drawn as an area."""
    make_building(side_m=3)
    [shown] = door.current("buildings", *TILE).layers["buildings"]["features"]
    assert shown["geometry"]["type"] == "Polygon"


def test_every_layer_with_an_overview_has_its_triggers() -> None:
    with_overview = [layer for layer in registry.all_layers() if layer.overview]
    assert with_overview
    assert all(has_overview(layer.model) for layer in with_overview)


def test_few_features_are_all_shown(door: Door) -> None:
    """What the list has, the map has: no thinning of a small layer at any zoom."""
    for number in range(40):
        add_stop(X + number, Y, number)
    for zoom in (11, 13, 14):
        shown = door.current("stops", *tile_of(X, Y, zoom)).layers["stops"]["features"]
        assert len(shown) == 40


def test_many_points_are_thinned_to_one_in_four_pixels(door: Door) -> None:
    add_many_stops(9000)
    tile = tile_of(X, Y, 11)
    cell_m = WORLD_M / 2**11 / 128
    rows = run_sql("SELECT ST_X(tile_geometry), ST_Y(tile_geometry) FROM layers_stop")
    size = WORLD_M / 2**11
    west, north = tile[1] * size - WORLD_M / 2, WORLD_M / 2 - tile[2] * size
    reach = size / 64
    cells = {
        (x // cell_m, y // cell_m)
        for x, y in rows
        if west - reach <= x <= west + size + reach and north - size - reach <= y <= north + reach
    }
    shown = door.current("stops", *tile).layers["stops"]["features"]
    assert len(shown) == len(cells) < 4096


def test_from_zoom_14_on_every_point_is_there(door: Door) -> None:
    add_many_stops(9000)
    z, x, y = tile_of(X + 500, Y + 500, 14)
    size = WORLD_M / 2**14
    west, north = x * size - WORLD_M / 2, WORLD_M / 2 - y * size
    inside = run_sql(
        "SELECT id FROM layers_stop WHERE ST_Within(tile_geometry,"
        " ST_MakeEnvelope(%s, %s, %s, %s, 3857))", west, north - size, west + size, north
    )  # fmt: skip
    shown = door.current("stops", z, x, y).layers["stops"]["features"]
    assert len(inside) > 1000
    assert {one for (one,) in inside} <= {one["id"] for one in shown}


def test_of_many_areas_the_greatest_are_shown(door: Door, declare) -> None:
    declare(replace(registry.layer("buildings"), name="live", overview=False))
    run_sql(
        "INSERT INTO layers_building (dataset_id, source_id, geometry) SELECT %s, i,"
        " ST_Multi(ST_Expand(ST_SetSRID(ST_MakePoint(%s + i %% 70 * 20, %s + i / 70 * 20),"
        " 25832), 2 + i / 700.0)) FROM generate_series(1, 5000) i",
        make_dataset().pk, X, Y,
    )  # fmt: skip
    shown = door.current("live", *tile_of(X, Y, 13)).layers["live"]["features"]
    smallest = min(one["id"] for one in shown)  # sizes rise with the ids
    assert 100 < len(shown) <= 4096
    [(half_m,)] = run_sql(
        "SELECT (ST_XMax(tile_geometry) - ST_XMin(tile_geometry))"
        " FROM layers_building WHERE id = %s", smallest
    )  # fmt: skip
    assert half_m >= WORLD_M / 2**13 / 512  # a pixel


def add_stop(x: float, y: float, number: int) -> None:
    run_sql(
        "INSERT INTO layers_stop (dataset_id, source_id, name, geometry)"
        " VALUES (%s, %s, 'x', ST_SetSRID(ST_MakePoint(%s, %s), 25832))",
        make_dataset().pk, str(number), x, y,
    )  # fmt: skip


def add_many_stops(count: int) -> None:
    """On a square kilometre and a half."""
    run_sql(
        "INSERT INTO layers_stop (dataset_id, source_id, name, geometry) SELECT %s, i, 'x',"
        " ST_SetSRID(ST_MakePoint(%s + i %% 100 * 15, %s + i / 100 * 15), 25832)"
        " FROM generate_series(1, %s) i",
        make_dataset().pk, X, Y, count,
    )  # fmt: skip
