"""What holds for every feature, whoever writes it."""

import threading

import psycopg
import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db import IntegrityError, connection, transaction

from heatmodel.models import CoolPlace
from layers.editing.changes import change_set
from layers.models import City, Dataset, GreenArea, TableRevision, Touch
from tests.conftest import _conninfo

TABLE = "heatmodel_coolplace"
MARKET = Point(418400, 5725900, srid=25832)  # the market place of Hamm, in metres


@pytest.fixture
def dataset() -> Dataset:
    return Dataset.objects.create(
        slug="test", title="Test", publisher="Test", licence="CC0", attribution="Test", kind="real"
    )


def place(dataset: Dataset, **values) -> CoolPlace:
    defaults = {"name": "Pauluskirche", "kind": "church", "geometry": MARKET, "source_id": "1"}
    return CoolPlace.objects.create(dataset=dataset, **(defaults | values))


def revision() -> int:
    row = TableRevision.objects.filter(table_name=TABLE).first()
    return row.revision if row else 0


def execute(statement: str, *params) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)


@pytest.mark.parametrize(
    "shape",
    [
        "ST_MakePoint('NaN', 5725000)",
        "ST_MakePoint(418000, 'Infinity')",
        "ST_GeomFromText('POINT EMPTY')",
        "ST_MakePoint(7.82, 51.68)",  # degrees
        "ST_MakePoint(5725900, 418400)",  # northing first
    ],
)
def test_a_point_that_is_not_in_utm_zone_32_is_refused(db, dataset, shape):
    place(dataset)
    with pytest.raises(IntegrityError), transaction.atomic():
        execute(f"UPDATE {TABLE} SET geometry = ST_SetSRID({shape}, 25832)")


def test_an_area_that_crosses_itself_is_refused(db, dataset):
    x, y = MARKET.coords
    corners = [(x, y), (x + 9, y + 9), (x + 9, y), (x, y + 9), (x, y)]
    bow_tie = MultiPolygon(Polygon(corners), srid=25832)
    with pytest.raises(IntegrityError), transaction.atomic():
        GreenArea.objects.create(dataset=dataset, source_id="1", kind="park", geometry=bow_tie)


def test_the_city_row_bounds_every_feature(db, dataset):
    city = City.objects.create(
        slug="hamm",
        name="Hamm",
        boundary=MultiPolygon(Polygon.from_bbox((408389, 5714764, 430682, 5733303)), srid=25832),
        centre=MARKET,
        dataset=dataset,
    )
    in_berlin = Point(798000, 5828000, srid=25832)
    with pytest.raises(IntegrityError, match="outside the extent of Hamm"), transaction.atomic():
        place(dataset, geometry=in_berlin)
    with pytest.raises(IntegrityError, match="only"), transaction.atomic():
        City.objects.create(
            slug="two", name="Zwei", boundary=city.boundary, centre=MARKET, dataset=dataset
        )
    City.objects.update(boundary=MultiPolygon(in_berlin.buffer(5000), srid=25832), name="Berlin")
    place(dataset, geometry=in_berlin)  # another city is configuration


def test_a_source_id_stands_once_in_its_dataset(db, dataset):
    place(dataset)
    with pytest.raises(IntegrityError), transaction.atomic():
        place(dataset)


def test_the_version_rises_with_every_change_and_only_then(db, dataset):
    one = place(dataset)
    one.save()
    one.refresh_from_db()
    assert one.version == 1
    execute(f"UPDATE {TABLE} SET name = 'Liebfrauenkirche'")
    one.refresh_from_db()
    assert one.version == 2


def test_the_copy_for_tiles_follows_the_geometry(db, dataset):
    from pyproj import Transformer

    one = place(dataset)
    execute(f"UPDATE {TABLE} SET geometry = ST_Translate(geometry, 10, 20)")
    one.refresh_from_db()
    expected = Transformer.from_crs(25832, 3857, always_xy=True).transform(418410, 5725920)
    assert one.tile_geometry.coords == pytest.approx(expected, abs=0.001)


def test_the_revision_rises_at_commit_also_for_raw_sql_and_copy(own_database):
    data = Dataset.objects.create(
        slug="t", title="T", publisher="T", licence="L", attribution="A", kind="real"
    )
    place(data)
    before = revision()
    with transaction.atomic():
        execute(f"UPDATE {TABLE} SET name = 'Roh'")
        assert revision() == before
    assert revision() == before + 1
    with (
        connection.cursor() as cursor,
        cursor.copy(
            f"COPY {TABLE} (geometry, dataset_id, source_id, name, kind) FROM STDIN"
        ) as copy,
    ):
        copy.write_row((f"SRID=25832;{MARKET.wkt}", data.pk, "2", "Kopiert", "park"))
    assert revision() == before + 2
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        execute(f"DELETE FROM {TABLE}")
        raise ZeroDivisionError
    assert revision() == before + 2
    assert not Touch.objects.exists()


def test_a_long_import_does_not_make_an_editor_wait(own_database):
    data = Dataset.objects.create(
        slug="t", title="T", publisher="T", licence="L", attribution="A", kind="real"
    )
    place(data)
    before = revision()
    with psycopg.connect(_conninfo(own_database)) as importer:
        importer.execute(
            f"INSERT INTO {TABLE} (geometry, dataset_id, source_id, name, kind) "
            f"VALUES ('SRID=25832;{MARKET.wkt}', {data.pk}, 'import', 'Import', 'park')"
        )
        execute("SET statement_timeout = '2s'")  # waiting for the import would end here
        CoolPlace.objects.filter(source_id="1").update(name="Bearbeitet")
        assert revision() == before + 1
        importer.commit()
    assert revision() == before + 2


def test_two_transactions_that_touch_the_same_tables_do_not_deadlock(own_database):
    """Each commit raises its revisions in order of name, whatever order it wrote in."""
    tables = ("layers_stop", TABLE)
    failures = []
    before = revision()

    def write(order: tuple[str, ...]) -> None:
        try:
            with psycopg.connect(_conninfo(own_database)) as session:
                for _ in range(40):
                    for table in order:
                        session.execute(f"UPDATE {table} SET published = published WHERE false")
                    session.commit()
        except psycopg.Error as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(o,)) for o in (tables, tables[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not failures
    assert revision() == before + 80


def test_history_keeps_copies_made_by_copy_and_of_deleted_rows(own_database):
    data = Dataset.objects.create(
        slug="t", title="T", publisher="T", licence="L", attribution="A", kind="real"
    )
    with change_set(door="command") as changes, connection.cursor() as cursor:
        with cursor.copy(
            f"COPY {TABLE} (geometry, dataset_id, source_id, name, kind) FROM STDIN"
        ) as copy:
            copy.write_row((f"SRID=25832;{MARKET.wkt}", data.pk, "2", "Kopiert", "park"))
        cursor.execute(f"DELETE FROM {TABLE}")
    events = CoolPlace.history.rel.related_model.objects.order_by("pgh_id")
    assert [(e.pgh_label, e.name, e.pgh_context_id) for e in events] == [
        ("insert", "Kopiert", changes.context_id),
        ("delete", "Kopiert", changes.context_id),
    ]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Grünstraße", "gruenstr."),
        ("Grünstraße", "Grunstrasse"),
        ("Bockum-Hövel", "bockum hoevel"),
        ("Łódź-Straße", "łodz str"),
        ("Ahlener  Straße 5", "ahlener strasse 5"),
    ],
)
def test_spellings_of_one_name_fold_alike(db, one, other):
    with connection.cursor() as cursor:
        cursor.execute("SELECT layers_fold(%s), layers_fold(%s)", [one, other])
        first, second = cursor.fetchone()
    assert first == second
