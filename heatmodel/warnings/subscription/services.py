"""Subscribe, confirm, end, and send a warning to everybody who is to have it."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, override

from accounts import consents, links, outbox
from accounts.models import Consent
from heatmodel.warnings.models import HeatWarning
from heatmodel.warnings.queries import situation
from heatmodel.warnings.subscription.models import Notice, Subscription
from heatmodel.warnings.words import WarningText

CONFIRM, END = "heat.confirm", "heat.end"  # purposes of links
CONFIRM_WITHIN = timedelta(hours=48)
_ASK_AGAIN_AFTER = timedelta(hours=1)


def ask(address: str, *, level: int, language: str, now: datetime) -> None:
    """Write to `address` for a confirmation, at most once an hour.

    Whoever asks learns nothing about whether the address is known.
    """
    with transaction.atomic():
        waiting = Subscription.objects.select_for_update().filter(
            address__iexact=address, confirmed_at=None
        )
        if waiting.filter(created_at__gt=now - _ASK_AGAIN_AFTER).exists():
            return
        waiting.delete()
        asked = Subscription(address=address, language=language, level=level, created_at=now)
        try:
            with transaction.atomic():
                asked.save(force_insert=True)
        except IntegrityError:  # asked twice at the same moment: the other one writes
            return
        _ask_for_confirmation(asked, now)


def confirm(token: str, wording: str, language: str, now: datetime) -> bool:
    """Make the subscription of a link good; False if the link is too old or used up."""
    key = links.read(CONFIRM, token, CONFIRM_WITHIN)
    with transaction.atomic():
        asked = (
            Subscription.objects.select_for_update().filter(pk=key, confirmed_at=None).first()
            if key
            else None
        )
        if asked is None:
            return False
        _end(Subscription.objects.filter(address__iexact=asked.address).exclude(pk=asked.pk), now)
        asked.consent = consents.give(Consent.Purpose.WARNINGS, wording, language, now)
        asked.confirmed_at = now
        asked.save(update_fields=["consent", "confirmed_at"])
    return True


def end(token: str, now: datetime) -> bool:
    """Delete the address; False only if the link is not ours. A second call does no harm."""
    key = links.read(END, token)
    if key is None:
        return False
    with transaction.atomic():
        _end(Subscription.objects.filter(pk=key), now)
    return True


def announce(now: datetime) -> int:
    """Have every subscriber told of the warnings in force or to come; how many messages that is.

    Only of a current state. A warning of the same day and level is told once, also if the DWD
    renews it; a higher level on the same day is told again, a lower one is not.
    """
    found = situation(now)
    if not found.is_current:
        return 0
    warnings = sorted((*found.warnings, *found.announced), key=lambda one: -one.level)
    return sum(_announce(warning, now) for warning in warnings)


def forget_unconfirmed(now: datetime) -> int:
    """Delete the addresses that were never confirmed; how many they were."""
    deleted, _by_model = Subscription.objects.filter(
        confirmed_at=None, created_at__lt=now - CONFIRM_WITHIN
    ).delete()
    return deleted


def _announce(warning: HeatWarning, now: datetime) -> int:
    day = timezone.localtime(warning.onset).date()
    with transaction.atomic():
        told = Notice.objects.filter(day=day, level__gte=warning.level).values("subscription")
        untold = list(
            Subscription.objects.select_for_update()
            .filter(confirmed_at__isnull=False, level__lte=warning.level)
            .exclude(pk__in=told)
            .order_by("pk")
        )
        Notice.objects.bulk_create(
            Notice(subscription=one, day=day, level=warning.level) for one in untold
        )
        for one in untold:
            _send(one, warning, now)
    return len(untold)


def _end(subscriptions: QuerySet[Subscription], now: datetime) -> None:
    for one in subscriptions.select_for_update():
        given = one.consent
        one.delete()
        if given:
            consents.withdraw(given, now)


def _ask_for_confirmation(asked: Subscription, now: datetime) -> None:
    page = links.absolute(reverse("heat_warning_confirm"))
    with override(asked.language):
        parts = [
            gettext("Jemand möchte, dass Hitzewarnungen an diese Adresse gesendet werden."),
            gettext("Waren Sie das? Dann bestätigen Sie es hier, innerhalb von 48 Stunden:")
            + f"\n{page}?t={links.sign(CONFIRM, str(asked.pk))}",
            gettext("Wenn nicht, brauchen Sie nichts zu tun. Die Adresse wird dann gelöscht."),
        ]
        subject = gettext("Hitzewarnungen: bitte bestätigen")
    outbox.enqueue("heat confirmation", asked.address, subject, "\n\n".join(parts), now)


def _send(one: Subscription, warning: HeatWarning, now: datetime) -> None:
    away = f"{links.absolute(reverse('heat_warning_end'))}?t={links.sign(END, str(one.pk))}"
    with override(one.language):
        text = WarningText(warning)
        parts = [
            text.title,
            f"{text.validity}\n{text.issued}",
            text.description,
            text.instruction,
            gettext("Was jetzt hilft, und wo es kühl ist:")
            + f"\n{links.absolute(reverse('heat_warning'))}\n{links.absolute(reverse('map'))}",
            gettext("Keine Warnungen mehr? Hier abbestellen:") + f"\n{away}",
        ]
        subject = f"{text.title} ({text.validity})"
    outbox.enqueue(
        "heat warning",
        one.address,
        subject,
        "\n\n".join(filter(None, parts)),
        now,
        headers={
            "List-Unsubscribe": f"<{away}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
