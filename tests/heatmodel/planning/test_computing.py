"""What comes out: on plain ground with known answers, and in Hamm through the pages."""

import io
import math
import re
from datetime import timedelta

import numpy as np
import pypdf
import pytest
import rasterio
import shapely
from django.test import Client
from django.utils import timezone
from PIL import Image
from procrastinate.contrib.django.models import ProcrastinateJob

from heatmodel import tasks
from heatmodel.comfort.hour import GROUND_CODES
from heatmodel.comfort.indices import PET_LIMITS_C
from heatmodel.cooling.model import Factors
from heatmodel.errors import TooLarge
from heatmodel.planning import legend, services
from heatmodel.planning.computing import compute
from heatmodel.planning.ground import Residents
from heatmodel.planning.models import Scenario, ScenarioEffect
from heatmodel.planning.people import affected
from heatmodel.scenario.measures import Measure, Placed
from heatmodel.scenario.scene import Scene
from layers.editing.models import ChangeSet
from layers.ground.models import Dataset
from tests.heatmodel.planning.drawn import MARKET, collection, square, tree

CENTRE = (418_400, 5_726_200)


class Plain:
    """Paved and level as far as one sees."""

    origin = ""

    def scene(self, grid):
        nothing = np.zeros(grid.shape, np.float32)
        return Scene(
            grid, nothing, nothing.copy(), np.full(grid.shape, GROUND_CODES["asphalt"], np.uint8)
        )

    def buildings(self, grid):
        return np.zeros(grid.shape, bool)

    def factors(self, grid):
        nothing = np.zeros(grid.shape)
        return Factors(nothing, nothing + 0.15, nothing, nothing.copy(), nothing + 0.6)


def placed(measure: Measure, shape, height_m=0.0) -> Placed:
    return Placed(measure, shape, height_m)


def outcome(*measures: Placed):
    nobody = Residents([], np.array([]), [])
    told: list[int] = []
    found = compute(measures, Plain(), lambda _area: nobody, told.append)
    assert told == sorted(told)
    return found


def crown(east_m=0.0, diameter_m=8.0):
    return shapely.Point(CENTRE[0] + east_m, CENTRE[1]).buffer(diameter_m / 2)


def yard(side_m=40.0):
    west, south = CENTRE
    return shapely.box(west, south, west + side_m, south + side_m)


def test_one_large_tree_cools_what_is_felt_and_hardly_the_air():
    """Kántor and others 2016 measured below one large tree: Tmrt −22.1 K, PET −9.3 K."""
    found = outcome(placed(Measure.TREE, crown(), 12.0)).numbers
    below = found["local"]["below"]
    assert -30 < below["tmrt_c"]["delta"] < -8
    assert -14 < below["pet_c"]["delta"] < -4
    assert below["shade_hours"]["delta"] > 4
    assert abs(found["air"]["t_air_day_c"]["delta"]) < 0.01
    assert found["air"]["t_air_day_c"]["delta"] <= 0
    assert found["people"] is None  # nobody knows


def test_the_range_holds_the_value_and_a_weaker_tree_does_less():
    below = outcome(placed(Measure.TREE, crown(), 12.0)).numbers["local"]["below"]
    for numbers in below.values():
        assert abs(numbers["least"]) <= abs(numbers["delta"]) <= abs(numbers["most"])
        assert abs(numbers["least"]) < abs(numbers["most"])


def test_unsealed_ground_cools_without_any_shade():
    below = outcome(placed(Measure.UNSEAL, yard())).numbers["local"]["below"]
    assert below["shade_hours"]["delta"] == 0
    assert below["tmrt_c"]["delta"] < -1
    assert below["pet_c"]["delta"] < 0


def test_a_green_roof_is_for_the_night_and_not_for_the_street():
    found = outcome(placed(Measure.GREEN_ROOF, yard()))
    assert found.numbers["local"]["below"]["pet_c"]["delta"] == 0
    assert found.effects == []
    assert found.numbers["air"]["t_air_night_c"]["delta"] < 0


def test_a_sail_shades_what_lies_below_it():
    found = outcome(placed(Measure.SHADE_SAIL, yard(20), 3.5))
    assert found.numbers["local"]["below"]["shade_hours"]["delta"] > 5
    assert {one.effect for one in found.effects} >= {"much_cooler"}


def test_far_from_the_measures_nothing_changes():
    found = outcome(placed(Measure.TREE, crown(), 12.0))
    assert found.delta["pet_c"][:10, :10] == pytest.approx(0, abs=1e-4)
    inside = [one.shape.representative_point() for one in found.effects]
    assert all(shapely.Point(CENTRE).distance(point) < 60 for point in inside)


def test_people_are_told_as_a_range():
    """A cell of 100 people with four houses of 100 m² each; one stands by the effect."""
    cell = shapely.box(0, 0, 1000, 1000)
    houses = [shapely.box(x, 100, x + 10, 110) for x in (100, 300, 500, 900)]
    where = shapely.box(90, 90, 120, 120)
    found = affected(where, Residents([cell], np.array([100.0]), houses))
    assert (found.least, found.likely, found.most) == (0, 25, 25)
    wide = affected(where.buffer(80), Residents([cell], np.array([100.0]), houses))
    assert wide.most == 50  # the second house is 150 m further
    assert affected(where, Residents([cell], np.array([np.nan]), houses)) is None


def test_the_legend_uses_the_limits_of_the_model():
    assert tuple(PET_LIMITS_C) == legend.PET_LIMITS_C
    for quantity in legend.QUANTITIES:
        for scale in (quantity.state, quantity.change):
            assert len(scale.entries) == len(scale.limits) + 1
            assert scale.classes(np.array([np.nan, -1e9, 1e9])).tolist() == [
                0, 1, len(scale.limits) + 1,
            ]  # fmt: skip


@pytest.fixture
def scenario(planner) -> Scenario:
    made = services.create(planner, "Marktplatz <b>")
    trees = [tree(9 * column, 9 * row) for column in range(5) for row in range(4)]
    drawn = collection(*trees, square("unseal", 20, 60))
    return services.save_draft(made.key, drawn, seen_version=1)


def computed(client, scenario) -> Scenario:
    client.post(f"/planung/szenarien/{scenario.key}/berechnen/")
    [job] = ProcrastinateJob.objects.filter(task_name="heatmodel.tasks.compute_scenario")
    assert tasks.compute_scenario.func(**job.args)
    return Scenario.objects.get(pk=scenario.pk)


def made_reports() -> int:
    """Run the jobs that make reports; how many there were."""
    jobs = ProcrastinateJob.objects.filter(task_name="heatmodel.tasks.make_report").order_by("pk")
    waiting = [job for job in jobs if job.pk not in _done]
    for job in waiting:
        _done.add(job.pk)
        tasks.make_report.func(**job.args)
    return len(waiting)


_done: set[int] = set()


@pytest.fixture(autouse=True)
def rasters_apart(tmp_path, settings):
    settings.HEAT_DIR = tmp_path / "heat"
    _done.clear()


def test_a_planner_draws_twenty_trees_and_gets_a_result(client, scenario, settings):
    where = f"/planung/szenarien/{scenario.key}/"
    found = computed(client, scenario)
    assert (found.state, found.progress_pct, found.computed_version) == ("done", 100, 2)
    assert client.get(f"{where}stand/").json()["busy"] is False
    assert found.result["counts"]["tree"]["count"] == 20
    below = found.result["local"]["below"]
    assert below["pet_c"]["delta"] < -2
    people = found.result["people"]
    assert people["least"] <= people["likely"] <= people["most"]
    page = client.get(where).content.decode()
    assert "Was man spürt: unter den Maßnahmen" in page
    assert "Lufttemperatur in der Nacht" in page
    assert "nicht kalibriert" in page
    assert "<b>" not in page.split("<main")[1].split("</h1>")[0]  # the name is text

    sizes = set()
    for quantity in ("pet_c", "tmrt_c", "shade_hours"):
        for moment in ("before", "after", "delta"):
            answer = client.get(f"{where}bild/{quantity}/{moment}.png")
            assert answer.headers["Content-Type"] == "image/png"
            sizes.add(Image.open(io.BytesIO(answer.content)).size)
    assert len(sizes) == 1  # side by side they fit

    page = client.get(where).content.decode()
    assert "Bericht als PDF: wird erstellt …" in page
    assert client.get(f"{where}bericht.pdf").status_code == 404
    assert client.get(f"{where}stand/").json()["coming"] is True
    made_reports()
    told = client.get(f"{where}stand/").json()
    assert told["coming"] is False
    assert f"{where}bericht.pdf" in told["reports"]
    report = client.get(f"{where}bericht.pdf")
    assert report.headers["Content-Disposition"].startswith("attachment")
    text = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(report.content)).pages)
    assert "Szenario: berechnet, nicht gemessen" in text
    assert "Marktplatz <b>" in text
    assert "20 Stück" in text

    html = client.get(f"{where}bericht.html").content.decode()
    assert "<title>Marktplatz &lt;b&gt;</title>" in html
    addresses = re.findall(r"""(?:src|href)\s*=\s*["']([^"']+)""", html)
    assert [one for one in addresses if not one.startswith(("data:", "#"))] == [
        "https://leafletjs.com"  # Leaflet's own link, followed by nobody but a reader
    ]
    assert "default-src 'none'" in html


def test_a_report_in_another_language_is_made_when_asked_for(client, scenario):
    where = f"/planung/szenarien/{scenario.key}/"
    computed(client, scenario)
    made_reports()
    turkish = {"accept-language": "tr"}
    assert client.get(f"{where}bericht.html", headers=turkish).status_code == 404
    client.post(f"{where}bericht.html", headers=turkish)
    client.post(f"{where}bericht.html", headers=turkish)
    assert made_reports() == 1  # asked for twice, made once
    assert 'lang="tr"' in client.get(f"{where}bericht.html", headers=turkish).content.decode()
    assert 'lang="de"' in client.get(f"{where}bericht.html").content.decode()
    services.submit(scenario.key, "de")
    tasks.compute_scenario.func(key=str(scenario.key), version=2, language="de")
    assert client.get(f"{where}bericht.html").status_code == 404  # of a former result


def test_a_report_that_fails_may_be_asked_for_again(client, scenario, monkeypatch):
    where = f"/planung/szenarien/{scenario.key}/"
    computed(client, scenario)
    monkeypatch.setattr("heatmodel.planning.running.MAX_REPORT_BYTES", 1000)
    with pytest.raises(TooLarge, match="a report of"):
        made_reports()
    assert "Karte als HTML-Datei: wird erstellt" in client.get(where).content.decode()
    assert "Bericht als PDF erstellen" in client.get(where).content.decode()


def test_a_draft_that_changed_meanwhile_is_not_called_computed(client, scenario):
    where = f"/planung/szenarien/{scenario.key}/"
    client.post(f"{where}berechnen/")
    assert Scenario.objects.get(pk=scenario.pk).state == "waiting"
    services.save_draft(scenario.key, collection(tree()), seen_version=2)
    [job] = ProcrastinateJob.objects.filter(task_name="heatmodel.tasks.compute_scenario")
    assert not tasks.compute_scenario.func(**job.args)
    assert Scenario.objects.get(pk=scenario.pk).state == "draft"


def test_a_failed_computation_keeps_the_draft_and_says_so(client, scenario, monkeypatch):
    def broken(*_arguments):
        raise MemoryError

    monkeypatch.setattr("heatmodel.planning.running.compute", broken)
    client.post(f"/planung/szenarien/{scenario.key}/berechnen/")
    with pytest.raises(MemoryError):
        tasks.compute_scenario.func(key=str(scenario.key), version=2, language="de")
    page = client.get(f"/planung/szenarien/{scenario.key}/").content.decode()
    assert "Die Berechnung ist gescheitert. Der Entwurf ist erhalten." in page
    assert Scenario.objects.get(pk=scenario.pk).count == 21


def test_a_job_that_died_does_not_block_the_scenario_for_ever(client, scenario):
    where = f"/planung/szenarien/{scenario.key}/"
    client.post(f"{where}berechnen/")
    again = client.post(f"{where}berechnen/", follow=True)
    assert "wird schon berechnet" in again.content.decode()
    Scenario.objects.update(submitted_at=timezone.now() - timedelta(hours=1))
    assert client.get(f"{where}stand/").json()["busy"] is False
    again = client.post(f"{where}berechnen/", follow=True)
    assert "wird schon berechnet" not in again.content.decode()


def test_an_empty_scenario_is_not_computed(client, planner):
    made = services.create(planner, "Leer")
    answer = client.post(f"/planung/szenarien/{made.key}/berechnen/", follow=True)
    assert "hat noch keine Maßnahmen" in answer.content.decode()
    assert not ProcrastinateJob.objects.filter(
        task_name="heatmodel.tasks.compute_scenario"
    ).exists()


def test_it_is_public_only_when_published(client, scenario, planner):
    where = f"/planung/szenarien/{scenario.key}/"

    def public() -> list[dict]:
        return Client().get("/api/layers/heat_scenarios/").json()["features"]

    computed(client, scenario)
    assert public() == []
    client.post(f"{where}veroeffentlichen/")
    shown = public()
    assert len(shown) == len(Scenario.objects.get().result["effects"]) > 0
    for one in shown:
        assert one["properties"]["kind"] == "scenario"
        assert one["properties"]["pet_delta_k"] == pytest.approx(
            one["properties"]["pet_after_c"] - one["properties"]["pet_before_c"], abs=0.02
        )
    assert Dataset.objects.get(slug="hamm-hitzeszenarien").kind == "synthetic"
    written = ChangeSet.objects.latest("pk")  # by the one way in
    assert (written.account, written.door) == (planner, "form")
    client.post(f"{where}veroeffentlichen/")
    assert len(public()) == len(shown)  # in place of the former ones
    client.post(f"{where}zurueckziehen/")
    assert public() == []
    client.post(f"{where}veroeffentlichen/")
    client.post(f"{where}loeschen/")
    assert public() == []


def test_an_old_result_is_not_published(client, scenario):
    computed(client, scenario)
    services.save_draft(scenario.key, collection(tree()), seen_version=2)
    page = client.post(f"/planung/szenarien/{scenario.key}/veroeffentlichen/", follow=True)
    assert "Der Entwurf ist neuer als das Ergebnis" in page.content.decode()
    assert not ScenarioEffect.objects.exists()


def test_planners_may_publish_by_their_role_alone(planner):
    assert planner.has_perm("heatmodel.change_scenario")
    assert planner.has_perm("heatmodel.add_scenarioeffect")
    assert not planner.is_superuser


def tile_at(lon: float, lat: float, z: int = 16) -> str:
    x = int((lon + 180) / 360 * 2**z)
    turned = math.asinh(math.tan(math.radians(lat)))
    return f"{z}/{x}/{int((1 - turned / math.pi) / 2 * 2**z)}.png"


def test_a_published_scenario_is_a_raster_layer_until_it_is_withdrawn(client, scenario):
    where = f"/planung/szenarien/{scenario.key}/"
    reader = Client(headers={"accept-language": "de"})

    def source(state: str) -> dict | None:
        return reader.get("/stil/light.json").json()["sources"].get(f"heat_scenario_{state}")

    computed(client, scenario)
    assert source("delta") is None
    assert reader.get(f"/hitze/szenarien/{scenario.key}/delta.tif").status_code == 404
    client.post(f"{where}veroeffentlichen/")
    painted = {}
    for state in ("before", "after", "delta"):
        address = source(state)["tiles"][0].removeprefix("http://testserver")
        tile = reader.get(address.replace("{z}/{x}/{y}.png", tile_at(*MARKET)))
        rgba = np.asarray(Image.open(io.BytesIO(tile.content)).convert("RGBA"))
        painted[state] = rgba
        assert rgba[..., 3].any()
    assert (painted["before"] != painted["after"]).any()
    # Where nothing changes the difference is clear; hatching keeps classes apart without colour.
    assert not painted["delta"][0, 0, 3]
    assert len(np.unique(painted["delta"][painted["delta"][..., 3] > 0][:, :3], axis=0)) > 2

    page = reader.get("/hitze/szenarien/").content.decode()
    assert "20 Stück" in page
    assert "aus den Ebenen der Karte gezeichnet" in page
    download = b"".join(reader.get(f"/hitze/szenarien/{scenario.key}/delta.tif"))
    with rasterio.MemoryFile(download) as file, file.open() as raster:
        assert raster.descriptions == ("shade_hours", "tmrt_c", "pet_c", "utci_c")
        inside = raster.read(3)
    assert np.nanmin(inside) < -5

    folder = Scenario.objects.get().public_folder
    computed_again(client, scenario)
    assert Scenario.objects.get().folder != folder
    assert source("delta") is not None  # as it was published
    client.post(f"{where}zurueckziehen/")
    assert source("delta") is None
    assert (
        "Noch ist kein Szenario veröffentlicht" in reader.get("/hitze/szenarien/").content.decode()
    )


def computed_again(client, scenario) -> None:
    services.save_draft(scenario.key, collection(tree(), tree(8, 0)), seen_version=2)
    services.submit(scenario.key, "de")
    assert tasks.compute_scenario.func(key=str(scenario.key), version=3, language="de")


def test_rasters_that_nobody_names_are_deleted(
    client, scenario, settings, django_capture_on_commit_callbacks
):
    kept = settings.HEAT_DIR / "scenarios"
    with django_capture_on_commit_callbacks(execute=True):
        computed(client, scenario)
        client.post(f"/planung/szenarien/{scenario.key}/veroeffentlichen/")
    first = {one.name for one in kept.iterdir()}
    assert len(first) == 1
    with django_capture_on_commit_callbacks(execute=True):
        computed_again(client, scenario)
    assert len(list(kept.iterdir())) == 2  # the public one and the result
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/planung/szenarien/{scenario.key}/zurueckziehen/")
    assert len(list(kept.iterdir())) == 1
    assert first != {one.name for one in kept.iterdir()}
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"/planung/szenarien/{scenario.key}/loeschen/")
    assert list(kept.iterdir()) == []
