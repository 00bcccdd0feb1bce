"""Secrets for programs: made once, shown once, checked on every request.

QGIS and most GIS tools send HTTP Basic only, so they get app passwords; scripts get API tokens
(`Authorization: Bearer`). Both are one machine: a public prefix finds the row, the whole secret
is compared by its keyed hash.

The hash is one HMAC-SHA256, not a slow one like that of passwords. Slowness makes up for secrets
that people choose, which can be guessed; these carry 160 random bits, and no speed tries 2^160.
A thief of the table would have to invert HMAC-SHA256, and lacks its key besides. In return a
map client that asks for forty tiles at once costs microseconds, not forty password hashes. The
account's own password does not open this door at all.
"""

import base64
import binascii
import re
import secrets
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare, salted_hmac

from . import audit, throttle
from .address import client_address
from .errors import BadCredentials, TooManyCredentials
from .models import Credential, Scope, User, canonical_name

MAX_LIVE = 30
KEPT_AFTER_END = timedelta(days=90)
_NOTED_EVERY = timedelta(minutes=1)
_LONGEST_HEADER = 1024

# The tag tells people, and scanners for leaked secrets, what they hold.
_TAGS = {Credential.Kind.APP_PASSWORD: "gap", Credential.Kind.TOKEN: "gat"}
_SECRET = re.compile(r"(gap|gat)_(?P<prefix>[a-z2-7]{8})_[a-z2-7]{32}")
_NOBODY = secrets.token_bytes(32)


def create(
    user: User,
    kind: Credential.Kind,
    label: str,
    *,
    scopes: Collection[Scope],
    expires: datetime,
    now: datetime,
) -> tuple[Credential, str]:
    """A new credential and its secret, which exists nowhere else from here on.

    Raises TooManyCredentials at MAX_LIVE live ones of an account.
    """
    prefix = _random_text(bits=40)
    secret = f"{_TAGS[kind]}_{prefix}_{_random_text(bits=160)}"
    with transaction.atomic():
        User.objects.select_for_update().get(pk=user.pk)  # two at once count each other
        if user.credentials.filter(revoked=None, expires__gt=now).count() >= MAX_LIVE:
            raise TooManyCredentials
        credential = Credential.objects.create(
            user=user,
            kind=kind,
            label=label,
            prefix=prefix,
            digest=_digest(secret, settings.SECRET_KEY),
            scopes=list(scopes),
            created=now,
            expires=expires,
        )
    audit.log.info("credential %s made, kind %s", credential.pk, kind)
    return credential, secret


def revoke(credential: Credential, now: datetime) -> None:
    """From the next request on it opens nothing; a second call keeps the first moment."""
    if Credential.objects.filter(pk=credential.pk, revoked=None).update(revoked=now):
        audit.log.info("credential %s revoked", credential.pk)


def forget_ended(now: datetime) -> int:
    """Delete what was revoked or expired KEPT_AFTER_END ago; how many they were."""
    then = now - KEPT_AFTER_END
    deleted, _by_model = Credential.objects.filter(
        Q(revoked__lte=then) | Q(expires__lte=then)
    ).delete()
    return deleted


def authenticate_request(request: HttpRequest, now: datetime) -> Credential | None:
    """The live credential a request came with, its `user` bound to it; None if it sent none.

    Raises BadCredentials, or Throttled once the client failed too often. A right secret is never
    throttled: it cannot be guessed, and so a wrong one elsewhere in the house harms nobody.
    """
    header = request.META.get("HTTP_AUTHORIZATION", "")
    scheme, _space, rest = header.strip().partition(" ")
    name: str | None = None
    try:
        match scheme.lower():
            case "basic":
                name, secret = _name_and_secret(header, rest)
                credential = _open(Credential.Kind.APP_PASSWORD, secret, now)
                if canonical_name(name) != canonical_name(credential.user.username):
                    raise BadCredentials
            case "bearer":
                credential = _open(Credential.Kind.TOKEN, rest.strip(), now)
            case _:
                return None
    except BadCredentials:
        audit.log.warning("credential refused, scheme %s", scheme.lower())
        account = canonical_name(name) if name else ""
        throttle.count_try(throttle.Door.PROGRAM, account, client_address(request), now)
        raise
    credential.user.credential = credential
    _note_use(credential, now)
    return credential


def _name_and_secret(header: str, encoded: str) -> tuple[str, str]:
    if len(header) > _LONGEST_HEADER:
        raise BadCredentials
    try:
        decoded = base64.b64decode(encoded.strip(), validate=True)
    except (binascii.Error, ValueError) as error:
        raise BadCredentials from error
    try:
        text = decoded.decode()
    except UnicodeDecodeError:  # older clients send the name as they have it
        text = decoded.decode("latin-1")
    name, _colon, secret = text.partition(":")
    return name, secret


def _open(kind: Credential.Kind, secret: str, now: datetime) -> Credential:
    """The live credential of `secret`. Takes the same steps whether its prefix exists or not."""
    match = _SECRET.fullmatch(secret)
    found = (
        Credential.objects.select_related("user")
        .filter(kind=kind, prefix=match["prefix"] if match else "")
        .first()
    )
    stored = bytes(found.digest) if found else _NOBODY
    key = next((k for k in _keys() if constant_time_compare(_digest(secret, k), stored)), None)
    if found is None or key is None or not found.live(now) or not found.user.is_active:
        raise BadCredentials
    if key != settings.SECRET_KEY:
        found.digest = _digest(secret, settings.SECRET_KEY)
        found.save(update_fields=["digest"])
    return found


def _note_use(credential: Credential, now: datetime) -> None:
    """At most one write a minute, however many tiles are asked for."""
    before = now - _NOTED_EVERY
    if credential.last_used is None or credential.last_used <= before:
        Credential.objects.filter(
            Q(last_used=None) | Q(last_used__lte=before), pk=credential.pk
        ).update(last_used=now)


def _keys() -> Iterator[str]:
    """The secret key, then those it replaced: app passwords outlive a change of key."""
    yield settings.SECRET_KEY
    yield from settings.SECRET_KEY_FALLBACKS


def _digest(secret: str, key: str) -> bytes:
    return salted_hmac("accounts.credential", secret, secret=key, algorithm="sha256").digest()


def _random_text(*, bits: int) -> str:
    """`bits`, a multiple of 40, in lower-case base32: no character is mistaken or escaped."""
    return base64.b32encode(secrets.token_bytes(bits // 8)).decode().lower()
