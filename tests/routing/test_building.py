"""`build_network`: from files and places into the tables, again and again."""

import gzip
from pathlib import Path

import numpy as np
import pytest
import rasterio
from django.core.management import CommandError, call_command
from rasterio.transform import from_origin

from layers.editing.services import Change, write
from layers.ground.models import TableRevision
from layers.registry import layer
from routing import engine
from routing.models import NetworkBuild, Segment, TurnRestriction
from routing.network.build import graph_from_file
from routing.queries import current_graph
from tests.factories import make_city
from tests.routing.drawing import CENTRE, Drawing, grid, lonlat


def build(path: Path, *arguments: str) -> None:
    call_command("build_network", "--source", str(path), *arguments, verbosity=0)


def contents() -> list[tuple]:
    return list(Segment.objects.order_by("pk").values_list("pk", "source_id", "version", "dataset"))


@pytest.fixture
def town(tmp_path: Path) -> Path:
    """Streets with what a mapper may tell, and one turn that is forbidden."""
    nodes = {1: (0, 0), 2: (100, 0), 3: (200, 0), 4: (200, 100), 5: (100, 100)}
    told = {
        "highway": "residential", "name": "Testweg", "surface": "sett",
        "smoothness": "intermediate",
        "width": "2,5 m", "incline": "-4%", "lit": "yes", "sidewalk": "right", "maxspeed": "30",
        "wheelchair": "limited",
    }  # fmt: skip
    ways = [
        (1, [1, 2], told),
        (2, [2, 3], {"highway": "steps", "step_count": "12", "ramp": "no", "maxspeed": "none"}),
        (3, [3, 4], {"highway": "motorway", "foot": "yes"}),
        (4, [2, 5], {"highway": "footway", "footway": "crossing", "crossing:island": "yes"}),
    ]
    restriction = [("way", 1, "from"), ("node", 2, "via"), ("way", 4, "to")]
    relations = [(9, restriction, {"type": "restriction", "restriction": "no_left_turn"})]
    drawing = Drawing(nodes, ways, {5: {"highway": "crossing", "kerb": "lowered"}}, relations)
    return drawing.write(tmp_path / "town.osm")


@pytest.mark.parametrize("name", ["dreieich.osm.gz", "kaiserslautern.osm.gz"])
def test_both_backends_give_the_same_graph(shared_data, name):
    ours, theirs = (
        graph_from_file(shared_data / "osm" / name, backend=backend)
        for backend in ("osmium", "osmnx")
    )
    assert ours.arrays.keys() == theirs.arrays.keys() and ours.texts == theirs.texts
    for key, array in ours.arrays.items():
        assert np.array_equal(array, theirs.arrays[key], equal_nan=array.dtype.kind == "f"), key
    assert len(ours) > 900


def test_attributes_are_kept_and_what_is_not_told_is_unknown(own_database, town):
    build(town)
    told = Segment.objects.get(way=1)
    assert (told.name, told.surface, told.width_m, told.incline_pct) == ("Testweg", "sett", 2.5, -4)
    assert (told.lit, told.sidewalk, told.maxspeed_kmh) == (True, "right", 30)
    assert (told.wheelchair, told.known, told.foot, told.bike) == ("limited", 8, 3, 3)
    assert told.length_m == pytest.approx(100, rel=1e-3)
    steps = Segment.objects.get(way=2)
    assert (steps.steps, steps.step_count, steps.ramp, steps.bike) == (True, 12, False, 0)
    for name in ("surface", "smoothness", "width_m", "incline_pct", "lit", "maxspeed_kmh", "kerb"):
        assert getattr(steps, name) is None, name
    assert steps.climb_m is None and steps.wheelchair is None and steps.known == 0
    crossing = Segment.objects.get(way=4)
    assert (crossing.crossing, crossing.island, crossing.kerb) == ("yes", True, "lowered")
    assert not Segment.objects.filter(way=3).exists()  # nobody walks on a motorway


def test_stairs_whose_ends_lie_at_one_place_still_join_two_ways(own_database, tmp_path):
    """Coordinates rounded to a metre: people walk on, wheels do not."""
    nodes = {1: (0, 0), 2: (100, 0), 3: (100, 0), 4: (200, 0)}
    ways = [
        (1, [1, 2], {"highway": "footway"}),
        (2, [2, 3], {"highway": "steps", "step_count": "5"}),
        (3, [3, 4], {"highway": "footway"}),
    ]
    build(Drawing(nodes, ways).write(tmp_path / "rounded.osm"))
    stairs = Segment.objects.get(way=2)
    assert stairs.length_m == pytest.approx(0.001, rel=0.01) and stairs.steps
    graph = current_graph()
    path = engine.route(graph, lonlat(1, 0), lonlat(199, 0), engine.Costs())
    assert path.length_m == pytest.approx(198, rel=1e-3)
    assert path.stairs_m > 0
    wheels = engine.route(graph, lonlat(1, 0), lonlat(199, 0), engine.Costs(mode="wheelchair"))
    assert wheels.stairs_m == 0 and wheels.length_m == pytest.approx(99, rel=1e-3)  # before them


def test_a_building_site_that_is_open_to_walkers_is_a_way(own_database, tmp_path):
    nodes = {1: (0, 0), 2: (100, 0), 3: (200, 0)}
    ways = [
        (1, [1, 2], {"highway": "construction", "foot": "yes"}),
        (2, [2, 3], {"highway": "construction"}),
    ]
    build(Drawing(nodes, ways).write(tmp_path / "site.osm"))
    assert [(one.way, one.foot, one.bike) for one in Segment.objects.all()] == [(1, 3, 0)]


def test_restrictions_of_bicycles_are_a_layer(own_database, town):
    build(town)
    one = TurnRestriction.objects.get()
    assert (one.kind, one.from_way, one.via_node, one.to_way) == ("no_left_turn", 1, 2, 4)
    assert one.geometry.coords == pytest.approx((CENTRE[0] + 100, CENTRE[1]), abs=0.01)


def test_a_second_build_changes_nothing(own_database, town):
    build(town)
    before, revisions = contents(), dict(TableRevision.objects.values_list())
    build(town)
    assert contents() == before
    assert dict(TableRevision.objects.values_list()) == revisions
    one = NetworkBuild.objects.get()
    assert (one.segments, one.backend, len(one.sha256)) == (3, "osmium", 64)
    assert one.report["rows"]["network_segments"]["created"] == 3


def test_what_people_edited_survives_a_build(own_database, town):
    build(town)
    row = Segment.objects.get(way=2)
    change = Change(layer("network_segments"), "update", {"ramp": True}, pk=row.pk, seen_version=1)
    write([change], door="command")
    # A command's own edit is no person's; as the administration would write it:
    from accounts.models import User

    staff = User.objects.create_superuser("stadt", password="ein langes Kennwort")
    change = Change(layer("network_segments"), "update", {"lit": True}, pk=row.pk, seen_version=2)
    write([change], door="admin", account=staff)
    changed = town.read_text().replace("sett", "asphalt")
    town.write_text(changed)
    build(town)
    assert Segment.objects.get(way=1).surface == "asphalt"
    kept = Segment.objects.get(pk=row.pk)
    assert (kept.lit, kept.ramp) == (True, True)
    assert NetworkBuild.objects.count() == 2
    build(town, "--overwrite-edits")
    assert Segment.objects.get(pk=row.pk).lit is None


def test_a_real_network_takes_the_place_of_the_demonstration(hamm_database, tmp_path):
    assert Segment.objects.filter(dataset__kind="synthetic").count() > 7000
    build(grid(4, 4, 50.0).write(tmp_path / "real.osm"))
    assert set(Segment.objects.values_list("dataset__slug", flat=True)) == {"openstreetmap"}
    assert Segment.objects.count() == 24
    call_command("load_fixtures", verbosity=0)
    assert Segment.objects.count() == 24  # it does not return


def test_an_import_of_openstreetmap_builds_the_network_too(own_database, town, capsys):
    """From the same file, in the same call; a second time there is nothing to do."""
    make_city()
    for _again in range(2):
        call_command("import_osm", str(town))
        assert set(Segment.objects.values_list("way", flat=True)) == {1, 2, 4}
    built = NetworkBuild.objects.get()
    assert (built.backend, built.source, built.dataset.slug) == (
        *("osmium", "town.osm"),
        "openstreetmap",
    )
    assert "Wegenetz" in capsys.readouterr().out


def test_an_import_whose_network_fails_says_so_and_stands(own_database, tmp_path, capsys):
    """Streets that nobody may use are drawn on the map all the same."""
    make_city()
    nodes = {1: (0, 0), 2: (100, 0)}
    ways = [(1, [1, 2], {"highway": "motorway", "ref": "A 2"})]
    call_command("import_osm", str(Drawing(nodes, ways).write(tmp_path / "a2.osm")))
    assert layer("streets").published().count() == 1 and not Segment.objects.exists()
    assert "keine Objekte" in capsys.readouterr().out


def test_what_lies_outside_the_city_is_left_out(hamm_database, tmp_path, shared_data):
    before = contents()
    with pytest.raises(CommandError, match="außerhalb von Hamm"):
        build(shared_data / "osm" / "dreieich.osm.gz")
    assert contents() == before


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("leer.osm", b"", "leer"),
        ("fremd.osm", b"<html><body>404</body></html>", "beschädigt|keine Objekte"),
        ("fremd.osm.pbf", b"PK\x03\x04 no such thing", "beschädigt"),
        ("stadt.zip", b"PK", "Format"),
        ("ohne.osm", b'<osm version="0.6"><node id="1" lat="51" lon="7"/></osm>', "keine Objekte"),
        ("fehlt.osm", None, "gibt es nicht"),
        (
            "autobahn.osm",
            b'<osm version="0.6"><node id="1" lat="51" lon="7"/><node id="2" lat="51" lon="7.1"/>'
            b'<way id="1"><nd ref="1"/><nd ref="2"/><tag k="highway" v="trunk"/></way></osm>',
            "brauchbar",
        ),
    ],
)
@pytest.mark.parametrize("backend", ["osmium", "osmnx"])
def test_a_bad_file_is_named_and_changes_nothing(
    own_database, town, tmp_path, name, data, said, backend
):
    build(town)
    before = contents()
    path = tmp_path / name
    if data is not None:
        path.write_bytes(data)
    with pytest.raises(CommandError, match=said):
        build(path, "--backend", backend)
    assert contents() == before and NetworkBuild.objects.count() == 1


def test_a_truncated_file_changes_nothing(own_database, town, tmp_path):
    build(town)
    before = contents()
    whole = gzip.compress(town.read_bytes())
    for size in (len(whole) // 2, len(whole) - 4):
        cut = tmp_path / "cut.osm.gz"
        cut.write_bytes(whole[:size])
        with pytest.raises(CommandError, match="beschädigt"):
            build(cut)
    assert contents() == before


def test_a_network_that_shrinks_strangely_is_refused(own_database, tmp_path):
    build(grid(5, 5, 50.0).write(tmp_path / "big.osm"))
    with pytest.raises(CommandError, match="fehlen"):
        build(grid(2, 2, 50.0).write(tmp_path / "small.osm"))
    assert Segment.objects.count() == 40


def raster(path: Path, heights: np.ndarray, *, crs: str | None, west: float, north: float) -> Path:
    """Pixels of 10 m."""
    with rasterio.open(
        path, "w", driver="GTiff", width=heights.shape[1], height=heights.shape[0], count=1,
        dtype="float32", crs=crs, transform=from_origin(west, north, 10, 10), nodata=-9999,
    ) as out:  # fmt: skip
        out.write(heights.astype("float32"), 1)
    return path


def slope(columns: int = 60, rows: int = 60) -> np.ndarray:
    """1 m up for every 20 m to the east."""
    return np.tile(50 + 0.5 * np.arange(columns), (rows, 1))


def test_heights_give_climb_and_descent_in_both_directions(own_database, town, tmp_path):
    dem = raster(
        tmp_path / "dem.tif", slope(), crs="EPSG:25832", west=CENTRE[0] - 100, north=CENTRE[1] + 300
    )
    build(town, "--dem", str(dem))
    told = Segment.objects.get(way=1)
    assert (told.climb_m, told.descent_m) == (pytest.approx(5, abs=0.05), 0)
    level = Segment.objects.get(way=4)
    assert level.climb_m == pytest.approx(0, abs=0.05)
    assert NetworkBuild.objects.first().report["with heights"] == 3


def test_where_the_model_has_no_height_it_is_unknown(own_database, town, tmp_path):
    heights = slope()
    heights[:, 25:] = -9999  # east of 150 m
    dem = raster(
        tmp_path / "dem.tif", heights, crs="EPSG:25832", west=CENTRE[0] - 100, north=CENTRE[1] + 300
    )
    build(town, "--dem", str(dem))
    assert Segment.objects.get(way=1).climb_m is not None
    assert Segment.objects.get(way=2).climb_m is None


@pytest.mark.parametrize(
    ("crs", "west", "heights", "said"),
    [
        ("EPSG:31466", CENTRE[0], slope(), "liegt nicht"),  # numbers of another system
        (None, CENTRE[0], slope(), "Koordinatensystem"),
        ("EPSG:25832", CENTRE[0] + 90_000, slope(), "liegt nicht"),
        ("EPSG:25832", CENTRE[0] - 100, slope() * 1000, "keine Höhen"),
    ],
)
def test_a_wrong_height_model_changes_nothing(
    own_database, town, tmp_path, crs, west, heights, said
):
    dem = raster(tmp_path / "dem.tif", heights, crs=crs, west=west, north=CENTRE[1] + 300)
    with pytest.raises(CommandError, match=said):
        build(town, "--dem", str(dem))
    assert not Segment.objects.exists()


def test_a_height_model_that_is_none_changes_nothing(own_database, town, tmp_path):
    for name, data, said in (("a.tif", b"", "leer"), ("b.tif", b"no", "beschädigt")):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(CommandError, match=said):
            build(town, "--dem", str(tmp_path / name))
    with pytest.raises(CommandError, match="gibt es nicht"):
        build(town, "--dem", str(tmp_path / "fehlt.tif"))


def test_the_network_is_published_like_any_layer(own_database, town, client):
    build(town)
    answer = client.get("/api/layers/network_segments/").json()
    assert answer["numberMatched"] == 3 if "numberMatched" in answer else answer["features"]
    lon, lat = lonlat(0, 0)
    assert any(
        np.allclose(one["geometry"]["coordinates"][0], (lon, lat), atol=1e-6)
        for one in answer["features"]
    )
