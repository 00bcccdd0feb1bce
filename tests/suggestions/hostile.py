"""A hundred and more things that people who mean ill send to the form of a cool place.

`refused`: nothing may be kept. `cleaned`: it may be kept, without what is dangerous in it.
"""

from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from layers.media.images import MAX_BYTES
from tests.media import photographs

SCRIPTS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><script>alert(1)</script>',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "{{ settings.SECRET_KEY }}",
    "{% debug %}",
    "${7*7}",
    "'; DROP TABLE layers_suggestion; --",
    "%s%s%n %(name)s {0}",
    '=HYPERLINK("https://boese.example";"Klick")',
]
UNSEEN = [
    *(f"Bank{sign}knaB" for sign in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"),
    *(f"Bank{sign}" for sign in "\u200b\u200e\u200f\u061c\ufeff\u00ad\u2060\u180e"),
    *(f"Bank{sign}Ufer" for sign in "\x01\x07\x08\x1b\x7f\x85\u2028\u2029\ue000\U000e0041"),
    "B" + "\u0300" * 200 + "ank",
]
REFUSED_VALUES = [
    *({"name": name} for name in ("", " ", "\u202e", "\x00", "Bank\x00", "x" * 201, "x" * 900_000)),
    {"description": "x" * 2_001},
    {"description": "x" * 1_000_000},
    {"remark": "\x00"},
    {"remark": "x" * 2_001},
    {"address": "x" * 201},
    {"opening_hours": "x" * 501},
    *({"kind": kind} for kind in ("", "drop", "park\x00", "<script>", "PARK")),
    {"step_free": "vielleicht"},
    *({"email": email} for email in ("x", "a@b\r\nBcc: c@d.de", "a@b.de\x00", "a" * 300 + "@b.de")),
    *({"stempel": stamp} for stamp in ("", "x", "1:2:3", "x" * 10_000, "\x00")),
    {"website": "https://spam.example"},
    {"consent": ""},
    {"photo_alt": "x" * 201},
    {"photo_author": "x" * 101},
]
REFUSED_PLACES = [
    "",
    "798000,5827000",  # Berlin
    "13.40,52.52",  # Berlin in degrees
    "7.82,51.68",  # Hamm in degrees
    "5725600,416000",  # the wrong way round
    "0,0",
    "-1,-1",
    "nan,nan",
    "inf,-inf",
    "1e308,1e308",
    "1e999,0",
    "416000",
    "416000,5725600,17",
    "416000;5725600",
    "POINT(416000 5725600)",
    "416000,5725600)--",
    "\x00,\x00",
    "٤١٦٠٠٠,x",
]
STRANGE_QUESTIONS = [
    {"objekt": "-1"},
    {"objekt": "9" * 40},
    {"objekt": "1 OR 1=1"},
    {"objekt": "\x00"},
    {"objekt": "٣"},
    {"objekt": "²"},
]


def _shown(changes: dict[str, str]) -> str:
    """Short, and unlike any other."""
    return ", ".join(f"{key}={value[:12]!r}…{len(value)}" for key, value in changes.items())


@dataclass(frozen=True)
class Case:
    name: str
    changes: dict[str, Any] = field(default_factory=dict)
    refused: bool = True


def upload(content: bytes, name: str = "foto.jpg", kind: str = "image/jpeg") -> dict[str, Any]:
    return {"photo": SimpleUploadedFile(name, content, kind), "photo_alt": "Eine Bank"}


def cases() -> list[Case]:
    good = photographs.from_a_phone()
    found = [Case(f"refused {_shown(one)}", one) for one in REFUSED_VALUES]
    found += [Case(f"place {one!r}", {"ort": one}) for one in REFUSED_PLACES]
    found += [Case(f"question {_shown(one)}", one) for one in STRANGE_QUESTIONS]
    found += [
        Case(f"file {name}", upload(content)) for name, content in photographs.REFUSED.items()
    ]
    found += [
        Case("file of 13 MB", upload(good + b"\x00" * MAX_BYTES)),
        Case("photo without words", {**upload(good), "photo_alt": ""}),
        Case("photo whose words are not seen", {**upload(good), "photo_alt": "\u202e\u200b"}),
    ]
    for script in SCRIPTS:
        found.append(Case(f"name {script}", {"name": script}, refused=False))
        found.append(Case(f"all {script}", _everywhere(script), refused=False))
    found += [Case(f"unseen {text!r}", {"name": text}, refused=False) for text in UNSEEN]
    found += [
        Case("view", {"blick": "x" * 5_000, "meldung": "\x00" * 50}, refused=False),
        Case("position in a photo", upload(good), refused=False),
        Case("script behind a photo", upload(photographs.POLYGLOT), refused=False),
        Case("path in a name", upload(good, "../../../etc/passwd"), refused=False),
        Case("name that lies", upload(good, "a.svg", "image/svg+xml"), refused=False),
        Case("name of html", upload(good, "a.html", "text/html"), refused=False),
        Case("very long name", upload(good, "x" * 5_000 + ".jpg"), refused=False),
    ]
    return found


def _everywhere(text: str) -> dict[str, Any]:
    fields = dict.fromkeys(("description", "remark", "photo_author", "address"), text)
    return {**fields, **upload(photographs.from_a_phone()), "photo_alt": text}
