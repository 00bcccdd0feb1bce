"""Links in e-mails: where they lead, and the signature that stands for a login."""

from datetime import timedelta

from django.conf import settings
from django.core import signing

_SALT = "accounts.links."


def absolute(path: str) -> str:
    """Under the configured address: the Host of a request could lead a reader elsewhere."""
    return settings.SITE_URL.rstrip("/") + path


def sign(purpose: str, key: str) -> str:
    """A text that only this house can make, good for one purpose."""
    return signing.dumps(key, salt=_SALT + purpose)


def read(purpose: str, text: str, max_age: timedelta | None = None) -> str | None:
    """The key that was signed; None if the text is not ours, of another purpose or too old."""
    try:
        key = signing.loads(text[:500], salt=_SALT + purpose, max_age=max_age)
    except signing.BadSignature:
        return None
    return key if isinstance(key, str) else None
