"""A model and ten lines of declaration: the new layer stands behind every door."""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.gis.db import models
from django.db import connection
from django.test import Client

from layers.base.models import Named, PointFeature
from layers.ground.models import Feature
from layers.registry import Field, Layer, Symbol, Theme, register, unregister
from tests.factories import MARKET, make_city, make_dataset, point
from tests.publish.doors import Door, tile_of


@pytest.fixture
def model() -> Iterator[type[Feature]]:
    """The model of the documentation; forgotten again, for other databases lack its table."""

    class Well(PointFeature, Named):
        depth_m = models.FloatField(null=True)

        class Meta(Feature.Meta):
            app_label = "layers"

    yield Well
    del apps.all_models["layers"]["well"]
    apps.clear_cache()


@pytest.fixture
def wells(model: type[Feature], own_database: str) -> Iterator[type[Feature]]:
    """The layer of `docs/adding-a-layer.md`, with its table."""
    layer = Layer(
        name="wells",
        title="Tiefbrunnen",
        theme=Theme.COOL,
        model=model,
        fields=(
            Field("name", "Name", in_tile=True, in_list=True),
            Field("depth_m", "Tiefe", "number", unit="m", in_list=True),
        ),
        symbols=(Symbol("Ein Tiefbrunnen", paint={"circle-color": "@cool-water"}),),
        visible=True,
        search=("name",),
    )
    with connection.schema_editor() as editor:
        editor.create_model(model)
    for trigger in model._meta.triggers:
        trigger.install(model)
    register(layer)
    make_city()
    yield model
    unregister("wells")


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "de"})


@pytest.fixture
def well(wells: type[Feature]) -> Feature:
    return wells.objects.create(
        dataset=make_dataset(), source_id="1", name="Brunnen am Markt", geometry=point(), depth_m=7
    )


def test_it_is_in_the_tiles_and_follows_edits(well):
    door, tile = Door(), tile_of(*well.geometry.coords, zoom=14)
    (feature,) = door.current("wells", *tile).layers["wells"]["features"]
    assert (feature["id"], feature["properties"]) == (well.pk, {"name": "Brunnen am Markt"})
    before = door.address("wells", *tile)
    type(well).objects.update(name="Brunnen am Tor")
    after = door.address("wells", *tile)
    assert before != after
    (feature,) = door.get(after).layers["wells"]["features"]
    assert feature["properties"]["name"] == "Brunnen am Tor"


def test_it_is_in_style_and_legend(client, well):
    style = client.get("/stil/light.json").json()
    drawn = [one for one in style["layers"] if one.get("source-layer") == "wells"]
    assert [one["type"] for one in drawn] == ["circle"]
    assert drawn[0]["paint"]["circle-color"].startswith("#")
    page = client.get("/").content.decode()
    assert "Ein Tiefbrunnen" in page  # the legend
    assert "Tiefbrunnen" in client.get("/ebenen/").content.decode()


def test_it_is_in_list_and_page(client, well):
    assert "Brunnen am Markt" in client.get("/ebenen/wells/").content.decode()
    page = client.get(f"/ebenen/wells/{well.pk}/").content.decode()
    assert "Tiefe" in page
    assert "7" in page


def test_it_is_in_json(client, well):
    (listed,) = client.get("/api/layers/wells/").json()["features"]
    assert listed["properties"]["depth_m"] == 7
    streamed = b"".join(client.get("/api/layers/wells.geojson").streaming_content)
    assert b"Brunnen am Markt" in streamed
    assert listed["geometry"]["coordinates"] == pytest.approx(MARKET, abs=1e-6)


def test_it_is_found_by_name(client, well):
    found = client.get("/api/search/?q=brunnen am mark").json()
    assert "Brunnen am Markt" in str(found)
