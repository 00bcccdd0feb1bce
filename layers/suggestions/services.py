"""Take a suggestion, decide on it, forget who sent it."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

from django.core.mail import send_mail
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext, override

from accounts.models import User
from layers import registry
from layers.editing.models import ChangeSet
from layers.editing.services import Change, require, write
from layers.suggestions.errors import AlreadyDecided
from layers.suggestions.models import Suggestion

KEEP_ADDRESS = timedelta(days=90)
log = logging.getLogger(__name__)


def accept(
    suggestion: Suggestion, *, account: User, values: Mapping[str, Any], answer: str = ""
) -> Suggestion:
    """Write what was suggested, with `values` as the moderator left them, and answer.

    A remark upon a feature writes nothing: whoever accepts it has seen to it. Raises
    AlreadyDecided, and what `layers.editing.services.write` raises; then it stays open.
    """
    with transaction.atomic():
        found = _open(suggestion)
        layer = registry.layer(found.layer)
        require(account, layer.edit_permissions["insert"], ChangeSet.Door.ADMIN)
        if found.target is None:
            change = Change(layer, "insert", {**values, "geometry": found.geometry})
            comment = gettext("Vorschlag vom %(date)s") % {"date": f"{found.created_at:%d.%m.%Y}"}
            made = write([change], door=ChangeSet.Door.ADMIN, account=account, comment=comment)
            found.change_set = made
            found.target = made.written[0].pk
        return _decide(found, Suggestion.State.ACCEPTED, account, answer)


def reject(suggestion: Suggestion, *, account: User, answer: str) -> Suggestion:
    """Leave everything as it is, and say why. Raises AlreadyDecided or NotAllowed."""
    with transaction.atomic():
        found = _open(suggestion)
        layer = registry.layer(found.layer)
        require(account, layer.edit_permissions["insert"], ChangeSet.Door.ADMIN)
        return _decide(found, Suggestion.State.REJECTED, account, answer)


def forget_addresses(now: datetime) -> int:
    """Delete the addresses of suggestions that waited too long; how many they were."""
    old = Suggestion.objects.exclude(email="").filter(created_at__lt=now - KEEP_ADDRESS)
    return old.update(email="")


def _open(suggestion: Suggestion) -> Suggestion:
    found = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if found.state != Suggestion.State.OPEN:
        raise AlreadyDecided
    return found


def _decide(found: Suggestion, state: str, account: User, answer: str) -> Suggestion:
    address, found.email = found.email, ""
    found.state, found.answer = state, answer
    found.decided_at, found.decided_by = timezone.now(), account
    found.save()
    if address:
        transaction.on_commit(lambda: _send(found, address))
    return found


def _send(found: Suggestion, address: str) -> None:
    """The answer in the sender's language. The address is gone already, so this is one try."""
    with override(found.language):
        subject = gettext("Ihr Vorschlag zur Stadtkarte")
        said = gettext("Ihr Vorschlag „%(what)s“ wurde geprüft. Ergebnis: %(state)s.") % {
            "what": found,
            "state": found.get_state_display(),
        }
        forgotten = gettext("Ihre E-Mail-Adresse haben wir mit dieser Antwort gelöscht.")
    parts = [part for part in (said, found.answer, forgotten) if part]
    try:
        send_mail(subject, "\n\n".join(parts), None, [address])
    except (OSError, SMTPException):
        log.warning("the answer to suggestion %s could not be sent", found.pk)
