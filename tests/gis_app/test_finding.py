"""Which cool places the map's list offers: for a whole stay, in which order, under a warning."""

from datetime import UTC, datetime, timedelta

import pytest

from heatmodel.models import Feed, FeedSpan, HeatWarning
from layers import registry
from routing.directions.places import other_hours
from tests.factories import make_cool_place

WEDNESDAY = "2026-07-15"


def names(response) -> list[str]:
    return [item.place.name for item in response.context["places"]]


@pytest.fixture
def places(city):
    make_cool_place("Bis sechs", opening_hours="Mo-Fr 10:00-18:00", seating=True)
    make_cool_place("Bis zwei", opening_hours="Mo-Fr 10:00-14:00", seating=False)
    make_cool_place("Immer", opening_hours="24/7")
    make_cool_place("Keiner weiß", opening_hours=None)
    make_cool_place("Zu", opening_hours="Sa 10:00-12:00")


@pytest.mark.parametrize(
    ("zeit", "hours", "expected"),
    [
        (f"{WEDNESDAY}T12:00", "2", ["Bis sechs", "Bis zwei", "Immer"]),  # to the minute
        (f"{WEDNESDAY}T12:01", "2", ["Bis sechs", "Immer"]),
        (f"{WEDNESDAY}T12:00", "6", ["Bis sechs", "Immer"]),
        (f"{WEDNESDAY}T12:01", "6", ["Immer"]),
    ],
)
def test_open_for_the_whole_stay_means_known_to_be_open(client, places, zeit, hours, expected):
    page = client.get("/", {"zeit": zeit, "bleiben": hours})
    assert names(page) == expected
    assert f"bleiben={hours}" in page.context["state"].query


@pytest.mark.parametrize("hours", ["0", "7", "-1", "x", "1.5", "²"])
def test_a_stay_of_nonsense_is_not_asked(client, places, hours):
    assert len(names(client.get("/", {"bleiben": hours}))) == 5


def test_what_nobody_knows_is_a_choice_of_its_own(client, places):
    assert names(client.get("/", {"seating": "1"})) == ["Bis sechs"]
    both = client.get("/", {"seating": "1", "unknown": "1"})
    assert names(both) == ["Bis sechs", "Immer", "Keiner weiß", "Zu"]
    known = client.get("/", {"known_hours": "1", "zeit": f"{WEDNESDAY}T12:00"})
    assert "Keiner weiß" not in names(known) and len(names(known)) == 4


def test_open_ones_come_first_then_unknown_then_closed(client, places):
    page = client.get("/", {"folge": "kuehl", "zeit": f"{WEDNESDAY}T15:00"})
    assert names(page) == ["Bis sechs", "Immer", "Keiner weiß", "Bis zwei", "Zu"]


def warn(level: int, onset: datetime, expires: datetime, sent: datetime) -> HeatWarning:
    feed, _new = Feed.objects.get_or_create(
        name=Feed.Name.WARNINGS, defaults={"tried_at": expires, "read_at": expires}
    )
    FeedSpan.objects.get_or_create(feed=feed, since=sent, defaults={"until": datetime.now(UTC)})
    return HeatWarning.objects.create(
        identifier=f"warnung-{level}-{onset}", level=level, sent=sent, onset=onset, expires=expires
    )


@pytest.fixture
def warned(places, settings):
    """Level 1 two days ago from 9 to 17 UTC, known since 7; returned is 10 UTC of that day."""
    settings.DWD_WARNINGS_URL = "https://warnings.test"
    noon = (datetime.now(UTC) - timedelta(days=2)).replace(hour=10, minute=0, second=0)
    warn(1, noon - timedelta(hours=1), noon + timedelta(hours=7), noon - timedelta(hours=3))
    return noon


def test_under_a_warning_its_hours_hold_and_the_coolest_come_first(client, warned):
    usual = {"opening_hours": "Mo-Su 08:00-09:00", "warning_hours": "08:00-22:00"}
    make_cool_place("Ab Stufe 1", warning_level=1, **usual)
    make_cool_place("Ab Stufe 2", warning_level=2, **usual)
    page = client.get("/", {"zeit": warned.isoformat(timespec="minutes")})
    states = {item.place.name: item.opening.state for item in page.context["places"]}
    assert states["Ab Stufe 1"] == "open" and states["Ab Stufe 2"] == "closed"
    assert page.context["order"] == "kuehl"
    assert "Zeiten bei Hitzewarnung" in page.content.decode()
    card = client.get("/orte/ab-stufe-1/", {"zeit": warned.isoformat(timespec="minutes")})
    assert "Wegen der Hitzewarnung gelten andere Zeiten." in card.content.decode()
    evening = (warned + timedelta(hours=8)).isoformat(timespec="minutes")  # it is over, the day not
    later = client.get("/", {"zeit": evening})
    assert {i.place.name: i.opening.state for i in later.context["places"]}["Ab Stufe 1"] == "open"
    before = (warned - timedelta(days=1)).isoformat(timespec="minutes")
    earlier = client.get("/", {"zeit": before})
    closed = {i.place.name: i.opening.state for i in earlier.context["places"]}
    assert closed["Ab Stufe 1"] == "closed"


def test_a_stale_warning_changes_no_hours(client, warned):
    FeedSpan.objects.update(until=warned - timedelta(hours=3))
    make_cool_place(
        "Halle", opening_hours="Mo-Su 08:00-09:00", warning_hours="08:00-22:00", warning_level=1
    )
    page = client.get("/", {"zeit": warned.isoformat(timespec="minutes")})
    assert {i.place.name: i.opening.state for i in page.context["places"]}["Halle"] == "closed"
    assert page.context["order"] == "name"


def test_the_card_tells_closures_and_the_check_list(client, city):
    make_cool_place(
        "Halle",
        closures='2026 Jul 20-2026 Aug 09 off "Sommerpause"; Dec 24-Jan 02 off',
        seating=True,
        drinking_water=False,
    )
    page = client.get("/orte/halle/", {"zeit": "2026-07-25T12:00"}).content.decode()
    assert "20. Juli 2026 – 9. August 2026: Sommerpause" in page
    assert "24. Dezember 2026 – 2. Januar 2027" in page
    assert "Sitzplätze: <b>ja</b>" in page
    assert "Trinkwasser: <b>nein</b>" in page
    assert "höchstens 27 °C: <b>unbekannt</b>" in page
    assert "keine medizinische Betreuung" in page
    january = client.get("/orte/halle/", {"zeit": "2027-01-01T12:00"}).content.decode()
    assert "Sommerpause" not in january
    assert "24. Dezember 2026 – 2. Januar 2027" in january


def test_from_a_point_the_shortest_walk_comes_first(client, hamm):
    page = client.get("/", {"bei": "7.8207,51.6806", "zeit": f"{WEDNESDAY}T12:00"})
    walks = [item.walk_s for item in page.context["places"] if item.walk_s is not None]
    assert page.context["order"] == "weg"
    assert len(walks) > 40 and walks == sorted(walks)
    first = page.context["places"][0]
    told = client.post(
        "/api/routing/matrix",
        {"sources": ["7.8207,51.6806"], "targets": [f"cool_places:{first.place.pk}"]},
        content_type="application/json",
    ).json()
    assert first.walk_s == pytest.approx(told["durations_s"][0][0], abs=1)


def test_ways_know_the_hours_of_the_warning(client, warned):
    place = make_cool_place(
        "Halle", opening_hours="Mo-Su 08:00-09:00", warning_hours="08:00-22:00", warning_level=1
    )
    layer = registry.layer("cool_places")
    assert other_hours(layer, warned)[place.pk].startswith("Mo-Su 08:00-09:00; ")
    assert other_hours(layer, warned - timedelta(days=1)) == {}
    assert other_hours(registry.layer("stops"), warned) == {}
