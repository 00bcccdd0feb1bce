"""Keeping, computing and publishing scenarios; one transaction each."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from heatmodel.planning import drafts, publishing, rasters
from heatmodel.planning.errors import DraftChanged, NotComputable, NotComputed
from heatmodel.planning.models import Scenario, ScenarioPicture, ScenarioReport
from heatmodel.planning.queries import city_box
from heatmodel.tasks import compute_scenario, make_report


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


def submit(key: UUID, language: str) -> Scenario:
    """Have the draft computed in the background, and reports of it made in `language`.

    Raises NotComputable, in words.
    """
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
        compute_scenario.defer(key=str(scenario.key), version=scenario.version, language=language)
    return scenario


def ask_for_report(key: UUID, form: str, language: str) -> None:
    """Have a report of the result made in the background, unless it is there or being made.

    Raises Scenario.DoesNotExist, NotComputed.
    """
    with transaction.atomic():
        scenario = Scenario.objects.select_for_update().get(key=key)
        version = scenario.computed_version
        if version is None:
            raise NotComputed(_("Bitte zuerst berechnen: Es gibt noch kein Ergebnis."))
        found = scenario.reports.filter(form=form, language=language).first()
        if found and found.version == version and (found.content or found.is_coming):
            return
        scenario.reports.update_or_create(
            form=form,
            language=language,
            defaults={"version": version, "asked_at": timezone.now(), "content": None},
        )
        make_report.defer(key=str(key), version=version, form=form, language=language)


def keep_report(key: UUID, version: int, form: str, language: str, content: bytes) -> None:
    """Nothing is kept of a result that has been replaced since."""
    ScenarioReport.objects.filter(
        scenario__key=key, version=version, form=form, language=language
    ).update(content=content)


def drop_report(key: UUID, version: int, form: str, language: str) -> None:
    """One that could not be made, so that it may be asked for again."""
    ScenarioReport.objects.filter(
        scenario__key=key, version=version, form=form, language=language
    ).delete()


def delete(key: UUID, account: User) -> None:
    """The scenario, its pictures and rasters, and what of it was published."""
    with transaction.atomic():
        scenario = Scenario.objects.select_for_update().get(key=key)
        publishing.withdraw(scenario, account)
        rasters.forget({scenario.folder, scenario.public_folder})
        scenario.delete()


def publish(key: UUID, account: User) -> int:
    """Show the rasters, and the effects as features; how many of these. Raises NotComputed,
    NotAllowed.
    """
    with transaction.atomic():
        scenario = Scenario.objects.select_for_update().get(key=key)
        if scenario.result is None or not scenario.is_up_to_date:
            raise NotComputed(_("Bitte zuerst berechnen: Der Entwurf ist neuer als das Ergebnis."))
        count = publishing.publish(scenario, account)
        scenario.public_result, scenario.public_since = scenario.result, timezone.now()
        _show(scenario, scenario.folder)
    return count


def withdraw(key: UUID, account: User) -> None:
    with transaction.atomic():
        scenario = Scenario.objects.select_for_update().get(key=key)
        publishing.withdraw(scenario, account)
        scenario.public_result, scenario.public_since = None, None
        _show(scenario, "")


def _show(scenario: Scenario, folder: str) -> None:
    """Make `folder` the public one; that before it is forgotten unless it is the result's."""
    rasters.forget({scenario.public_folder} - {folder, scenario.folder})
    scenario.public_folder = folder
    scenario.save(update_fields=["public_folder", "public_since", "public_result"])


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
    key: UUID,
    version: int,
    result: Mapping[str, Any],
    pictures: Mapping[tuple[str, str], bytes],
    folder: str,
) -> None:
    """Keep what was computed for `version`; the draft may be newer by now, and stays one then.

    `folder` holds the rasters of the result. Reports of an earlier one are forgotten.
    """
    with transaction.atomic():
        scenario = Scenario.objects.select_for_update().filter(key=key).first()
        if scenario is None:
            rasters.forget({folder})
            return
        rasters.forget({scenario.folder} - {scenario.public_folder})
        scenario.folder = folder
        scenario.reports.all().delete()
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
