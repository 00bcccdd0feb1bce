"""`published` follows the valid time; no publisher reads the clock."""

from datetime import UTC, datetime, timedelta

from django.contrib.gis.geos import Point

from heatmodel.models import CoolPlace
from layers.editing.schedule import follow_valid_time
from layers.models import ChangeSet, Dataset

NOW = datetime.now(UTC)
HOUR = timedelta(hours=1)


def place(**values) -> CoolPlace:
    dataset, _ = Dataset.objects.get_or_create(
        slug="t", title="T", publisher="T", licence="L", attribution="A", kind="real"
    )
    point = Point(418400, 5725900, srid=25832)
    return CoolPlace.objects.create(
        dataset=dataset, source_id="1", name="Markt", kind="park", geometry=point, **values
    )


def published(one: CoolPlace) -> bool:
    one.refresh_from_db()
    return one.published


def test_a_place_appears_when_its_time_comes(db):
    one = place(published=False, valid_from=NOW + HOUR)
    assert follow_valid_time(NOW) == 0
    assert follow_valid_time(NOW + 2 * HOUR) == 1
    assert published(one)
    assert ChangeSet.objects.count() == 1


def test_a_place_disappears_when_its_time_is_over(db):
    one = place(valid_to=NOW + HOUR)
    assert follow_valid_time(NOW) == 0
    assert follow_valid_time(NOW + HOUR) == 1
    assert not published(one)
    assert follow_valid_time(NOW + 2 * HOUR) == 0


def test_a_place_published_too_early_is_hidden_until_its_time(db):
    one = place(valid_from=NOW + HOUR)
    assert follow_valid_time(NOW) == 1
    assert not published(one)
    assert follow_valid_time(NOW + HOUR) == 1
    assert published(one)


def test_what_a_person_withdrew_after_its_start_stays_withdrawn(db):
    one = place(published=False, valid_from=NOW - HOUR)
    assert follow_valid_time(NOW) == 0
    assert not published(one)
