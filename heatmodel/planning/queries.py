"""Reading scenarios for their pages."""

from uuid import UUID

from django.contrib.gis.db.models.functions import Envelope, Transform
from django.db.models import Case, CharField, Exists, OuterRef, Q, QuerySet, When
from django.db.models.functions import Cast

from heatmodel.planning.models import Scenario, ScenarioEffect, ScenarioPicture, ScenarioReport
from layers.ground.crs import WEB_SRID
from layers.ground.models import City

Box = tuple[float, float, float, float]


def city_box() -> Box | None:
    """West, south, east, north of the city's boundary in EPSG:4326."""
    city = City.objects.annotate(box=Envelope(Transform("boundary", WEB_SRID))).only("pk").first()
    return city.box.extent if city else None


def _with_publicity() -> QuerySet[Scenario]:
    effects = ScenarioEffect.objects.filter(
        scenario=Cast(OuterRef("key"), CharField()), published=True
    )
    return Scenario.objects.select_related("account").annotate(
        is_public=Case(When(public_folder="", then=Exists(effects)), default=True)
    )


def scenarios() -> QuerySet[Scenario]:
    """All of them, the one changed last first, without their results; each tells `is_public`."""
    return _with_publicity().defer("result", "public_result")


def scenario(key: UUID) -> Scenario | None:
    return _with_publicity().filter(key=key).first()


def public_scenarios() -> list[Scenario]:
    """Those whose rasters everybody may see, with their results; the latest first."""
    return list(Scenario.objects.exclude(public_folder="").order_by("-public_since", "-pk"))


def reports(scenario: Scenario, language: str) -> dict[str, ScenarioReport]:
    """By form those of the result in a language, without their content."""
    rows = scenario.reports.filter(language=language, version=scenario.computed_version)
    return {
        one.form: one for one in rows.defer("content").annotate(is_ready=Q(content__isnull=False))
    }


def report(scenario: Scenario, form: str, language: str) -> bytes | None:
    """Its content; None as long as there is none of the result."""
    rows = scenario.reports.filter(form=form, language=language, version=scenario.computed_version)
    content = rows.values_list("content", flat=True).first()
    return None if content is None else bytes(content)


def picture(key: UUID, quantity: str, moment: str) -> bytes | None:
    found = ScenarioPicture.objects.filter(scenario__key=key, quantity=quantity, moment=moment)
    png = found.values_list("png", flat=True).first()
    return None if png is None else bytes(png)
