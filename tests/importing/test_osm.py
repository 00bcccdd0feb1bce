"""OpenStreetMap: a village drawn by hand, then real extracts counted by another reader."""

import gzip
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import geopandas
import osmnx
import pyproj
import pytest
import shapely
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.core.management import call_command
from django.utils import timezone
from lxml import etree

from heatmodel.models import CoolPlace
from layers.editing.changes import change_set
from layers.editing.models import ChangeSet
from layers.ground.models import City, Dataset, TableRevision
from layers.importing.errors import (
    CityUnknown,
    OutsideCity,
    PlaceNotFound,
    SourceEmpty,
    SourceShrank,
)
from layers.importing.models import ImportRun
from layers.importing.osm.files import OsmFile
from layers.importing.osm.matching import Converter, Matcher, fed_layers
from layers.importing.osm.places import OsmPlace, objects_of, xml_objects
from layers.importing.osm.services import import_osm
from layers.models import (
    Address,
    Amenity,
    Building,
    District,
    GreenArea,
    School,
    Settlement,
    Stop,
    Street,
    Tree,
    WaterArea,
    Waterway,
)
from layers.registry import layer
from tests.importing.conftest import make_dataset

EVERYWHERE = (100_000.0, 4_200_000.0, 900_000.0, 9_400_000.0)
_to_degrees = pyproj.Transformer.from_crs(25832, 4326, always_xy=True).transform
# The village stands at this corner, EPSG:25832; positions below are metres from it.
CORNER = (418_000, 5_724_000)

Metres = tuple[float, float]


@dataclass
class Village:
    """An .osm file, drawn in metres."""

    parts: list[str] = field(default_factory=list)
    number: int = 0

    def _next(self) -> int:
        self.number += 1
        return self.number

    def _add(self, kind: str, number: int, inside: str, tags: Mapping[str, str]) -> int:
        text = "".join(f'<tag k="{key}" v="{value}"/>' for key, value in tags.items())
        when = 'version="1" timestamp="2026-05-04T10:00:00Z"'
        self.parts.append(f'<{kind} id="{number}" {when} {inside}{text}</{kind}>')
        return number

    def node(self, at: Metres, **tags: str) -> int:
        lon, lat = _to_degrees(CORNER[0] + at[0], CORNER[1] + at[1])
        number = self._next()
        return self._add("node", number, f'lon="{lon:.8f}" lat="{lat:.8f}">', _keys(tags))

    def way(self, *places: Metres, **tags: str) -> int:
        nodes = [self.node(place) for place in places]
        return self._way(nodes, tags)

    def ring(self, west: float, south: float, east: float, north: float, **tags: str) -> int:
        corners = [(west, south), (east, south), (east, north), (west, north)]
        nodes = [self.node(corner) for corner in corners]
        return self._way([*nodes, nodes[0]], tags)

    def _way(self, nodes: list[int], tags: Mapping[str, str]) -> int:
        number = self._next()
        inside = "".join(f'<nd ref="{node}"/>' for node in nodes)
        return self._add("way", number, f">{inside}", _keys(tags))

    def relation(self, members: list[tuple[str, int, str]], **tags: str) -> int:
        number = self._next()
        inside = "".join(f'<member type="{t}" ref="{r}" role="{o}"/>' for t, r, o in members)
        return self._add("relation", number, f">{inside}", _keys(tags))

    def save(self, path: Path) -> OsmFile:
        order = ("<node", "<way", "<relation")
        parts = sorted(self.parts, key=lambda part: order.index(part[: part.index(" ")]))
        path.write_text(f'<osm version="0.6">{"".join(parts)}</osm>')
        return OsmFile(path)


def _keys(tags: Mapping[str, str]) -> dict[str, str]:
    """`addr__street` for addr:street."""
    return {key.replace("__", ":"): value for key, value in tags.items()}


@pytest.fixture
def village() -> Village:
    """A village with a boundary of 2 km around it."""
    drawn = Village()
    around = drawn.ring(-1000, -1000, 1000, 1000)
    drawn.relation(
        [("way", around, "outer")],
        type="boundary",
        boundary="administrative",
        admin_level="8",
        name="Dorf",
        de__amtlicher_gemeindeschluessel="05915000",
    )
    return drawn


def read(drawn: Village, folder: Path, **how) -> list[ImportRun]:
    return import_osm(drawn.save(folder / "dorf.osm"), name="dorf.osm", **how).runs


def counts(runs: Iterable[ImportRun]) -> Counter:
    total: Counter = Counter()
    for run in runs:
        total.update(
            created=run.created,
            updated=run.updated,
            unchanged=run.unchanged,
            withdrawn=run.withdrawn,
            rejected=run.rejected,
        )
    return +total


def test_the_city_is_read_from_its_boundary(db, village, tmp_path):
    village.node((0, 0), natural="tree")
    report = import_osm(village.save(tmp_path / "dorf.osm"), name="dorf.osm")
    city = City.objects.get()
    assert (city.name, city.slug, city.ags) == ("Dorf", "dorf", "05915000")
    assert city.boundary.area == pytest.approx(4_000_000, rel=1e-4)
    assert city.centre.distance(Point(*CORNER, srid=25832)) < 0.1
    assert report.city_is_new and not report.boundary_is_box
    assert city.dataset.slug == "openstreetmap"
    assert city.dataset.licence_uri.startswith("https://opendatacommons.org/licenses/odbl")
    assert city.dataset.source_date == date(2026, 5, 4)


def test_areas_have_their_holes_and_lie_where_they_were_drawn(db, village, tmp_path):
    outer, inner = village.ring(0, 0, 100, 100), village.ring(20, 20, 60, 60)
    members = [("way", outer, "outer"), ("way", inner, "inner")]
    number = village.relation(members, type="multipolygon", natural="water", name="See")
    read(village, tmp_path)
    lake = WaterArea.objects.get()
    assert (lake.name, lake.kind, lake.source_id) == ("See", "lake", f"relation/{number}")
    assert lake.geometry.area == pytest.approx(100 * 100 - 40 * 40, rel=1e-3)
    assert lake.geometry.extent == pytest.approx(
        (CORNER[0], CORNER[1], CORNER[0] + 100, CORNER[1] + 100), abs=0.01
    )


@pytest.mark.parametrize(
    ("tags", "model", "expected"),
    [
        ({"highway": "motorway", "ref": "A 2", "bridge": "yes"}, Street, "motorway A 2 True"),
        ({"highway": "secondary", "name": "Weg"}, Street, "main  False"),
        ({"highway": "residential"}, Street, "street  False"),
        ({"highway": "service", "bridge": "no"}, Street, "side  False"),
        ({"highway": "steps"}, Street, "path  False"),
        ({"railway": "rail", "ref": "2930"}, Street, "rail 2930 False"),
        ({"waterway": "stream"}, Waterway, "brook"),
        ({"waterway": "river"}, Waterway, "river"),
    ],
)
def test_lines(db, village, tmp_path, tags, model, expected):
    village.way((0, 0), (30, 40), **tags)
    read(village, tmp_path)
    line = model.objects.get()
    values = [line.kind, *(str(getattr(line, key)) for key in ("ref", "bridge") if model is Street)]
    assert " ".join(values) == expected
    assert line.geometry.length == pytest.approx(50, rel=1e-3)


@pytest.mark.parametrize(
    "tags",
    [
        {"highway": "construction"},
        {"highway": "pedestrian", "area": "yes"},
        {"railway": "abandoned"},
        {"waterway": "stream", "tunnel": "culvert"},
        {"building": "no"},
        {"leisure": "park", "building": "no", "note": "a line is no park"},
    ],
)
def test_what_is_not_on_the_map(db, village, tmp_path, tags):
    village.way((0, 0), (30, 40), **tags)
    village.node((0, 0), natural="tree")
    assert counts(read(village, tmp_path)) == {"created": 1}


@pytest.mark.parametrize(
    ("tags", "model", "expected"),
    [
        ({"natural": "tree", "height": "12,5 m", "species": "Tilia"}, Tree, ("Tilia", 12.5)),
        ({"natural": "tree", "height": "40'"}, Tree, ("", None)),
        ({"amenity": "bench"}, Amenity, ("bench", None)),
        ({"amenity": "toilets", "wheelchair": "yes"}, Amenity, ("toilet", "yes")),
        ({"amenity": "toilets", "wheelchair": "perhaps"}, Amenity, ("toilet", None)),
        ({"leisure": "playground", "name": "Spiel"}, Amenity, ("playground", None)),
        ({"highway": "bus_stop", "name": "Markt"}, Stop, ("Markt", "bus")),
        ({"railway": "halt", "name": "Dorf"}, Stop, ("Dorf", "regional")),
        ({"place": "suburb", "name": "Nord"}, Settlement, ("Nord", "suburb")),
        ({"amenity": "school", "name": "Grundschule Nord"}, School, ("primary",)),
        ({"amenity": "school", "name": "Berufskolleg"}, School, ("vocational",)),
        ({"amenity": "school", "name": "Lernort"}, School, ("other",)),
        (
            {"addr__street": "Weg", "addr__housenumber": "1a", "addr__postcode": "59065"},
            Address,
            ("Weg", "1a", "59065"),
        ),
    ],
)
def test_points(db, village, tmp_path, tags, model, expected):
    fields = {
        Tree: ("species", "height_m"),
        Amenity: ("kind", "step_free"),
        Stop: ("name", "modes"),
        Settlement: ("name", "kind"),
        School: ("kind",),
        Address: ("street", "house_number", "postcode"),
    }[model]
    village.node((7, 9), **tags)
    read(village, tmp_path)
    assert model.objects.values_list(*fields).get() == expected
    place = model.objects.get().geometry
    assert place.coords == pytest.approx((CORNER[0] + 7, CORNER[1] + 9), abs=0.01)


WORSHIP = {"amenity": "place_of_worship"}


@pytest.mark.parametrize(
    ("tags", "kind"),
    [
        ({"amenity": "drinking_water"}, "drinking_water"),
        ({"amenity": "fountain", "drinking_water": "yes"}, "drinking_water"),
        ({"amenity": "fountain"}, "fountain"),
        ({"amenity": "library", "name": "Stadtbücherei"}, "library"),
        (
            {"amenity": "place_of_worship", "religion": "christian", "name": "St. Pankratius"},
            "church",
        ),
        ({"amenity": "place_of_worship", "religion": "muslim", "name": "Moschee"}, "cool_room"),
        ({"tourism": "museum", "name": "Museum"}, "museum"),
        ({"leisure": "sports_centre", "sport": "fitness;swimming", "name": "Bad"}, "pool"),
        ({"leisure": "splash_pad"}, "water_playground"),
        ({"leisure": "park", "name": "Kurpark"}, "park"),
        ({"leisure": "park"}, None),
        ({"leisure": "swimming_pool"}, None),
        ({"leisure": "swimming_pool", "name": "Pool", "access": "private"}, None),
        ({"landuse": "forest", "name": "Pilsholz"}, "wood"),
    ],
)
def test_cool_places(db, village, tmp_path, tags, kind):
    village.ring(0, 0, 10, 10, **tags)
    village.node((0, 0), natural="tree")
    read(village, tmp_path)
    assert list(CoolPlace.objects.values_list("kind", flat=True)) == ([kind] if kind else [])
    for place in CoolPlace.objects.all():
        assert place.slug
        assert place.geometry.distance(Point(CORNER[0] + 5, CORNER[1] + 5, srid=25832)) < 5


def test_what_a_cool_place_offers_is_yes_no_or_unknown(db, village, tmp_path):
    village.node(
        (0, 0),
        amenity="library",
        name="Bücherei",
        wheelchair="limited",
        toilets__wheelchair="designated",
        internet_access="no",
        fee="no",
        opening_hours="Mo-Fr 10:00-18:00",
        website="www.hamm.de",
        phone="+49 2381 1; +49 2381 2",
        addr__street="Platz",
        addr__housenumber="1",
    )
    read(village, tmp_path)
    place = CoolPlace.objects.get()
    assert (place.step_free, place.wheelchair_toilet, place.toilet) == ("limited", None, None)
    assert (place.wifi, place.cost) == (False, "free")
    assert (place.website, place.phone) == ("https://www.hamm.de", "+49 2381 1")
    assert (place.address, place.opening_hours) == ("Platz 1", "Mo-Fr 10:00-18:00")


def test_districts_are_boundaries_of_level_9_and_10(db, village, tmp_path):
    ring = village.ring(0, 0, 500, 500)
    tags = {"type": "boundary", "boundary": "administrative", "name": "Mitte"}
    village.relation([("way", ring, "outer")], admin_level="9", population="35076", **tags)
    village.relation([("way", ring, "outer")], admin_level="11", **tags)
    read(village, tmp_path)
    assert District.objects.values_list("name", "level", "inhabitants").get() == ("Mitte", 9, 35076)


def test_lines_and_areas_are_cut_at_the_extent_and_the_rest_is_left_out(db, village, tmp_path):
    city_margin = 3_000
    edge = 1_000 + city_margin
    village.way((0, 0), (2 * edge, 0), highway="path")
    village.ring(0, 0, 2 * edge, 100, leisure="park", name="Langer Park")
    village.way((2 * edge, 0), (2 * edge, 50), highway="path")
    village.node((0, 2 * edge), natural="tree")
    report = import_osm(village.save(tmp_path / "dorf.osm"), name="dorf.osm")
    assert Street.objects.get().geometry.length == pytest.approx(edge, rel=2e-3)
    assert GreenArea.objects.get().geometry.area == pytest.approx(edge * 100, rel=2e-3)
    assert report.outside == 2
    assert counts(report.runs) == {"created": 3}  # the park is a cool place too


def test_an_object_whose_members_are_missing_is_told(db, village, tmp_path):
    village._way([999_998, 999_999], {"highway": "path"})
    village.node((0, 0), natural="tree")
    runs = {run.layer: run for run in read(village, tmp_path)}
    assert runs["streets"].reasons["no_geometry"]["count"] == 1


def test_a_second_import_changes_nothing(own_database, village, tmp_path):
    village.ring(0, 0, 10, 10, building="yes", addr__street="Weg", addr__housenumber="1")
    village.ring(0, 0, 10, 10, leisure="park", name="Park")
    read(village, tmp_path)
    before = set(TableRevision.objects.values_list("table_name", "revision"))
    acts = ChangeSet.objects.count()
    assert counts(read(village, tmp_path)) == {"unchanged": 4}
    assert set(TableRevision.objects.values_list("table_name", "revision")) == before
    assert ChangeSet.objects.count() == acts


def test_real_data_ends_the_demonstration_but_not_what_people_edited(db, village, tmp_path):
    village.node((0, 0), natural="tree")
    import_osm(village.save(tmp_path / "dorf.osm"), name="dorf.osm")
    demo, real = make_dataset("demo", "synthetic"), make_dataset("real", "real")
    for dataset in (demo, real):
        for number, model in enumerate((CoolPlace, CoolPlace, Building)):
            _make(model, dataset, number)
    with change_set(door=ChangeSet.Door.ADMIN):
        CoolPlace.objects.filter(dataset=demo, source_id="1").update(name="Von Hand")
    village.ring(0, 0, 10, 10, leisure="park", name="Park")
    report = import_osm(village.save(tmp_path / "dorf.osm"), name="dorf.osm")
    assert [(run.layer, run.withdrawn, run.rejected) for run in report.demo] == [
        ("cool_places", 1, 1)  # no building came, so the demonstration's stays
    ]
    left = CoolPlace.objects.filter(dataset=demo).values_list("name", flat=True)
    assert list(left) == ["Von Hand"]
    assert Building.objects.count() == 2
    assert CoolPlace.objects.filter(dataset=real).count() == 2


def _make(model: type, dataset: Dataset, number: int) -> None:
    with change_set(door=ChangeSet.Door.COMMAND):
        shape = Point(*CORNER, srid=25832)
        values = {"name": "Demo", "kind": "park"}
        if model is Building:
            shape, values = _square(), {"name": "Demo"}
        model.objects.create(dataset=dataset, source_id=str(number), geometry=shape, **values)


def _square() -> MultiPolygon:
    x, y = CORNER
    return MultiPolygon(Polygon.from_bbox((x, y, x + 5, y + 5)), srid=25832)


def test_what_another_real_source_shows_is_not_shown_twice(db, village, tmp_path):
    register = make_dataset(slug="register", kind=Dataset.Kind.REAL)
    school = {"dataset": register, "kind": "primary", "accuracy_m": 50}
    x, y = CORNER
    School.objects.create(name="Dorfschule", source_id="1", geometry=_at(x, y), **school)
    School.objects.create(name="Südschule", source_id="2", geometry=_at(x, y - 900), **school)
    village.node((180, 0), amenity="school", name="dorfschule")  # within 150 m and its accuracy
    village.node((0, 800), amenity="school", name="Dorfschule")  # another of that name
    village.node((0, -720), amenity="school", name="Südschule")
    village.node((500, 500), amenity="school", name="Neue Schule")
    report = import_osm(village.save(tmp_path / "dorf.osm"), name="dorf.osm")
    assert report.doubles == {"schools": 2}
    shown = School.objects.filter(published=True).exclude(dataset=register)
    assert sorted(shown.values_list("name", flat=True)) == ["Dorfschule", "Neue Schule"]
    again = import_osm(village.save(tmp_path / "dorf.osm"), name="dorf.osm")
    assert (again.doubles, counts(again.runs)["updated"]) == ({}, 0)


def _at(x: float, y: float) -> Point:
    return Point(x, y, srid=25832)


def test_demonstration_data_can_be_kept(db, village, tmp_path):
    village.node((0, 0), amenity="drinking_water")
    import_osm(village.save(tmp_path / "dorf.osm"), name="dorf.osm")
    _make(CoolPlace, make_dataset("demo", "synthetic"), 1)
    report = import_osm(village.save(tmp_path / "dorf.osm"), name="dorf.osm", replace_demo=False)
    assert (report.demo, CoolPlace.objects.count()) == ([], 2)


def test_another_city_takes_the_place_of_the_former_one(db, village, tmp_path):
    village.ring(0, 0, 10, 10, building="yes")
    read(village, tmp_path)
    _make(CoolPlace, make_dataset("real", "real"), 1)
    other = Village()
    around = other.ring(99_000, -1000, 101_000, 1000)
    other.relation(
        [("way", around, "outer")],
        type="boundary",
        boundary="administrative",
        admin_level="6",
        name="Stadt",
    )
    other.ring(100_000, 0, 100_010, 10, building="yes")
    path = tmp_path / "stadt.osm"
    with pytest.raises(OutsideCity, match="liegen außerhalb von Dorf"):
        import_osm(other.save(path), name="stadt.osm")
    assert City.objects.get().name == "Dorf" and Building.objects.count() == 1
    report = import_osm(other.save(path), name="stadt.osm", replace_city=True)
    assert City.objects.get().name == "Stadt"
    assert report.removed == {"cool_places": 1}
    assert Building.objects.get().geometry.extent[0] > CORNER[0] + 99_000


def test_a_city_without_a_boundary_is_the_rectangle_around_the_data(db, tmp_path):
    drawn = Village()
    drawn.way((0, 0), (300, 400), highway="path")
    with pytest.raises(CityUnknown):
        import_osm(drawn.save(tmp_path / "dorf.osm"), name="dorf.osm")
    report = import_osm(drawn.save(tmp_path / "dorf.osm"), name="dorf.osm", city_name="Dorf")
    assert report.boundary_is_box
    assert City.objects.get().boundary.area == pytest.approx(300 * 400, rel=0.05)


def test_a_name_that_no_boundary_bears_is_taken_for_a_slip(db, village, tmp_path):
    village.node((0, 0), natural="tree")
    with pytest.raises(CityUnknown, match="Dorf"):
        import_osm(village.save(tmp_path / "dorf.osm"), name="dorf.osm", city_name="Dorff")
    assert not City.objects.exists() and not Tree.objects.exists()


def test_a_file_without_anything_for_the_map_changes_nothing(db, village, tmp_path):
    village.node((0, 0), shop="bakery")
    with pytest.raises(SourceEmpty):
        read(village, tmp_path)
    assert not City.objects.exists() and not Dataset.objects.exists()
    make_dataset("openstreetmap")
    with pytest.raises(SourceEmpty):
        read(village, tmp_path)
    assert ImportRun.objects.get().state == ImportRun.State.REFUSED


def test_a_layer_that_shrinks_stops_the_whole_import(db, village, tmp_path):
    before = list(village.parts)
    for place in range(10):
        village.node((place, 0), natural="tree")
    read(village, tmp_path)
    village.parts = before
    village.node((0, 0), natural="tree")
    village.node((0, 5), amenity="bench")
    with pytest.raises(SourceShrank):
        read(village, tmp_path)
    assert (Tree.objects.count(), Amenity.objects.count()) == (10, 0)
    assert ImportRun.objects.filter(state="refused", layer="trees").exists()


def test_every_rule_fills_fields_that_its_layer_has():
    matcher = Matcher(fed_layers())
    assert {"highway", "natural", "amenity"} <= matcher.keys
    assert len(fed_layers()) >= 15


# --- real extracts ---------------------------------------------------------------------------


@pytest.fixture(scope="module")
def kaiserslautern(shared_data) -> SimpleNamespace:
    """What is in the file, by a plain scan of its XML."""
    path = shared_data / "osm" / "kaiserslautern.osm.gz"
    places: dict[str, tuple[float, float]] = {}
    things = []
    with gzip.open(path) as stream:
        for _event, element in etree.iterparse(stream, tag=("node", "way", "relation")):
            tags = {tag.get("k"): tag.get("v") for tag in element.iter("tag")}
            if element.tag == "node":
                places[element.get("id")] = (float(element.get("lon")), float(element.get("lat")))
            nodes = [node.get("ref") for node in element.iter("nd")]
            if tags:
                things.append((element.tag, element.get("id"), tags, nodes))
            element.clear()
            while element.getprevious() is not None:
                del element.getparent()[0]
    return SimpleNamespace(path=path, places=places, things=things)


def test_kaiserslautern_end_to_end(own_database, kaiserslautern):
    source = OsmFile(kaiserslautern.path)
    report = import_osm(source, name="kaiserslautern.osm.gz", city_name="Kaiserslautern")
    runs = {run.layer: run for run in report.runs}
    scanned = {
        "trees": _count(kaiserslautern, {"node"}, lambda tags: tags.get("natural") == "tree"),
        "buildings": _count(kaiserslautern, {"area"}, lambda t: t.get("building", "no") != "no"),
        "addresses": _count(
            kaiserslautern,
            {"node", "area"},
            lambda t: "addr:housenumber" in t and ("addr:street" in t or "addr:place" in t),
        ),
        "schools": _count(kaiserslautern, {"node", "area"}, lambda t: t.get("amenity") == "school"),
        "settlements": _count(kaiserslautern, {"node"}, lambda t: t.get("place") in _PLACES),
    }
    found = {name: runs[name].created + runs[name].rejected for name in scanned}
    assert found == scanned
    assert report.boundary_is_box and report.outside == 0
    _compare_shapes(kaiserslautern)

    before = set(TableRevision.objects.values_list("table_name", "revision"))
    again = import_osm(source, name="kaiserslautern.osm.gz").runs
    assert not any(run.created or run.updated or run.withdrawn for run in again)
    assert set(TableRevision.objects.values_list("table_name", "revision")) == before


_PLACES = ("city", "town", "borough", "suburb", "quarter", "neighbourhood", "village", "hamlet")


def _count(scanned: SimpleNamespace, kinds: set[str], wanted) -> int:
    """Nodes; and areas: closed ways and multipolygons."""
    found = 0
    for kind, _number, tags, nodes in scanned.things:
        area = (kind == "way" and len(nodes) > 3 and nodes[0] == nodes[-1]) or (
            kind == "relation" and tags.get("type") in ("multipolygon", "boundary")
        )
        shape = "area" if area else kind
        found += shape in kinds and wanted(tags)
    return found


def _compare_shapes(scanned: SimpleNamespace) -> None:
    """Areas and lengths of fifty buildings and streets, from the coordinates in the XML."""
    project = pyproj.Transformer.from_crs(4326, 25832, always_xy=True).transform
    ways = {number: nodes for kind, number, _tags, nodes in scanned.things if kind == "way"}
    for model, build, size in (
        (Building, shapely.Polygon, "area"),
        (Street, shapely.LineString, "length"),
    ):
        for row in model.objects.filter(source_id__startswith="way/").order_by("source_id")[:50]:
            nodes = ways[row.source_id.partition("/")[2]]
            drawn = build([project(*scanned.places[node]) for node in nodes])
            assert getattr(row.geometry, size) == pytest.approx(getattr(drawn, size), rel=1e-3)


def test_liechtenstein_end_to_end(own_database, shared_data):
    source = OsmFile(shared_data / "osm" / "liechtenstein_valhalla.osm.pbf")
    report = import_osm(source, name="liechtenstein", city_name="Liechtenstein")
    assert not report.boundary_is_box
    # Its surface is 160.5 km² (Amt für Statistik, Fürstentum Liechtenstein).
    assert report.city.boundary.area / 1e6 == pytest.approx(160.5, rel=0.01)
    named = {place.name: place.geometry for place in Settlement.objects.all()}
    vaduz = Point(9.5209, 47.1410, srid=4326)  # swisstopo
    vaduz.transform(25832)
    assert named["Vaduz"].distance(vaduz) < 1_000
    assert counts(import_osm(source, name="liechtenstein").runs).keys() <= {"unchanged", "rejected"}


def test_osmnx_finds_in_dreieich_what_pyosmium_finds(shared_data, tmp_path):
    packed = shared_data / "osm" / "dreieich.osm.gz"
    path = tmp_path / "dreieich.osm"
    path.write_bytes(gzip.decompress(packed.read_bytes()))
    layers = [layer(name) for name in ("buildings", "trees", "stops", "amenities", "addresses")]
    keys = Matcher(layers).keys

    def ids(objects) -> set[tuple[str, str]]:
        converter = Converter(layers, EVERYWHERE)
        return {(found.name, record.source_id) for found, record in converter.records(objects)}

    ours, theirs = ids(OsmFile(packed).objects(keys)), ids(xml_objects(path, keys))
    assert len(ours) > 4_000
    # osmnx makes no area of the few multipolygons whose members are cut off.
    assert len(ours ^ theirs) <= 5


class Internet:
    """Nominatim and Overpass as osmnx shows them."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, features: geopandas.GeoDataFrame) -> None:
        lon, lat = _to_degrees(*CORNER)
        place = {"osm_type": ["relation"], "osm_id": [62499], "name": ["Dorf"]}
        box = shapely.box(lon - 0.02, lat - 0.02, lon + 0.02, lat + 0.02)
        found = geopandas.GeoDataFrame(place, geometry=[box], crs=4326)
        monkeypatch.setattr(osmnx, "geocode_to_gdf", lambda name: found)
        monkeypatch.setattr(osmnx, "features_from_place", lambda name, tags: features)


def test_a_place_is_read_by_its_name(db, village, tmp_path, monkeypatch):
    village.way((0, 0), (30, 40), highway="residential", name="Weg")
    village.ring(0, 0, 10, 10, building="yes")
    village.ring(0, 0, 20, 20, highway="residential", name="Ring")
    path = tmp_path / "dorf.osm"
    village.save(path)
    tags = dict.fromkeys(Matcher(fed_layers()).keys, True)
    Internet(monkeypatch, osmnx.features_from_xml(path, tags=tags))
    call_command("import_osm", place="Dorf, Deutschland", verbosity=0)
    city = City.objects.get()
    assert (city.name, city.dataset.source_date) == ("Dorf", timezone.localdate())
    assert len(city.boundary[0][0]) == 5 and city.boundary.area > 4_000_000
    assert set(Street.objects.values_list("name", flat=True)) == {"Weg", "Ring"}
    assert Building.objects.get().geometry.area == pytest.approx(100, rel=1e-3)


def test_a_place_that_cannot_be_found_is_named(db, monkeypatch):
    def fail(name: str) -> None:
        raise osmnx._errors.InsufficientResponseError("nothing of this name")

    monkeypatch.setattr(osmnx, "geocode_to_gdf", fail)
    with pytest.raises(PlaceNotFound, match="nothing of this name"):
        import_osm(OsmPlace("Atlantis"), name="Atlantis", city_name="Atlantis")
    assert list(objects_of(geopandas.GeoDataFrame({"geometry": []}))) == []
