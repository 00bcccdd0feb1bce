"""Keeping, computing and publishing scenarios; one transaction each."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from heatmodel.planning import drafts, publishing
from heatmodel.planning.errors import DraftChanged, NotComputable, NotComputed
from heatmodel.planning.models import Scenario, ScenarioPicture
from heatmodel.planning.queries import city_box
from heatmodel.tasks import compute_scenario


def create(account: User, name: str) -> Scenario:
    return Scenario.objects.create(account=account, name=name)


def rename(key: UUID, name: str) -> None:
    Scenario.objects.filter(key=key).update(name=name, changed_at=timezone.now())


def save_draft(key: UUID, collection: Mapping[str, Any], *, seen_version: int) -> Scenario:
    """Keep `collection` (from `drafts.read_collection`) as the draft, mistakes included.

    The same measures again change nothing. Raises Scenario.DoesNotExist, or DraftChanged if
    somebody else saved since `seen_version`.
    """
    with transaction.atomic():
        scenario = Scenario.objects.select_for_update().get(key=key)
        if scenario.measures == collection:
            return scenario
        if scenario.version != seen_version:
            raise DraftChanged(scenario.version, scenario.measures)
        scenario.measures = dict(collection)
        scenario.version += 1
        if not scenario.is_busy:
            scenario.state, scenario.failure = Scenario.State.DRAFT, ""
        scenario.save()
    return scenario


def submit(key: UUID) -> Scenario:
    """Have the draft computed in the background. Raises NotComputable, in words."""
    with transaction.atomic():
        scenario = Scenario.objects.select_for_update().get(key=key)
        if scenario.is_busy:
            raise NotComputable(_("Das Szenario wird schon berechnet."))
        if not scenario.count:
            raise NotComputable(_("Das Szenario hat noch keine Maßnahmen."))
        if drafts.problems(scenario.measures, city_box()):
            raise NotComputable(_("Bitte zuerst die genannten Fehler beheben."))
        scenario.state, scenario.progress_pct = Scenario.State.WAITING, 0
        scenario.failure, scenario.submitted_at = "", timezone.now()
        scenario.save()
        compute_scenario.defer(key=str(scenario.key), version=scenario.version)
    return scenario


def delete(key: UUID, account: User) -> None:
    """The scenario, its pictures, and what of it was published."""
    with transaction.atomic():
        scenario = Scenario.objects.select_for_update().get(key=key)
        publishing.withdraw(scenario, account)
        scenario.delete()


def publish(key: UUID, account: User) -> int:
    """Show the effects as features of the layer; how many. Raises NotComputed, NotAllowed."""
    with transaction.atomic():
        scenario = Scenario.objects.select_for_update().get(key=key)
        if scenario.result is None or not scenario.is_up_to_date:
            raise NotComputed(_("Bitte zuerst berechnen: Der Entwurf ist neuer als das Ergebnis."))
        return publishing.publish(scenario, account)


def withdraw(key: UUID, account: User) -> None:
    with transaction.atomic():
        publishing.withdraw(Scenario.objects.select_for_update().get(key=key), account)


def begin(key: UUID, version: int) -> Scenario | None:
    """The scenario, marked as running; None if it is gone or has been drawn anew since."""
    with transaction.atomic():
        scenario = Scenario.objects.select_for_update().filter(key=key).first()
        if scenario is None:
            return None
        if scenario.version != version:
            scenario.state = Scenario.State.DRAFT
            scenario.save(update_fields=["state"])
            return None
        scenario.state = Scenario.State.RUNNING
        scenario.save(update_fields=["state"])
    return scenario


def tell_progress(key: UUID, percent: int) -> None:
    Scenario.objects.filter(key=key).update(progress_pct=percent)


def finish(
    key: UUID, version: int, result: Mapping[str, Any], pictures: Mapping[tuple[str, str], bytes]
) -> None:
    """Keep what was computed for `version`; the draft may be newer by now, and stays one then."""
    with transaction.atomic():
        scenario = Scenario.objects.select_for_update().filter(key=key).first()
        if scenario is None:
            return
        scenario.result, scenario.computed_version = dict(result), version
        scenario.computed_at = timezone.now()
        scenario.state = Scenario.State.DONE if scenario.is_up_to_date else Scenario.State.DRAFT
        scenario.progress_pct, scenario.failure = 100, ""
        scenario.save()
        scenario.pictures.all().delete()
        ScenarioPicture.objects.bulk_create(
            ScenarioPicture(scenario=scenario, quantity=quantity, moment=moment, png=png)
            for (quantity, moment), png in pictures.items()
        )


def fail(key: UUID, reason: str) -> None:
    Scenario.objects.filter(key=key).update(
        state=Scenario.State.FAILED, failure=reason[:300], progress_pct=0
    )
