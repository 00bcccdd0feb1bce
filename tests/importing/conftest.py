"""A city to import into, and the count of everything an import could change."""

from collections.abc import Callable

import pytest
from django.contrib.gis.geos import MultiPolygon, Point, Polygon
from django.db.models import Max

from heatmodel.models import CoolPlace
from layers.ground.models import City, Dataset, TableRevision
from layers.importing.models import ImportRun
from layers.registry import all_layers

# A square of 4 km around the town hall of Hamm, EPSG:25832.
WEST, SOUTH, EAST, NORTH = 416_000, 5_722_000, 420_000, 5_726_000
MARGIN_M = 100


def make_dataset(slug: str = "probe", kind: str = "real") -> Dataset:
    return Dataset.objects.create(
        slug=slug,
        title=slug,
        publisher="Stadt",
        licence="CC0",
        attribution="Stadt",
        kind=kind,
    )


def make_city() -> City:
    boundary = MultiPolygon(Polygon.from_bbox((WEST, SOUTH, EAST, NORTH)), srid=25832)
    return City.objects.create(
        slug="hamm",
        name="Hamm",
        boundary=boundary,
        centre=Point(418_000, 5_724_000, srid=25832),
        margin_m=MARGIN_M,
        dataset=make_dataset("grenze"),
    )


@pytest.fixture
def city(db) -> City:
    return make_city()


@pytest.fixture
def dataset(city: City) -> Dataset:
    return make_dataset()


def features() -> dict[str, tuple]:
    """Every layer's number of rows and highest version, and the revisions."""
    counted = {
        layer.name: (
            layer.model.objects.count(),
            layer.model.objects.aggregate(Max("version"))["version__max"],
        )
        for layer in all_layers()
    }
    revisions = TableRevision.objects.order_by("table_name").values_list("table_name", "revision")
    return {**counted, "revisions": tuple(revisions)}


@pytest.fixture
def unchanged(dataset: Dataset) -> Callable[[], None]:
    """Call it after an import that must not have happened."""
    CoolPlace.objects.create(
        name="Yesterday",
        kind="park",
        geometry=Point(418_000, 5_724_000, srid=25832),
        dataset=dataset,
        source_id="yesterday",
    )
    before = features()

    def check() -> None:
        assert features() == before
        assert not ImportRun.objects.filter(state=ImportRun.State.DONE).exists()

    return check
