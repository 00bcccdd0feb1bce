"""Checks of values that every feature may have."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

# RFC 3986 in ASCII, as every reader of xs:anyURI takes it.
_PART = r"(?:[A-Za-z0-9._~:/?@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})"
_URI = re.compile(rf"{_PART}+(?:#{_PART}*)?")


def uri(value: str) -> None:
    if not _URI.fullmatch(value):
        raise ValidationError(_("Das ist keine Adresse und kein Name (URI)."), code="uri")
