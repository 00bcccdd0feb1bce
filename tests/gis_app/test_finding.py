"""Which cool places the map's list offers: for a whole stay, in which order, under a warning."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import pytest

from heatmodel.models import CoolPlace, Feed, FeedSpan, HeatRun, HeatWarning, PlaceShade
from heatmodel.shading.moments import SHADE_HOURS
from heatmodel.symbols import INDOOR
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
    assert sorted(names(both)) == ["Bis sechs", "Immer", "Keiner weiß", "Zu"]
    known = client.get("/", {"known_hours": "1", "zeit": f"{WEDNESDAY}T12:00"})
    assert "Keiner weiß" not in names(known) and len(names(known)) == 4


def test_open_ones_come_first_then_unknown_then_closed(client, places):
    page = client.get("/", {"zeit": f"{WEDNESDAY}T15:00"})
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
    assert page.context["order"] == "kuehl"


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
    assert "Rechnen Sie hier nicht mit medizinischer Betreuung" in page
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


@pytest.fixture
def shaded(hamm):
    """Sets the share of shade of places at noon of July, in per cent."""
    began = datetime(2026, 7, 1, tzinfo=UTC)
    run = HeatRun.objects.create(
        run_id="test",
        kind="modelled",
        dataset=CoolPlace.objects.earliest("pk").dataset,
        started_at=began,
        finished_at=began,
        shade_year=2026,
        sun_bits=[2**SHADE_HOURS - 1] * 24,
    )

    def at_noon(shares: dict[CoolPlace, int]) -> None:
        run.place_shades.all().delete()
        for place, share in shares.items():
            PlaceShade.objects.create(
                run=run, place=place, half_month=12, basis="around", shares=[share] * SHADE_HOURS
            )

    return at_noon


def test_a_place_in_the_sun_counts_as_five_minutes_farther_away(client, shaded):
    asked = {"bei": "7.8207,51.6806", "zeit": "2026-07-08T14:00"}

    def listed():
        found = client.get("/", asked).context["places"]
        return [item for item in found if item.place.kind not in INDOOR and item.walk_s]

    shaded({})
    near, far = next(
        (one, other)
        for one, other in combinations(listed(), 2)
        if 60 < other.walk_s - one.walk_s < 240
    )
    for near_share, far_share, is_turned in [(100, 100, False), (0, 100, True), (0, 0, False)]:
        shaded({near.place: near_share, far.place: far_share})
        pks = [item.place.pk for item in listed()]
        assert (pks.index(far.place.pk) < pks.index(near.place.pk)) is is_turned
    page = client.get("/", asked).content.decode()
    assert "nach Fußweg und Schatten" in page and "5 Minuten weiter weg" in page
    assert f'data-id="{near.place.pk}"' in page and 'data-sun="300"' in page
    at_night = client.get("/", asked | {"zeit": "2026-07-08T23:30"}).content.decode()
    assert "nach Fußweg und Schatten" not in at_night and "nach Fußweg" in at_night
    assert 'data-sun="150"' not in at_night and 'data-sun="300"' not in at_night


def test_ways_know_the_hours_of_the_warning(client, warned):
    place = make_cool_place(
        "Halle", opening_hours="Mo-Su 08:00-09:00", warning_hours="08:00-22:00", warning_level=1
    )
    layer = registry.layer("cool_places")
    assert other_hours(layer, warned)[place.pk].startswith("Mo-Su 08:00-09:00; ")
    assert other_hours(layer, warned - timedelta(days=1)) == {}
    assert other_hours(registry.layer("stops"), warned) == {}


def test_the_card_says_what_is_known_today_and_what_nobody_knows(client, city):
    make_cool_place(
        "Halle",
        opening_hours="Mo-Fr 10:00-12:30,15:00-17:00",
        warning_hours="Mo-Fr 09:00-20:00",
        warning_level=2,
        seating=True,
        cost="free",
        checked_on=date(2026, 7, 1),
        medical_care=False,
    )
    asked = {"ort": "halle", "zeit": f"{WEDNESDAY}T11:00"}
    card = client.get("/orte/halle/", asked, headers={"X-Fragment": "card"}).content.decode()
    assert card.count("<bdi>10:00–12:30</bdi>, <bdi>15:00–17:00</bdi>") == 1
    assert "Mo-Fr" not in card
    assert 'Stufe 2: <bdi class="num">Mo–Fr 9:00–20:00</bdi>' in card
    assert "<dt>Ausstattung</dt><dd>Sitzplätze</dd>" in card
    assert "<dt>Kosten</dt><dd>kostenlos</dd>" in card
    assert "1. Juli 2026" in card
    assert "Hinweis: keine medizinische Betreuung." in card
    unknown = card.partition("Noch unbekannt:")[2].partition(".")[0]
    assert "Stufenlos" in unknown and "WC" in unknown
    assert "Sitzplätze" not in unknown and "Kosten" not in unknown
    assert "10:00–12:30" in client.get("/", asked).content.decode()


def test_a_place_for_some_says_so_in_the_list(client, city):
    make_cool_place("Treff", audience="women")
    make_cool_place("Halle", audience="everyone")
    page = client.get("/", {"zeit": f"{WEDNESDAY}T11:00"})
    told = {item.place.name: item.equipment for item in page.context["places"]}
    assert told == {"Treff": ["nur für Frauen"], "Halle": []}
    assert "nur für Frauen" in client.get("/einbetten/liste/").content.decode()
