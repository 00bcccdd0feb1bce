"""The job that keeps `published` true to the valid time, so that no publisher reads the clock."""

from datetime import datetime

from django.db.models import F, Q

from layers.editing.changes import change_set
from layers.editing.models import ChangeSet
from layers.registry import all_layers


def follow_valid_time(at: datetime) -> int:
    """Show what has become valid at `at` and hide what is not valid; how many rows changed.

    Hidden: published rows whose time is over or has not come. Shown: unpublished rows whose
    time has come since somebody last edited them; what a person withdrew later stays withdrawn.
    """
    has_come = Q(valid_from__lte=at) & (Q(valid_to=None) | Q(valid_to__gt=at))
    to_show = Q(published=False, valid_from__gt=F("updated_at")) & has_come
    to_hide = Q(published=True) & (Q(valid_to__lte=at) | Q(valid_from__gt=at))
    timed = Q(valid_from__isnull=False) | Q(valid_to__isnull=False)  # the condition of the index
    changed = 0
    for model in {layer.model for layer in all_layers()}:
        due = model._default_manager.filter(timed, to_show | to_hide)
        if due.exists():
            with change_set(door=ChangeSet.Door.COMMAND, comment="valid time"):
                changed += due.update(published=~F("published"))
    return changed
