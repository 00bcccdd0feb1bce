"""Gaps of cool places for planners, and coverage on days with a warning."""

import csv
import io
import json
import re
from urllib.parse import quote

import numpy as np
import pytest
from django.test import Client

from accounts.models import User
from accounts.roles import Role, assign
from heatmodel.coverage.gaps import stretches
from heatmodel.coverage.queries import DistrictReach, Reach
from heatmodel.coverage.words import sentences
from heatmodel.models import CoolGap, CoolPlace, CoverageArea, CoverageWeek

PAGE = "/planung/luecken/"
WEDNESDAY_15H = "level = 0 AND weekday = 3 AND from_hour <= 15 AND until_hour > 15"
CAPABILITIES = "/wfs?SERVICE=WFS&VERSION=2.0.0&REQUEST=GetCapabilities"
FEATURES = "/wfs?SERVICE=WFS&VERSION=2.0.0&REQUEST=GetFeature&TYPENAMES=cool_gaps"
DOORS = (
    "/ogc/collections/cool_gaps",
    "/ogc/collections/cool_gaps/items",
    "/daten/herunterladen/cool_gaps.csv",
    "/daten/herunterladen/cool_gaps.gpkg",
    "/api/layers/cool_gaps/",
    "/ebenen/cool_gaps/",
)


def account(role: Role) -> Client:
    user = User.objects.create_user(role.value, password="ein langes Kennwort nur fuer Tests")
    assign(user, role)
    browser = Client(headers={"accept-language": "de"})
    browser.force_login(user)
    return browser


@pytest.fixture
def planner(heat) -> Client:
    return account(Role.HEAT_PLANNER)


def missing_by_hand(hour: int, level: int = 0) -> dict[str, int]:
    """Inhabitants of each cell less those in reach, by the cell's name."""
    weeks = CoverageWeek.objects.filter(area__unit="cell", minutes=10, level=level)
    rows = weeks.values_list("area__name", "area__inhabitants", f"sure__{hour}")
    return {name: living - sure for name, living, sure in rows if living and living > sure}


def body(answer) -> bytes:
    return b"".join(answer) if answer.streaming else answer.content


def test_equal_hours_of_a_day_are_one_stretch():
    people = np.zeros((1, 168, 1), np.int64)
    people[0, :24, 0] = 5
    people[0, 9:17, 0] = 2
    people[0, 24:48, 0] = 5  # equal, but another day
    found = list(stretches(people))
    assert found[:4] == [(0, 0, 0, 9), (0, 0, 9, 17), (0, 0, 17, 24), (0, 1, 0, 24)]
    assert len(found) == 3 + 6


@pytest.mark.parametrize(
    ("sure", "perhaps", "said"),
    [
        (None, None, "Für Mitte ist es nicht bekannt."),
        (4, 4, "In Mitte erreicht fast niemand einen kühlen Ort, der sicher offen ist."),
        (5, 14, "etwa 1 von 10"),
        (94, 94, "etwa 9 von 10"),
        (20, 46, "höchstens 5 von 10"),
        (95, 100, "In Mitte erreichen fast alle einen kühlen Ort, der sicher offen ist."),
        (0, 99, "vielleicht fast alle"),
    ],
)
def test_nobody_is_rounded_to_all_or_none_of_ten(sure, perhaps, said):
    [sentence] = sentences([DistrictReach(1, "Mitte", 9, [Reach(10, sure, perhaps)])], "Hamm")
    assert said in sentence
    assert ("höchstens" in sentence or "vielleicht" in sentence) == (said[0] in "hv")


@pytest.mark.usefixtures("heat")
class TestTheLayer:
    @pytest.mark.parametrize("hour", [0, 24 + 15, 2 * 24 + 20, 6 * 24 + 11, 167])
    def test_it_holds_who_is_left_without_at_any_hour(self, hour: int):
        expected = missing_by_hand(hour)
        assert expected
        rows = CoolGap.objects.filter(
            level=0,
            weekday=hour // 24 + 1,
            from_hour__lte=hour % 24,
            until_hour__gt=hour % 24,
        )
        assert dict(rows.values_list("name", "without")) == expected
        assert all(gap.without_least <= gap.without <= gap.inhabitants for gap in rows)

    @pytest.mark.parametrize("address", DOORS)
    def test_a_stranger_sees_it_through_no_door(self, address: str):
        assert CoolGap.objects.exists()
        assert Client().get(address).status_code == 404
        assert account(Role.SCHOOL_EDITOR).get(address).status_code == 404

    def test_a_stranger_finds_its_name_in_no_list(self):
        for address in (CAPABILITIES, "/ogc/collections?f=json", "/ebenen/", "/daten/"):
            assert b"cool_gaps" not in body(Client().get(address))
        assert b"cool_gaps" not in body(Client().get("/stil/light.json"))
        assert Client().get(FEATURES).status_code in (400, 404)

    def test_a_planner_reads_one_hour_over_ogc_wfs_and_as_a_file(self, planner: Client):
        expected = missing_by_hand(2 * 24 + 15)
        wanted = quote(WEDNESDAY_15H)
        items = planner.get(f"/ogc/collections/cool_gaps/items?limit=1000&filter={wanted}")
        told = {one["properties"]["name"]: one["properties"] for one in items.json()["features"]}
        assert {name: one["without"] for name, one in told.items()} == expected
        assert items["Cache-Control"].startswith("private")
        table = planner.get(f"/daten/herunterladen/cool_gaps.csv?filter={wanted}")
        rows = csv.DictReader(io.StringIO(body(table).decode("utf-8-sig")))
        assert {row["name"]: int(row["without"]) for row in rows} == expected
        assert "private" in table["Cache-Control"]
        assert "Access-Control-Allow-Origin" not in table
        assert b"cool_gaps" in body(planner.get(CAPABILITIES))
        found = body(planner.get(f"{FEATURES}&OUTPUTFORMAT=application/json&COUNT=5"))
        assert len(json.loads(found)["features"]) == 5


@pytest.mark.usefixtures("heat")
class TestThePage:
    def test_it_is_for_planners_alone(self, planner: Client):
        assert Client().get(PAGE).status_code == 302
        assert account(Role.SCHOOL_EDITOR).get(PAGE).status_code == 403
        assert planner.get(PAGE).status_code == 200

    def test_it_lists_the_worst_cells_and_hatches_them(self, planner: Client):
        expected = missing_by_hand(2 * 24 + 15)
        page = planner.get(f"{PAGE}?tag=2&stunde=15").content.decode()
        worst = max(expected, key=lambda name: expected[name])
        assert page.index(worst) == min(page.index(name) for name in expected if name in page)
        people = f"{sum(expected.values()):,}".replace(",", ".")
        assert f"{people} Menschen sind ohne kühlen Ort" in page
        picture = page[page.index('<svg xmlns="http') :]
        assert 'pattern id="hatch-cross"' in picture and "url(#hatch-cross)" in picture
        assert "1.500 und mehr" in page

    def test_the_public_page_links_it_for_planners_only(self, planner: Client):
        address = "/hitze/erreichbarkeit/?tag=2&stunde=15"
        assert f"{PAGE}?tag=2&amp;stunde=15" in planner.get(address).content.decode()
        assert PAGE not in Client().get(address).content.decode()


@pytest.mark.usefixtures("heat")
class TestWarningDays:
    @pytest.fixture
    def extended(self) -> CoolPlace:
        """A church in a quarter where much is closed at night, open then on warning days."""
        from heatmodel.coverage.services import compute

        place = CoolPlace.objects.filter(kind="church").order_by("pk").first()
        place.opening_hours, place.warning_hours = "Mo-Fr 10:00-16:00", "Mo-Su 00:00-24:00"
        place.warning_level = 2
        place.save()
        compute()
        return place

    def city(self, level: int) -> int:
        weeks = CoverageWeek.objects.filter(area__unit="district", minutes=10, level=level)
        return sum(week.sure[2 * 24 + 22] for week in weeks)

    def test_the_hours_of_a_warning_day_count_from_their_level_on(self, extended, client, planner):
        assert self.city(0) == self.city(1) < self.city(2)
        people = sum(
            CoverageArea.objects.filter(unit="district").values_list("inhabitants", flat=True)
        )
        address = "/hitze/erreichbarkeit/?tag=2&stunde=22&warnstufe="
        for level in (0, 2):
            page = client.get(f"{address}{level}").content.decode()
            share = round(100 * self.city(level) / people)
            row = page[page.index("Ganze Stadt") :].split("<td>")
            assert row[3].startswith(f"{share} %")
        assert "mit Warnstufe 2" in re.sub("<option.*?</option>", "", page)
        gaps = planner.get(f"{PAGE}?tag=2&stunde=22&warnstufe=2").content.decode()
        missing = sum(missing_by_hand(2 * 24 + 22, level=2).values())
        assert missing < sum(missing_by_hand(2 * 24 + 22).values())
        assert f"{missing:,}".replace(",", ".") in gaps

    def test_a_second_computation_changes_no_gap(self, extended):
        from heatmodel.coverage.services import compute

        before = dict(CoolGap.objects.values_list("source_id", "pk"))
        compute()
        assert dict(CoolGap.objects.values_list("source_id", "pk")) == before

    def test_the_map_draws_districts_of_the_hour_asked_for(self, client: Client):
        page = client.get("/hitze/erreichbarkeit/?tag=2&stunde=15").content.decode()
        assert 'pattern id="hatch-diagonal"' in page
        assert "var(--census-1)" in page and 'role="img"' in page
