"""People within reach of an open cool place: by hand on small numbers, by routes on Hamm."""

import io
import json
from datetime import date

import geopandas as gpd
import numpy as np
import pytest
import shapely
from django.core.management import CommandError, call_command
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob

from heatmodel.coverage.homes import spread
from heatmodel.coverage.week import OpenAt, people_within, week_of
from heatmodel.models import CoolPlace, CoverageArea, CoverageWeek, HeatRun, HeatZone
from heatmodel.priority import priority
from layers.hours import HAMM

MONDAY = date(2026, 7, 6)


def test_people_are_spread_by_the_room_of_the_houses():
    cells = [shapely.box(0, 0, 10, 10), shapely.box(10, 0, 20, 10), shapely.box(20, 0, 30, 10)]
    houses = np.array([[1.0, 1.0], [2.0, 2.0], [99.0, 99.0]])
    homes = spread(cells, [90, 7, None], houses, np.array([200.0, 100.0, 50.0]))
    found = sorted(zip(homes.x, homes.y, homes.people, homes.cell, strict=True))
    assert found == [(1, 1, 60, 0), (2, 2, 30, 0), (15, 5, 7, 1)]


def test_nobody_lives_nowhere():
    assert len(spread([], [], np.zeros((0, 2)), np.zeros(0)).x) == 0


def test_unknown_hours_are_only_perhaps_open():
    hours = ["Mo-Fr 09:00-17:00", "24/7", None, "irgendwann"]
    week = week_of(MONDAY, hours, HAMM)
    assert len(week) == 168
    assert week[24 + 15] == OpenAt(frozenset({0, 1}), frozenset({0, 1, 2, 3}))
    assert week[24 + 17] == OpenAt(frozenset({1}), frozenset({1, 2, 3}))
    assert week[6 * 24 + 15].sure == frozenset({1})  # Sunday


@pytest.mark.usefixtures("heat")
class TestHamm:
    def test_every_area_has_its_week(self):
        assert CoverageArea.objects.filter(unit="district").count() == 7
        assert CoverageArea.objects.filter(unit="cell").count() == 223
        assert CoverageWeek.objects.count() == 3 * 3 * 230  # minutes, levels of warning

    def test_more_minutes_and_unknown_hours_never_reach_fewer(self):
        for area in CoverageArea.objects.filter(unit="district"):
            weeks = {week.minutes: week for week in area.weeks.filter(level=0)}
            for week in weeks.values():
                assert (np.array(week.sure) <= np.array(week.perhaps)).all()
                assert max(week.perhaps) <= area.inhabitants
            assert (np.array(weeks[5].sure) <= np.array(weeks[10].sure)).all()
            assert (np.array(weeks[10].sure) <= np.array(weeks[15].sure)).all()

    def test_the_layer_tells_the_share_of_the_week(self):
        for area in CoverageArea.objects.filter(unit="district"):
            people = area.weeks.get(minutes=10, level=0).sure[24 + 15]
            assert area.weekday_10 == pytest.approx(100 * people / area.inhabitants, abs=0.06)

    def test_walking_times_are_those_of_routes(self):
        from heatmodel.coverage.inputs import homes_on_network
        from heatmodel.coverage.week import Walks
        from routing import engine
        from routing.covering import People
        from routing.errors import NoRoute

        graph, homes, snapped = homes_on_network()
        places = list(CoolPlace.objects.order_by("pk"))
        at = week_of(MONDAY, [place.opening_hours for place in places], HAMM)[24 + 15]
        points = [place.geometry.transform(4326, clone=True).coords for place in places]
        walks = Walks(graph, People(snapped, homes.people), points).seconds(at.sure)
        costs = engine.Costs(mode="foot", speed_kmh=3.6)
        near = np.flatnonzero(walks < 1200)
        for home in np.random.default_rng(3).choice(near, 12, replace=False):
            times = []
            for place in at.sure:
                try:
                    times.append(
                        engine.route(graph, snapped[int(home)], points[place], costs).duration_s
                    )
                except NoRoute:
                    continue
            assert walks[home] == pytest.approx(min(times), abs=0.5)

    def test_ranks_count_the_aged_where_they_are_known_of_every_zone(self, client):
        from heatmodel.coverage.services import compute

        def told() -> bool:
            page = client.get("/hitze/").content.decode()
            assert ("zählt deshalb alle Einwohner" in page) != ("zählt die Menschen ab 65" in page)
            return "zählt die Menschen ab 65" in page

        assert not told()
        HeatZone.objects.update(pop65=0)
        last = HeatZone.objects.exclude(rank=None).order_by("-rank").first()
        HeatZone.objects.filter(pk=last.pk).update(pop65=5000)
        compute()
        assert told()
        assert HeatZone.objects.get(pk=last.pk).rank < last.rank  # few live there, all of them aged

    def test_ranks_are_for_a_day_with_a_heat_warning(self, monkeypatch):
        """Where every place is shut on such days, nobody is near one, whatever holds else."""
        from heatmodel.coverage import services

        CoolPlace.objects.update(warning_hours="off", warning_level=1)
        asked = []

        def ranked(hazard, vulnerable, uncovered, **more):
            asked.append(uncovered)
            return priority(hazard, vulnerable, uncovered, **more)

        monkeypatch.setattr(services, "priority", ranked)
        services.compute()
        known = asked[0][np.isfinite(asked[0])]
        assert len(known) > 30 and (known == 1).all()
        assert CoverageArea.objects.filter(weekday_10__gt=0).exists()  # the ordinary hours

    def test_days_whose_places_are_open_alike_are_reckoned_once(self, monkeypatch):
        from heatmodel.coverage import services

        CoolPlace.objects.update(warning_hours="")
        calls = []
        monkeypatch.setattr(
            services, "people_within", lambda *a: calls.append(a) or people_within(*a)
        )
        services.compute()
        assert len(calls) == 2 * 2  # districts and cells, sure and perhaps
        assert CoverageWeek.objects.count() == 3 * 3 * 230

    def test_a_coverage_of_an_older_release_is_queued_after_migrations(self):
        from heatmodel.results.queries import current_run, is_stale
        from heatmodel.tasks import renew_coverage

        assert not renew_coverage()
        run = current_run("coverage")
        del run.parameters["method"]
        run.save(update_fields=["parameters"])
        assert is_stale(run)
        waiting = ProcrastinateJob.objects.filter(task_name="heatmodel.tasks.compute_coverage")
        waiting.delete()
        call_command("migrate", verbosity=0)
        assert waiting.filter(status="todo").count() == 1

    def test_zones_of_files_get_the_shares_of_the_map(self, tmp_path):
        """Districts as zones: what the layer tells of them for a Tuesday at 15."""
        districts = CoverageArea.objects.filter(unit="district").order_by("pk")
        shapes = [shapely.from_wkb(bytes(one.geometry.wkb)) for one in districts]
        (tmp_path / "out").mkdir()
        gpd.GeoDataFrame({"zone_id": range(7)}, geometry=shapes, crs=25832).to_file(
            tmp_path / "out" / "zones.gpkg"
        )
        config = tmp_path / "heat.toml"
        config.write_text("[coverage]\nweekday = 2\nhour = 15\nlevel = 0\n")
        call_command("heat", "all", config=config, stdout=io.StringIO())
        made = gpd.read_file(tmp_path / "out" / "zones.gpkg")
        for minutes in (5, 10, 15):
            shares = [getattr(one, f"weekday_{minutes}") / 100 for one in districts]
            np.testing.assert_allclose(made[f"cool_{minutes}min"], shares, atol=0.001)
        said = json.loads((tmp_path / "out" / "zones.prov.json").read_text())
        assert said["step"] == "coverage" and said["parameters"]["open_places"] == 4

    @pytest.mark.parametrize("odd", ["weekday = 0", "hour = 24", "level = 3", 'hour = "drei"'])
    def test_an_hour_that_is_none_is_refused(self, tmp_path, odd):
        config = tmp_path / "heat.toml"
        config.write_text(f"[coverage]\n{odd}\n")
        with pytest.raises(CommandError, match=r"\[coverage\]"):
            call_command("heat", "coverage", config=config, stdout=io.StringIO())

    def test_zones_are_ranked_with_an_interval(self):
        ranked = HeatZone.objects.exclude(rank=None)
        assert ranked.count() > 30
        for zone in ranked:
            assert zone.rank_p05 <= zone.rank_p95
            assert 0 <= zone.confidence <= 100
            assert zone.pop >= 1
        assert HeatZone.objects.filter(rank=None, pop__gte=1).count() == 0

    def test_the_page_tells_any_hour(self, client: Client):
        page = client.get("/hitze/erreichbarkeit/?tag=6&stunde=20").content.decode()
        assert "Sonntag, 20:00" in page
        assert page.count('<th scope="row">') == 8
        assert "mit unbekannten Zeiten höchstens" in page
        mitte = CoverageArea.objects.get(unit="district", name="Mitte")
        week = mitte.weeks.get(minutes=10, level=0)
        share = round(100 * week.sure[6 * 24 + 20] / mitte.inhabitants)
        row = page[page.index(">Mitte</bdi>") :]
        assert f"<td>{share} %" in row[: row.index("</tr>")]

    def test_the_list_of_places_tells_it_for_its_hour(self, client: Client):
        page = client.get("/?zeit=2026-08-02T20:15").content.decode()
        weeks = CoverageWeek.objects.filter(area__unit="district", minutes=10, level=0)
        people = sum(
            CoverageArea.objects.filter(unit="district").values_list("inhabitants", flat=1)
        )
        share = round(100 * sum(week.sure[6 * 24 + 20] for week in weeks) / people)
        assert f"erreichen {share} % der Menschen in 10 Minuten" in page
        assert "/hitze/erreichbarkeit/?tag=6&amp;stunde=20" in page

    @pytest.mark.parametrize("query", ["tag=9", "tag=x&stunde=-1", "stunde=²", "stunde=99"])
    def test_a_wrong_hour_falls_back_to_tuesday_afternoon(self, client: Client, query: str):
        page = client.get(f"/hitze/erreichbarkeit/?{query}")
        assert page.status_code == 200
        assert "Dienstag, 15:00" in page.content.decode()

    def test_without_a_run_the_page_says_so(self, client: Client):
        HeatRun.objects.filter(about="coverage").update(published=False)
        assert "Noch nicht gerechnet" in client.get("/hitze/erreichbarkeit/").content.decode()

    def test_the_heat_run_stays_the_map_s(self, client: Client):
        assert client.get("/raster/shade/x/light/12-9/14/1/1.png").status_code == 307
