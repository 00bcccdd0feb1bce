"""What of a scenario everybody may see: its effects as features, by the one way in."""

from typing import Any

from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from heatmodel.planning.models import Scenario, ScenarioEffect
from layers import registry
from layers.editing.services import Change, write
from layers.ground.crs import STORAGE_SRID
from layers.ground.models import City, Dataset

DOOR = "form"


def publish(scenario: Scenario, account: User) -> int:
    """The effects as they are now, in place of those published before; how many."""
    layer = registry.layer("heat_scenarios")
    result: dict[str, Any] = scenario.result or {}
    dataset = _dataset()
    values = [_values(scenario, effect, dataset) for effect in result["effects"]]
    changes = [*_removals(scenario), *(Change(layer, "insert", one) for one in values)]
    if changes:
        comment = _("Szenario „%(name)s“ veröffentlicht") % {"name": scenario.name}
        write(changes, door=DOOR, account=account, comment=comment)
    return len(values)


def withdraw(scenario: Scenario, account: User) -> None:
    if changes := _removals(scenario):
        comment = _("Szenario „%(name)s“ zurückgezogen") % {"name": scenario.name}
        write(changes, door=DOOR, account=account, comment=comment)


def _removals(scenario: Scenario) -> list[Change]:
    layer = registry.layer("heat_scenarios")
    keys = ScenarioEffect.objects.filter(scenario=str(scenario.key)).values_list("pk", flat=True)
    return [Change(layer, "delete", pk=pk) for pk in keys.order_by("pk")]


def _values(scenario: Scenario, effect: dict[str, Any], dataset: Dataset) -> dict[str, Any]:
    shape = GEOSGeometry(effect["wkt"], srid=STORAGE_SRID)
    if shape.geom_type == "Polygon":
        shape = MultiPolygon(shape, srid=STORAGE_SRID)
    numbers = {name: effect[name] for name in _NUMBERS}
    return {
        "name": scenario.name,
        "scenario": str(scenario.key),
        "effect": effect["effect"],
        "geometry": shape,
        "computed_on": timezone.localtime(scenario.computed_at).date(),
        "dataset": dataset,
        **numbers,
    }


_NUMBERS = ("pet_before_c", "pet_after_c", "pet_delta_k", "shade_delta_h")


def dataset_slug() -> str:
    return f"{City.objects.only('slug').get().slug}-hitzeszenarien"


def _dataset() -> Dataset:
    """Made on demand. Calculated from a model of the city, so never called real."""
    city = City.objects.only("slug", "name").get()
    dataset, _created = Dataset.objects.get_or_create(
        slug=dataset_slug(),
        defaults={
            "title": f"Hitzeszenarien der Stadt {city.name}",
            "description": (
                "Gedachte Maßnahmen gegen Hitze und ihre berechnete Wirkung. Modelliert, nicht "
                "gemessen und nicht kalibriert."
            ),
            "publisher": f"Stadt {city.name}",
            "licence": "Datenlizenz Deutschland – Namensnennung – Version 2.0",
            "licence_uri": "https://www.govdata.de/dl-de/by-2-0",
            "attribution": f"© Stadt {city.name}, Hitzeszenarien",
            "kind": Dataset.Kind.SYNTHETIC,
        },
    )
    return dataset
