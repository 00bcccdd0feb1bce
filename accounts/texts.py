"""Sentences that more than one door says."""

from django.utils.translation import ngettext

from .errors import Throttled


def wait_text(fact: Throttled) -> str:
    minutes = -(-fact.wait_s // 60)
    return ngettext(
        "Zu viele Fehlversuche. Bitte warten Sie noch %(minutes)d Minute und versuchen es erneut.",
        "Zu viele Fehlversuche. Bitte warten Sie noch %(minutes)d Minuten und versuchen es erneut.",
        minutes,
    ) % {"minutes": minutes}
