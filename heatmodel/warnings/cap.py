"""Warnings of the DWD in the Common Alerting Protocol: bytes in, heat alerts out.

CAP 1.2 (OASIS, 2010) in the profile of the DWD, version 2.1: one XML file for each message, all
that are in force in one ZIP (`…_PVW_STATUS_…_COMMUNEUNION_MUL.zip`), an `info` for each language.
The event is told by its code II: 247 is heat of level 1, 248 of level 2.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from xml.etree.ElementTree import Element

from heatmodel.warnings.archives import is_zip, members, parsed
from heatmodel.warnings.errors import Unreadable

LEVEL_OF_EVENT: Mapping[str, int] = {"247": 1, "248": 2}
_CAP = "{urn:oasis:names:tc:emergency:cap:1.2}"
_MAX_TEXT = 4_000  # characters


@dataclass(frozen=True)
class Alert:
    """A heat warning for the city. Times are aware; `expires` None: until it is withdrawn.

    `texts` are headline, description and instruction by language ("de", "en", …).
    """

    identifier: str
    sent: datetime
    level: int
    onset: datetime
    expires: datetime | None
    texts: Mapping[str, Mapping[str, str]]


@dataclass
class Alerts:
    """What a file says: heat alerts for the city, and when which earlier messages ended."""

    heat: list[Alert] = field(default_factory=list)
    ended: dict[str, datetime] = field(default_factory=dict)  # by identifier
    messages: int = 0  # of any kind, for anywhere


def read_alerts(data: bytes, cells: frozenset[str]) -> Alerts:
    """The messages in `data`, a ZIP of CAP files or one of them, for the warning cells `cells`.

    Messages that are no warnings (tests, exercises) count for nothing. An update ends those it
    refers to, a cancellation does only that. Raises Unreadable or TooLarge if any message cannot
    be read, because the one that matters might be it.
    """
    found = Alerts()
    files = members(data, ".xml") if is_zip(data) else iter([("alert.xml", data)])
    for name, content in files:
        root = parsed(content, name)
        if root.tag != f"{_CAP}alert":
            raise Unreadable(f"{name} is no CAP alert")
        found.messages += 1
        _read(root, name, cells, found)
    return found


def _read(root: Element, name: str, cells: frozenset[str], found: Alerts) -> None:
    if _text(root, "status") != "Actual":
        return
    kind = _text(root, "msgType")
    if kind not in ("Alert", "Update", "Cancel"):
        return
    sent = _time(root, "sent", name)
    for identifier in _references(root):
        found.ended[identifier] = min(sent, found.ended.get(identifier, sent))
    if kind != "Cancel" and (alert := _alert(root, name, sent, cells)):
        found.heat.append(alert)


def _references(root: Element) -> Iterator[str]:
    """Identifiers out of `sender,identifier,sent sender,identifier,sent`."""
    for reference in _text(root, "references").split():
        parts = reference.split(",")
        if len(parts) == 3:
            yield parts[1]


def _alert(root: Element, name: str, sent: datetime, cells: frozenset[str]) -> Alert | None:
    infos = [info for info in root.iterfind(f"{_CAP}info") if _level(info) and _meets(info, cells)]
    if not infos:
        return None
    identifier = _text(root, "identifier")
    if not identifier or len(identifier) > 200:
        raise Unreadable(f"{name} has no identifier")
    first = infos[0]
    onset = _time(first, "onset" if _text(first, "onset") else "effective", name)
    expires = _time(first, "expires", name) if _text(first, "expires") else None
    if expires and expires <= onset:
        raise Unreadable(f"{name} ends before it begins")
    return Alert(
        identifier=identifier,
        sent=sent,
        level=max(_level(info) for info in infos),
        onset=onset,
        expires=expires,
        texts={_language(info): _texts(info) for info in infos},
    )


def _level(info: Element) -> int:
    codes = dict(_pairs(info, "eventCode"))
    return LEVEL_OF_EVENT.get(codes.get("II", ""), 0)


def _meets(info: Element, cells: frozenset[str]) -> bool:
    return any(
        key == "WARNCELLID" and value in cells
        for area in info.iterfind(f"{_CAP}area")
        for key, value in _pairs(area, "geocode")
    )


def _pairs(parent: Element, tag: str) -> Iterator[tuple[str, str]]:
    for pair in parent.iterfind(f"{_CAP}{tag}"):
        yield _text(pair, "valueName"), _text(pair, "value")


def _language(info: Element) -> str:
    """`de-DE` as `de`; CAP takes English where none is named."""
    return (_text(info, "language") or "en").partition("-")[0].lower()[:8]


def _texts(info: Element) -> dict[str, str]:
    parts = ("headline", "description", "instruction")
    return {part: _text(info, part)[:_MAX_TEXT] for part in parts}


def _text(parent: Element, tag: str) -> str:
    """Without control characters, which PostgreSQL or a page would not take."""
    text = (parent.findtext(f"{_CAP}{tag}") or "").strip()
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")


def _time(parent: Element, tag: str, name: str) -> datetime:
    try:
        time = datetime.fromisoformat(_text(parent, tag))
    except ValueError as error:
        raise Unreadable(f"{name}: {tag} is no time") from error
    if time.tzinfo is None or not 2000 <= time.year <= 2099:
        raise Unreadable(f"{name}: {tag} is no time of ours")
    return time
