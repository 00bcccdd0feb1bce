"""The heat action plan: what everybody reads, what planners keep, and what nobody else sees."""

import csv
import io
from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from pypdf import PdfReader

from accounts.models import User
from accounts.roles import Role, assign
from heatmodel.action_plan.fixtures import load_action_plan
from heatmodel.action_plan.models import HeatDayEntry, MeasurePlace, PlanMeasure, RiskFacility
from heatmodel.models import HeatWarning
from tests.factories import make_city, make_cool_place, make_dataset, point

pytestmark = pytest.mark.django_db
PAGE = "/hitzeaktionsplan/"


@pytest.fixture(autouse=True)
def city(db):
    make_city()


@pytest.fixture
def reader() -> Client:
    return Client(headers={"accept-language": "de"})


def account(name: str, *roles: Role) -> Client:
    user = User.objects.create_user(name, password="ein langes Kennwort nur fuer Tests")
    for role in roles:
        assign(user, role)
    browser = Client(headers={"accept-language": "de"})
    browser.force_login(user)
    return browser


def measure(**values) -> PlanMeasure:
    given = {"element": 5, "title": "Anrufe", "owner": "Sozialamt", "published": True, **values}
    return PlanMeasure.objects.create(**given)


def facility(name: str = "Pflegeheim am Ring") -> RiskFacility:
    return RiskFacility.objects.create(
        name=name,
        kind="care_home",
        places=80,
        geometry=point(7.82, 51.68),
        dataset=make_dataset(),
        source_id=name,
    )


def test_the_page_has_all_eight_elements_and_only_what_is_published(reader):
    measure()
    measure(title="Geheim", published=False)
    page = reader.get(PAGE).content.decode()
    assert [f"{number}. " in page for number in range(1, 9)] == [True] * 8
    assert "Anrufe" in page and "Geheim" not in page
    assert "BMU 2017" in page and "WHO" in page


def test_a_measure_leads_to_its_objects_on_the_map_but_not_to_hidden_ones(reader):
    shown, hidden = make_cool_place("Pankratiuskirche"), make_cool_place("Abgesagt")
    type(hidden).objects.filter(pk=hidden.pk).update(published=False)
    secret = facility()
    one = measure()
    for layer, pk in (
        ("cool_places", shown.pk),
        ("cool_places", hidden.pk),
        ("vulnerable_facilities", secret.pk),
    ):
        MeasurePlace.objects.create(measure=one, layer=layer, feature=pk)
    page = reader.get(PAGE).content.decode()
    assert f"/ebenen/cool_places/{shown.pk}/" in page
    assert "Abgesagt" not in page and "Pflegeheim am Ring" not in page


@pytest.mark.parametrize(("layer", "wrong"), [("nirgends", "layer"), ("cool_places", "feature")])
def test_a_measure_links_only_to_what_there_is(layer, wrong):
    place = MeasurePlace(measure=measure(), layer=layer, feature=4711)
    with pytest.raises(ValidationError) as refused:
        place.full_clean()
    assert wrong in refused.value.message_dict


def test_invented_rows_say_so_in_data_and_on_screen(reader):
    load_action_plan()
    page = reader.get(PAGE).content.decode()
    assert page.count("erfunden (Demonstration)") == 9 + 2
    document = reader.get(f"{PAGE}plan.json").json()
    assert {row["synthetic"] for row in document["measures"]} == {True}
    assert {row["synthetic"] for row in document["heat_days"]} == {True}


def test_the_invented_plan_never_joins_a_real_one():
    measure()
    assert load_action_plan() == ""
    assert PlanMeasure.objects.count() == 1


def test_figures_count_and_name_their_source(reader):
    measure(title="Spät", due_on=date(2020, 1, 1))
    measure(title="Fertig", state="done", due_on=date(2020, 1, 1))
    make_cool_place("Geprüft", checked_on=date(2026, 5, 1))
    make_cool_place("Ungeprüft")
    for number in range(3):
        HeatWarning.objects.create(
            identifier=f"w{number}",
            level=1,
            sent=datetime(2025, 7, 1, tzinfo=UTC),
            onset=datetime(2025, 7, 1 + number, 9, tzinfo=UTC),
        )
    figures = {one["title"]: one for one in reader.get(f"{PAGE}plan.json").json()["figures"]}
    assert figures["Offene Maßnahmen"]["value"] == "1"
    assert figures["davon überfällig"]["value"] == "1"
    assert figures["Kühle Orte mit Prüfdatum"]["value"] == "1 von 2"
    assert figures["Hitzewarnungen 2025"]["value"] == "3"
    assert figures["Kühler Ort in 10 Minuten, Sonntag 15 Uhr"]["value"] == "unbekannt"
    assert all(one["source"] for one in figures.values())


def test_the_table_defuses_formulas(reader):
    measure(title="=HYPERLINK(1)", evidence="@x")
    text = reader.get(f"{PAGE}plan.csv").content.decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert (row["title"], row["evidence"], row["element"]) == ("'=HYPERLINK(1)", "'@x", "5")


def test_the_report_holds_measures_and_log(reader):
    HeatDayEntry.objects.create(
        day=date(2026, 7, 2),
        level=1,
        office="Gesundheitsamt",
        action="Heime benachrichtigt",
        measure=measure(),
        published=True,
    )
    answer = reader.get(f"{PAGE}plan.pdf")
    assert answer["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
    assert "Anrufe" in text and "Heime benachrichtigt" in text


def test_the_log_does_not_name_an_unpublished_measure(reader):
    hidden = measure(title="Geheim", published=False)
    HeatDayEntry.objects.create(
        day=date(2026, 7, 2), level=1, office="Amt", action="x", measure=hidden, published=True
    )
    assert "Geheim" not in reader.get(f"{PAGE}plan.json").content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "/ebenen/vulnerable_facilities/",
        "/api/layers/vulnerable_facilities/",
        "/ogc/collections/vulnerable_facilities/items",
        "/daten/herunterladen/vulnerable_facilities.geojson",
    ],
)
def test_facilities_are_in_no_public_door(reader, address):
    facility()
    public = reader.get(address.replace("vulnerable_facilities", "cool_places"))
    assert public.status_code == 200 and b"".join(public)
    assert reader.get(address).status_code == 404
    assert account("schule", Role.SCHOOL_EDITOR).get(address).status_code in (403, 404)


def test_facilities_are_named_in_no_list_or_search(reader):
    facility()
    for address in (
        "/ogc/collections?f=json",
        "/wfs?SERVICE=WFS&REQUEST=GetCapabilities",
        "/daten/",
        "/ebenen/",
        "/suche/?q=Pflegeheim+am+Ring",
        "/stil/light.json",
    ):
        text = reader.get(address).content.decode()
        assert "vulnerable_facilities" not in text and "/Pflegeheim am Ring</" not in text


def test_only_heat_planners_see_the_list_of_facilities(reader):
    facility()
    address = f"{PAGE}einrichtungen/"
    assert reader.get(address).status_code == 302
    assert account("schule", Role.SCHOOL_EDITOR).get(address).status_code == 403
    planner = account("planung", Role.HEAT_PLANNER)
    assert "Pflegeheim am Ring" in planner.get(address).content.decode()


def test_heat_planners_keep_the_plan_in_the_administration(reader):
    address = "/verwaltung/heatmodel/planmeasure/"
    assert account("moderation", Role.MODERATOR).get(address).status_code == 403
    planner = account("planung", Role.HEAT_PLANNER)
    assert planner.get(address).status_code == 200
    answer = planner.post(
        f"{address}add/",
        {
            "element": 1,
            "title": "Runder Tisch",
            "owner": "Umweltamt",
            "trigger": 0,
            "state": "running",
            "places-TOTAL_FORMS": 0,
            "places-INITIAL_FORMS": 0,
        },
    )
    assert answer.status_code == 302
    made = PlanMeasure.objects.get(title="Runder Tisch")
    assert not made.published and made.history.count() == 1
