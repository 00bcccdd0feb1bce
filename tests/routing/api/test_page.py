"""The page of ways: what the map shows, in words, without script."""

import re

import pytest

from tests.routing.api.conftest import SATURDAY, lon_lat

START, GOAL = lon_lat(0, 0), lon_lat(400, 0)
AFTERNOON, NIGHT = f"{SATURDAY}T15:00", f"{SATURDAY}T23:00"


def page(client, **query) -> str:
    return client.get("/weg/", {"zeit": AFTERNOON, **query}).content.decode()


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", "", html).replace("\xa0", " ").split())


def test_the_list_equals_the_map(client, town) -> None:
    """The same steps, lengths and minutes as in the document that the map draws."""
    query = {"von": START, "nach": GOAL, "zeit": AFTERNOON, "weg": "shortest"}
    answer = client.get("/weg/", query)
    drawn = client.get("/", query).content.decode()
    document = answer.context["drawing"]
    told = words(answer.content.decode())
    for feature in document["features"]:
        for step in feature["properties"]["steps"]:
            assert step["text"] in told
    assert '"bbox"' in drawn and 'id="way-data"' in drawn


def test_text_is_looked_up_and_other_meanings_are_offered(client, places) -> None:
    html = page(client, von="Bücherei", nach="Museum")
    assert "Weg zu: Museum" in html
    assert "Start: Bücherei" in words(html)


def test_what_is_not_found_is_said_at_its_box(client, places) -> None:
    html = page(client, von="Atlantis", nach="Museum")
    assert "„Atlantis“ ist hier nicht zu finden." in html
    assert 'aria-describedby="von-problem"' in html


def test_a_chosen_place_counts_until_its_text_is_changed(client, places) -> None:
    html = page(client, von="Zu Hause", von_ort=f"{START} Zu Hause", nach="Museum")
    assert "Start: Zu Hause" in words(html)
    html = page(client, von="Bücherei", von_ort=f"{START} Zu Hause", nach="Museum")
    assert "Start: Bücherei" in words(html)


def test_the_gate_that_a_way_ends_at_is_named(client, school) -> None:
    there = words(page(client, von=START, nach_ort="schools:talschule Talschule", nach="Talschule"))
    assert "Ziel erreicht: Talschule, Südtor" in there
    back = words(page(client, von="Talschule", von_ort="schools:talschule Talschule", nach=GOAL))
    assert "Start: Talschule, " in back


def test_at_night_it_is_honest(client, places) -> None:
    """Nothing is known to be open; what opens next, and what is near with unknown hours."""
    html = words(page(client, von=START, nach="nearest:cool_places", zeit=NIGHT))
    assert "kein Ziel der Ebene „Kühle Orte“ als geöffnet bekannt" in html
    assert "Als Nächstes: Bücherei, öffnet Montag um 10 Uhr." in html
    assert "mit unbekannten Öffnungszeiten: Kirche, 2 Min." in html
    assert html.index("Als Nächstes") < html.index("Weg suchen")  # seen without scrolling


def test_the_goal_tells_whether_it_is_open_on_arrival(client, places) -> None:
    assert "geöffnet bis 20 Uhr" in page(client, von=START, nach="cool_places:museum")
    assert "öffnet Montag um 12 Uhr" in page(
        client, von=START, nach="cool_places:museum", zeit=NIGHT
    )


@pytest.mark.parametrize(
    ("kind", "title"), [("shortest", "Kürzester"), ("coolest", "Schattigster")]
)
def test_the_chosen_alternative_is_the_one_that_is_shown(client, town, kind, title) -> None:
    html = page(client, von=START, nach=GOAL, weg=kind)
    shown = re.search(r'<section class="one-way" data-kind="(\w+)"[^>]*?(hidden)?>', html)
    open_ones = re.findall(
        r'<section class="one-way" data-kind="(\w+)" aria-labelledby="[\w-]+">', html
    )
    assert shown and open_ones == [kind]
    assert f"{title} Weg" in html


def test_the_difference_is_told_in_words(client, town) -> None:
    told = words(page(client, von=START, nach=GOAL))
    assert "8 Min., 600 m, 100 % im Schatten, 200 m länger als der kürzeste" in told
    assert "390 m weniger in der Sonne" in told


def test_a_downloaded_gpx_leads_to_the_same_goal(client, places) -> None:
    html = page(client, von=START, nach="nearest:cool_places")
    fields = dict(
        re.findall(
            r'<input type="hidden" name="(\w+)" value="([^"]*)">', html.split('method="post"')[1]
        )
    )
    assert fields["to"] == "cool_places:buecherei"
    body = "&".join(f"{name}={value}" for name, value in fields.items())
    answer = client.post(
        "/api/routing/route?format=gpx",
        body.replace("+", "%2B"),
        "application/x-www-form-urlencoded",
    )
    assert b"B\xc3\xbccherei" in answer.content


def test_the_demonstration_says_so(client, demonstration) -> None:
    assert "schematische Demonstration" in page(client, von=START, nach=GOAL)


def test_without_a_network_it_says_so(client, db) -> None:
    html = page(client, von="7.82,51.68", nach="7.83,51.68")
    assert "Noch ist kein Wegenetz eingelesen." in html
