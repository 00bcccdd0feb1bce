"""How far it is to school, on the drawn network of the fixtures."""

import re

import pytest
from django.contrib.gis.geos import Point
from django.contrib.messages import get_messages
from django.test import Client

from accounts.models import User
from routing.models import DropOffZone, SchoolEntrance
from routing.queries import current_graph
from routing.school import queries, walking

PAGE = "/schulen/geistschule/zu-fuss/"
NORTH, BESIDE, SOUTH = "416263,5724600", "416330,5724560", "417000,5723300"


def test_starting_points_get_metres_and_minutes(hamm, client: Client) -> None:
    page = client.post(PAGE, {"punkte": f"{NORTH};{SOUTH}"}).content.decode()
    found = [(int(m), int(t)) for m, t in re.findall(r"<strong>([\d.]+) m, etwa (\d+) Min", page)]
    assert len(found) == 2
    for metres, minutes in found:
        assert minutes == -(-metres // (4_000 / 60))
    assert 780 <= found[0][0] <= 900  # the walking bus of the demonstration goes 800 m from there
    assert "Orientierung" in page and "2000" in page.replace(".", "")


def test_neighbours_share_a_walking_bus_and_others_do_not(hamm, client: Client) -> None:
    page = client.post(PAGE, {"punkte": f"{NORTH};{BESIDE};{SOUTH}", "ankunft": "08:00"})
    text = page.content.decode()
    assert "Vorschlag 1" in text and "Vorschlag 2" in text and "Vorschlag 3" not in text
    times = re.findall(r"<dt><bdi>(\d\d:\d\d)</bdi></dt>", text)
    assert all(time <= "08:00" for time in times) and times.count("08:00") == 2


def test_a_tap_adds_a_point_and_the_address_keeps_silent(hamm, client: Client) -> None:
    answer = client.post(PAGE, {"blick": "416600,5724000,1200", "karte.x": "144", "karte.y": "0"})
    assert 'name="punkte" value="416600.0,5724600.0"' in answer.content.decode()
    assert "5724600" not in answer.request["QUERY_STRING"]
    assert answer["Cache-Control"].count("no-store")


@pytest.mark.parametrize(
    "sent",
    [
        {"punkte": "x;y;;1,2,3"},
        {"punkte": "nan,nan"},
        {"punkte": "1,1;9999999,99999999"},
        {"punkte": ";".join([NORTH] * 500)},
        {"ankunft": "25:99", "punkte": NORTH},
        {"blick": "1e9,1,600", "naeher": "1"},
        {"adresse": "\x00", "suchen": "1"},
    ],
)
def test_whatever_is_sent_gets_a_page(hamm, client: Client, sent: dict) -> None:
    assert client.post(PAGE, sent).status_code == 200


def test_the_catchment_leads_nowhere_nearer(hamm) -> None:
    graph = current_graph()
    here, other = queries.school("geistschule"), queries.school("hermann-gmeiner-schule")
    goals = [queries.goals(one) for one in (here, other)]
    lines = walking.catchment(graph, here)
    assert len(lines) > 50
    for line in lines[:: len(lines) // 12]:
        start = Point(*map(float, line[0]), srid=25832)
        [mine] = walking.walks(graph, [start], goals[0])
        [theirs] = walking.walks(graph, [start], goals[1])
        assert mine.length_m <= theirs.length_m + 0.5


def test_a_way_to_school_ends_at_its_nearest_gate(hamm) -> None:
    """The second gate lies where the child sets out; the main one is farther than before."""
    graph, here = current_graph(), queries.school("geistschule")
    x, y = map(float, SOUTH.split(","))
    [to_main] = walking.walks(graph, [Point(x, y, srid=25832)], queries.goals(here))
    SchoolEntrance.objects.create(
        dataset=here.dataset,
        source_id="hinten",
        name="Hintereingang",
        school=here,
        geometry=Point(x, y, srid=25832),
    )
    gates = queries.goals(here)
    [to_second] = walking.walks(graph, [Point(x, y, srid=25832)], gates)
    assert to_main.length_m > 500 and to_second.length_m == 0
    (_minutes, both), (_m, one) = (walking.rings(graph, some)[-1] for some in (gates, gates[:1]))
    assert both.length_m > one.length_m
    assert len(walking.catchment(graph, here)) > 50


def test_the_rings_grow_with_the_minutes(hamm) -> None:
    here = queries.school("geistschule")
    found = walking.rings(current_graph(), queries.goals(here))
    lengths = [reach.length_m for _minutes, reach in found]
    assert lengths == sorted(lengths, reverse=True) and lengths[-1] > 0


def test_rules_of_a_zone_are_held_or_not_or_unknown(hamm) -> None:
    zone = DropOffZone.objects.get(school="geistschule")
    here = queries.school("geistschule")
    gates = queries.goals(here)
    graph = current_graph()
    rules = {rule.code: rule for rule in walking.zone_rules(graph, zone, gates)}
    assert rules["far"].held is True and "geschätzt" in rules["not_past"].words
    zone.passes_school = not rules["not_past"].held  # what staff say counts, whatever is estimated
    rules = {rule.code: rule for rule in walking.zone_rules(graph, zone, gates)}
    assert rules["not_past"].held is not zone.passes_school
    assert "nach Angabe der Bearbeitung" in rules["not_past"].words
    zone.geometry, zone.passes_school = queries.entrances(here)[0].geometry, None
    rules = {rule.code: rule.held for rule in walking.zone_rules(graph, zone, gates)}
    assert rules["far"] is False and rules["not_past"] is False


def test_a_main_street_on_the_way_breaks_a_rule(hamm) -> None:
    here = queries.school("kappenbuschschule")  # main streets on three sides
    zone = DropOffZone.objects.get(school="kappenbuschschule")
    rules = {
        rule.code: rule for rule in walking.zone_rules(current_graph(), zone, queries.goals(here))
    }
    assert rules["no_crossing"].held in (True, False)


def test_a_zone_that_breaks_rules_is_saved_and_the_rules_are_told(hamm, client: Client) -> None:
    client.force_login(User.objects.create_superuser("chef", password="ein langes Kennwort x"))
    zone = DropOffZone.objects.get(school="geistschule")
    address = f"/verwaltung/routing/dropoffzone/{zone.pk}/change/"
    form = client.get(address).context["adminform"].form
    posted = {name: form[name].value() for name in form.fields}
    posted = {name: "" if value is None else value for name, value in posted.items()}
    posted |= {"geometry": "416560 5724010", "published": "on", "passes_school": "true"}
    answer = client.post(address, posted)
    assert answer.status_code == 302
    said = " ".join(str(message) for message in get_messages(answer.wsgi_request))
    assert "250 m" in said and "nicht eingehalten" in said
    zone.refresh_from_db()
    assert zone.geometry.x == pytest.approx(416560, abs=0.1)
