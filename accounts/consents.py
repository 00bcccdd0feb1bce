"""Consents given and taken back."""

from datetime import datetime

from .models import Consent


def give(
    purpose: Consent.Purpose, wording: str, language: str, now: datetime, *, licence: str = ""
) -> Consent:
    """Somebody agreed to `wording`, as they read it in `language`."""
    return Consent.objects.create(
        purpose=purpose, wording=wording, language=language, licence=licence, given_at=now
    )


def withdraw(consent: Consent, now: datetime) -> None:
    """A second call keeps the first moment."""
    Consent.objects.filter(pk=consent.pk, withdrawn_at=None).update(withdrawn_at=now)
