"""Reading scenarios for their pages."""

from uuid import UUID

from django.contrib.gis.db.models.functions import Envelope, Transform
from django.db.models import CharField, Exists, OuterRef, QuerySet
from django.db.models.functions import Cast

from heatmodel.planning.models import Scenario, ScenarioEffect, ScenarioPicture
from layers.ground.crs import WEB_SRID
from layers.ground.models import City

Box = tuple[float, float, float, float]


def city_box() -> Box | None:
    """West, south, east, north of the city's boundary in EPSG:4326."""
    city = City.objects.annotate(box=Envelope(Transform("boundary", WEB_SRID))).only("pk").first()
    return city.box.extent if city else None


def scenarios() -> QuerySet[Scenario]:
    """All of them, the one changed last first, without their results; each tells `is_public`."""
    public = ScenarioEffect.objects.filter(
        scenario=Cast(OuterRef("key"), CharField()), published=True
    )
    return (
        Scenario.objects.select_related("account")
        .defer("result")
        .annotate(is_public=Exists(public))
    )


def scenario(key: UUID) -> Scenario | None:
    public = ScenarioEffect.objects.filter(
        scenario=Cast(OuterRef("key"), CharField()), published=True
    )
    return (
        Scenario.objects.filter(key=key)
        .select_related("account")
        .annotate(is_public=Exists(public))
        .first()
    )


def picture(key: UUID, quantity: str, moment: str) -> bytes | None:
    found = ScenarioPicture.objects.filter(scenario__key=key, quantity=quantity, moment=moment)
    png = found.values_list("png", flat=True).first()
    return None if png is None else bytes(png)
