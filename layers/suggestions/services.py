"""Take a suggestion, decide on it, take it back, forget who sent it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from django.contrib.gis.geos import Point
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, gettext, override

from accounts import consents, links, outbox
from accounts.models import Consent, User
from layers import registry
from layers.editing.models import ChangeSet
from layers.editing.services import Change, require, write
from layers.media import services as media
from layers.media.models import Photo
from layers.registry import Layer
from layers.suggestions.errors import AlreadyDecided, NotOpen
from layers.suggestions.models import Suggestion

KEEP_ADDRESS = timedelta(days=90)
WITHDRAW = "suggestion.withdraw"  # purpose of the link that takes one back

_STANDS = (Suggestion.State.ACCEPTED, Suggestion.State.MERGED)


@dataclass(frozen=True)
class SentPhoto:
    """A file as it came, and what its sender says of it."""

    file: BinaryIO
    alt: str
    author: str
    licence: Photo.Licence


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A suggestion as its form gave it; `consent` are the words that were agreed to."""

    layer: Layer
    target: int | None = None
    report: str = ""
    geometry: Point | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    remark: str = ""
    email: str = ""
    consent: str = ""
    photo: SentPhoto | None = None


def take(sent: Sent, now: datetime) -> Suggestion:
    """Keep what was sent until somebody decides, and confirm it to an address.

    Raises layers.media.errors.PhotoRefused; then nothing is kept.
    """
    language = get_language() or "de"
    with transaction.atomic():
        given = consents.give(Consent.Purpose.OPEN_DATA, sent.consent, language, now)
        suggestion = Suggestion(
            layer=sent.layer.name,
            target=sent.target,
            report=sent.report,
            geometry=sent.geometry,
            values=dict(sent.values),
            remark=sent.remark,
            email=sent.email,
            language=language,
            consent=given,
        )
        if sent.photo:
            suggestion.photo = media.take(
                sent.photo.file,
                sent.layer,
                alt=sent.photo.alt,
                author=sent.photo.author,
                licence=sent.photo.licence,
                consent=given,
            )
        suggestion.save(force_insert=True)
        if sent.email:
            _confirm(suggestion, now)
    return suggestion


def withdrawal_token(suggestion: Suggestion) -> str:
    """Whoever holds it may take the suggestion back; it is shown to its sender alone."""
    return links.sign(WITHDRAW, str(suggestion.code))


def accept(
    suggestion: Suggestion,
    *,
    account: User,
    values: Mapping[str, Any],
    answer: str = "",
    seen_version: int | None = None,
    merge_with: int | None = None,
    with_photo: bool = False,
) -> Suggestion:
    """Write what was suggested, with `values` as the moderator left them, and answer.

    A new feature is inserted; one that is there (`target`, or `merge_with` for a double) gets
    `values` if `seen_version` still holds. The photograph is published only `with_photo`, else
    deleted. Raises AlreadyDecided, and what `layers.editing.services.write` raises; then it
    stays open.
    """
    with transaction.atomic():
        found = _open(suggestion)
        layer = registry.layer(found.layer)
        target = merge_with or found.target
        require(account, layer.edit_permissions["insert"], ChangeSet.Door.ADMIN)
        if target is None:
            change = Change(layer, "insert", {**values, "geometry": found.geometry})
            made = write([change], door=ChangeSet.Door.ADMIN, account=account, comment=_said(found))
            found.change_set, target = made, made.written[0].pk
        elif values:
            change = Change(layer, "update", values, pk=target, seen_version=seen_version)
            made = write([change], door=ChangeSet.Door.ADMIN, account=account, comment=_said(found))
            found.change_set = made if made.pk else None
        found.target = target
        if found.photo and with_photo:
            media.publish(found.photo, target)
        else:
            _drop_photo(found)
        state = Suggestion.State.MERGED if merge_with else Suggestion.State.ACCEPTED
        return _decide(found, state, account, answer)


def reject(suggestion: Suggestion, *, account: User, answer: str) -> Suggestion:
    """Leave everything as it is, and say why. Raises AlreadyDecided or NotAllowed."""
    with transaction.atomic():
        found = _open(suggestion)
        layer = registry.layer(found.layer)
        require(account, layer.edit_permissions["insert"], ChangeSet.Door.ADMIN)
        _drop_photo(found)
        return _decide(found, Suggestion.State.REJECTED, account, answer)


def discard(suggestion: Suggestion, *, account: User) -> Suggestion:
    """Reject without a word to anybody. Raises AlreadyDecided or NotAllowed."""
    with transaction.atomic():
        found = _open(suggestion)
        layer = registry.layer(found.layer)
        require(account, layer.edit_permissions["insert"], ChangeSet.Door.ADMIN)
        _drop_photo(found)
        found.email = ""
        return _decide(found, Suggestion.State.REJECTED, account, "")


def withdraw(suggestion: Suggestion, now: datetime) -> Suggestion:
    """Take it back: an open one is emptied; of an accepted one the photograph goes.

    Facts about places that the city has checked stay. Raises NotOpen where there is nothing to
    take back.
    """
    with transaction.atomic():
        found = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
        if found.state == Suggestion.State.OPEN:
            found.state, found.decided_at = Suggestion.State.WITHDRAWN, now
            found.values, found.remark, found.email, found.geometry = {}, "", "", None
        elif found.state not in _STANDS:
            raise NotOpen
        _drop_photo(found)
        found.save()
        if found.consent:
            consents.withdraw(found.consent, now)
        return found


def forget_addresses(now: datetime) -> int:
    """Delete the addresses of suggestions that waited too long; how many they were."""
    old = Suggestion.objects.exclude(email="").filter(created_at__lt=now - KEEP_ADDRESS)
    return old.update(email="")


def _open(suggestion: Suggestion) -> Suggestion:
    found = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if found.state != Suggestion.State.OPEN:
        raise AlreadyDecided
    return found


def _said(found: Suggestion) -> str:
    return gettext("Vorschlag vom %(date)s") % {"date": f"{found.created_at:%d.%m.%Y}"}


def _drop_photo(found: Suggestion) -> None:
    photo, found.photo = found.photo, None
    if photo:
        found.save(update_fields=["photo"])
        media.delete(photo)


def _decide(found: Suggestion, state: str, account: User, answer: str) -> Suggestion:
    address, found.email = found.email, ""
    found.state, found.answer = state, answer
    found.decided_at, found.decided_by = timezone.now(), account
    found.save()
    if address:
        _answer(found, address)
    return found


def _confirm(found: Suggestion, now: datetime) -> None:
    """Nothing that was typed is repeated: the address may be somebody else's."""
    page = links.absolute(reverse("suggestion", args=[found.code]))
    back = links.absolute(reverse("suggestion_withdraw", args=[found.code]))
    parts = [
        gettext("Ihr Hinweis zur Stadtkarte ist angekommen. Wir prüfen ihn und antworten Ihnen."),
        gettext("Was daraus geworden ist, sehen Sie hier:") + f"\n{page}",
        gettext("Hier können Sie ihn zurückziehen:") + f"\n{back}?z={withdrawal_token(found)}",
        gettext("Haben Sie nichts gesendet? Dann brauchen Sie nichts zu tun."),
    ]
    subject = gettext("Ihr Hinweis zur Stadtkarte")
    outbox.enqueue("suggestion received", found.email, subject, "\n\n".join(parts), now)


def _answer(found: Suggestion, address: str) -> None:
    """The answer in the sender's language. The address is gone from here already."""
    with override(found.language):
        subject = gettext("Ihr Vorschlag zur Stadtkarte")
        said = gettext("Ihr Vorschlag „%(what)s“ wurde geprüft. Ergebnis: %(state)s.") % {
            "what": found,
            "state": found.get_state_display(),
        }
        forgotten = gettext("Ihre E-Mail-Adresse haben wir mit dieser Antwort gelöscht.")
    page = links.absolute(reverse("suggestion", args=[found.code]))
    body = "\n\n".join(part for part in (said, found.answer, page, forgotten) if part)
    outbox.enqueue("suggestion answered", address, subject, body, timezone.now())
