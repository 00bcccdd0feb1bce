"""Closures of operators that a fresh map starts with: `fixtures/closure_rules/<city>.json`."""

import json

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext

from heatmodel.places.models import ClosureRule
from layers.ground.models import City


def load_closure_rules(**_signal: object) -> str:
    """Add the rules that are not there yet; a line that says how many. Others stay as they are."""
    city = City.objects.values_list("slug", flat=True).first()
    path = settings.FIXTURES_DIR / "closure_rules" / f"{city}.json"
    if not path.is_file():
        return ""
    with transaction.atomic():
        new = sum(_added(described) for described in json.loads(path.read_text("utf-8")))
    if not new:
        return ""
    return gettext("Schließungen der Träger: %(count)d neu") % {"count": new}


def _added(described: dict[str, str]) -> bool:
    key = {name: described[name] for name in ("operator", "closures")}
    if ClosureRule.objects.filter(**key).exists():
        return False
    rule = ClosureRule(**described)
    rule.full_clean()
    rule.save()
    return True
