"""Checks of values that every feature may have."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_CHARACTER = r"[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2}"
_SCHEME = r"[A-Za-z][A-Za-z0-9+.-]*:"
# RFC 3986, appendix A, without users and addresses in brackets: what every reader of xs:anyURI
# takes. A reference without a scheme has no colon in its first segment.
_URI = re.compile(
    rf"""
    (?: (?:{_SCHEME})? // (?:{_CHARACTER})* (?: :[0-9]{{1,5}} )? (?= [/?\#] | \Z )
      | {_SCHEME} (?! // )
      | (?! // ) (?= (?:{_CHARACTER}|@)* (?: [/?\#] | \Z ) )
    )
    (?:{_CHARACTER}|[:@/])*
    (?: \? (?:{_CHARACTER}|[:@/?])* )?
    (?: \# (?:{_CHARACTER}|[:@/?])* )?
    """,
    re.VERBOSE,
)


def uri(value: str) -> None:
    if not _URI.fullmatch(value):
        raise ValidationError(_("Das ist keine Adresse und kein Name (URI)."), code="uri")
