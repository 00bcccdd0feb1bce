"""The invented plan that a fresh map shows: `fixtures/action_plan/<city>.json`."""

import json

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from heatmodel.action_plan.models import HeatDayEntry, MeasurePlace, PlanMeasure
from layers.ground.models import City
from layers.registry import layer


def load_action_plan(**_signal: object) -> str:
    """Load it where no plan was begun; every row is marked as invented. A line for the report."""
    city = City.objects.values_list("slug", flat=True).first()
    path = settings.FIXTURES_DIR / "action_plan" / f"{city}.json"
    if not path.is_file() or PlanMeasure.objects.exists() or HeatDayEntry.objects.exists():
        return ""
    described = json.loads(path.read_text("utf-8"))
    with transaction.atomic():
        for one in described["measures"]:
            kind = one.pop("cool_places", None)
            measure = PlanMeasure.objects.create(**one, is_synthetic=True, published=True)
            places = layer("cool_places").published().filter(kind=kind).order_by("pk")[:5]
            MeasurePlace.objects.bulk_create(
                MeasurePlace(measure=measure, layer="cool_places", feature=place.pk)
                for place in places
            )
        for one in described["heat_days"]:
            title = one.pop("measure")
            entry = HeatDayEntry(**one, is_synthetic=True, published=True)
            entry.measure = PlanMeasure.objects.get(title=title)
            entry.save()
    count = len(described["measures"])
    return gettext("Hitzeaktionsplan (erfunden): %(count)d Maßnahmen") % {"count": count}
