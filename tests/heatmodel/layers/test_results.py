"""The demonstration's results behind every door: layers, pages, list, tiles, routing."""

import hashlib
import json
import re

import numpy as np
import pytest
import rasterio
from django.test import Client

from heatmodel.models import CoolIsland, CoolPlace, HeatRun, HeatZone, PlaceShade
from heatmodel.results.queries import current_run
from heatmodel.shading.queries import current_pictures, raster_folder
from layers.models import District

JULY_15H = "zeit=2026-07-14T15:00"
pytestmark = pytest.mark.usefixtures("heat")


def results_of(client: Client, query: str = JULY_15H) -> str:
    return client.get(f"/?{query}", headers={"x-fragment": "results"}).content.decode()


def test_the_run_says_that_it_is_modelled_and_not_calibrated():
    run = current_run()
    assert (run.kind, run.calibrated, run.dataset.kind) == ("modelled", False, "synthetic")
    assert {source["dataset"] for source in run.sources} == {"demo-stadtplan"}
    assert run.parameters["weather"]["air_c"] == 33.0


def test_every_raster_of_the_demonstration_says_where_it_comes_from():
    rasters = sorted(raster_folder(current_run()).glob("shade-*.tif"))
    assert len(rasters) == 24
    for number, raster in enumerate(rasters):
        told = json.loads(raster.with_suffix(".prov.json").read_text())
        assert (told["kind"], told["step"]) == ("modelled", "demo")
        assert told["sha256"] == hashlib.sha256(raster.read_bytes()).hexdigest()
        assert [source["name"] for source in told["sources"]] == ["demo-stadtplan"]
        assert told["licences"]
        assert told["parameters"]["day"][5:7] == f"{number // 2 + 1:02d}"
        assert "Not calibrated." in told["notes"]


def test_zones_fill_the_districts_without_overlap():
    from django.contrib.gis.db.models import Union
    from django.contrib.gis.db.models.functions import Area
    from django.db.models import Sum

    total = HeatZone.objects.annotate(area=Area("geometry")).aggregate(sum=Sum("area"))["sum"].sq_m
    union = HeatZone.objects.aggregate(all=Union("geometry"))["all"]
    city = District.objects.aggregate(all=Union("geometry"))["all"]
    assert total == pytest.approx(union.area, rel=1e-9)
    # Cells belong by their middle, so the outline follows the city's to half a cell.
    assert union.intersection(city).area == pytest.approx(city.area, rel=0.01)


def test_classes_follow_the_rule():
    for zone in HeatZone.objects.all():
        assert zone.class_total == max(zone.class_day, zone.class_night)
        assert (zone.lst_anom_k, zone.lst_mad_k, zone.lst_n) == (None, None, None)
        assert (zone.pop65, zone.pop_u6, zone.kind) == (None, None, "modelled")


def test_hot_zones_are_more_sealed_than_cool_ones():
    hot = HeatZone.objects.filter(class_total__gte=4).values_list("sealed_pct", flat=True)
    cool = HeatZone.objects.filter(class_total__lte=2).values_list("sealed_pct", flat=True)
    assert len(hot) >= 5
    assert min(hot) > np.mean(cool)


def test_cool_islands_are_named_after_the_green_they_are():
    assert {"Heessener Wald", "Pilsholz"} <= set(CoolIsland.objects.values_list("name", flat=True))
    assert not CoolIsland.objects.filter(area_ha__lt=1.9).exists()


@pytest.mark.parametrize("name", ["heat_zones", "cool_islands"])
def test_the_layers_are_published_everywhere(client: Client, name: str):
    features = json.loads(client.get(f"/api/layers/{name}.geojson").getvalue())["features"]
    assert len(features) > 50
    assert all(one["properties"]["kind"] == "modelled" for one in features)
    assert client.get(f"/ebenen/{name}/").status_code == 200
    assert client.get(f"/tiles/{name}.json").status_code == 200
    wfs = client.get(
        f"/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=city:{name}&count=1"
    )
    assert b"run_id" in wfs.getvalue()


def test_each_zone_has_its_text_and_its_origin(client: Client):
    zone = HeatZone.objects.filter(class_total=5).first()
    page = client.get(f"/ebenen/heat_zones/{zone.pk}/").content.decode()
    assert "sehr ungünstig" in page
    assert f"wie {round(zone.pet_15)} °C an" in page
    assert "Modelliert, nicht kalibriert" in page
    assert "keine Satellitenmessung" in page
    run = client.get(f"/hitze/laeufe/{zone.run_id}/").content.decode()
    assert "schematischer Stadtplan" in run
    assert "warmest_excess_k" in run


def test_the_page_of_heat_adds_up_each_district(client: Client):
    page = client.get("/hitze/").content.decode()
    names = District.objects.values_list("name", flat=True)
    assert all(f">{name}</bdi></h2>" in page for name in names)
    assert "nicht die der Luft" in page
    assert "Es beweist nichts" in page
    assert "nachts sagt sie nichts aus" in page


def test_the_list_tells_the_stored_share(client: Client):
    html = results_of(client)
    ids = [int(one) for one in re.search(r'data-ids="([^"]*)"', html)[1].split(",")]
    rings = re.search(r'data-rings="([^"]*)"', html)[1].split(",")
    assert len(ids) == len(rings) == 52
    stored = dict(
        PlaceShade.objects.filter(half_month=12).values_list("place", "shares__9")  # 13 UTC
    )
    for pk, ring in zip(ids, rings, strict=True):
        if CoolPlace.objects.get(pk=pk).kind in ("church", "library", "museum", "cool_room"):
            assert ring == "100"
        else:
            assert ring == (str(stored[pk]) if pk in stored else "unknown")
    shown = re.findall(r"Schatten (\d+) %", html)
    assert sorted(map(int, shown)) == sorted(stored[pk] for pk in ids if pk in stored)
    assert "Sonnenstand vom 8. Juli" in html


def test_a_place_whose_position_is_unsure_has_unknown_shade():
    """Only parks, whose area is known by name, are told of from 250 m off."""
    for shade in PlaceShade.objects.filter(half_month=12, basis="around").select_related("place"):
        assert shade.place.accuracy_m <= 100
    unsure = CoolPlace.objects.filter(kind="pool", accuracy_m__gt=100)
    assert unsure.exists()
    assert not PlaceShade.objects.filter(place__in=unsure).exists()


def test_at_night_there_is_no_shade_to_tell_of(client: Client):
    html = results_of(client, "zeit=2026-07-14T23:00")
    assert set(re.search(r'data-rings="([^"]*)"', html)[1].split(",")) == {"100"}
    assert 'data-moment=""' in html
    assert "Die Sonne ist untergegangen" in html
    assert not re.search(r"Schatten \d", html)
    # A winter morning at 7: its hour is stored, the sun is not up.
    winter = results_of(client, "zeit=2026-12-20T07:00")
    assert "Die Sonne ist untergegangen" in winter


def test_the_page_of_a_place_tells_the_day_as_bars_words_and_table(client: Client):
    shade = PlaceShade.objects.filter(half_month=12, basis="area").first()
    page = client.get(f"/orte/{shade.place.slug}/?{JULY_15H}").content.decode()
    rows = re.findall(r'<th scope="row">(\d\d:\d\d)</th><td>(\d+)\xa0%</td>', page)
    assert [int(share) for _hour, share in rows] == shade.shares
    assert (rows[0][0], rows[-1][0]) == ("06:00", "20:00")
    assert f"Um 15:00: {shade.shares[9]}\xa0%." in page
    assert page.count("<rect") == 2 * 15
    assert "Sonnenstand vom 8. Juli 2026" in page


def test_the_picture_shows_the_raster_of_the_hour(client: Client):
    pictures = current_pictures()
    picture = pictures.find("12-9")
    with rasterio.open(picture.path) as raster:
        bits = raster.read(1)
        assert raster.nodata == 32768
    known = bits != 32768
    assert 0.02 < (bits[known] >> 9 & 1).mean() < 0.3
    answer = client.get(f"/raster/shade/{pictures.token}/light/12-9/14/8546/5430.png")
    assert answer["Content-Type"] == "image/png"
    assert (
        client.get(f"/raster/shade/{pictures.token}/light/12-15/14/8546/5430.png").status_code
        == 404
    )
    download = client.get(f"/hitze/schatten/{pictures.token}/12.tif")
    assert b"".join(download.streaming_content)[:2] == b"II"
    assert client.get(f"/hitze/schatten/{pictures.token}/24.tif").status_code == 404


def test_streets_have_their_shade_in_routing():
    from routing.queries import current_graph

    graph = current_graph()
    shade = graph.shade
    assert shade is not None
    assert len(shade.days) == 24
    from datetime import UTC, datetime

    hours = shade.on(datetime(2026, 7, 8, tzinfo=UTC))
    known = hours[13][hours[13] != 255]
    assert len(known) > 0.95 * len(graph)
    assert 0 < (known / 254).mean() < 0.5
    assert (hours[0] == 254).all()  # in the night all is shade


def test_without_a_published_run_nothing_is_told(client: Client):
    HeatRun.objects.update(published=False)
    html = results_of(client)
    assert set(re.search(r'data-rings="([^"]*)"', html)[1].split(",")) == {""}
    assert "Schatten" not in html
    assert "Noch nicht gerechnet" in client.get("/hitze/").content.decode()
    assert "Noch nicht gerechnet" in client.get("/hitze/schatten/").content.decode()
    run = HeatRun.objects.get(about="heat")
    assert client.get(f"/hitze/laeufe/{run.run_id}/").status_code == 404
    assert client.get(f"/hitze/schatten/{run.run_id}/12.tif").status_code == 404
    assert client.get(f"/raster/shade/{run.run_id}/light/12-9/14/8546/5430.png").status_code == 404
    assert "shade" not in json.loads(client.get("/stil/light.json").content)["sources"]


def test_a_run_whose_input_has_changed_says_so(client: Client):
    said = "haben sich seit der Berechnung geändert"
    assert said not in client.get("/hitze/").content.decode()
    HeatRun.objects.update(fingerprint="another")
    assert said in client.get("/hitze/").content.decode()
    assert said in client.get(f"/hitze/laeufe/{current_run().run_id}/").content.decode()


@pytest.mark.parametrize("path", ["/hitze/schatten/?zeit=gestern", f"/hitze/schatten/?{JULY_15H}"])
def test_any_time_may_be_asked_for(client: Client, path: str):
    assert client.get(path).status_code == 200
