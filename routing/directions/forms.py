"""The form of the page and the panel: whatever stands in its address, a page comes."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from layers.clock import AskedTime, InvalidTime, asked_time
from routing.directions.orders import AVOIDABLE, MODES
from routing.directions.plans import Kind, Mode
from routing.directions.refs import MAX_REF, BadRef, PointRef, Ref, read_ref

KINDS: tuple[Kind, ...] = ("shortest", "balanced", "coolest")
DEFAULT_KIND: Kind = "balanced"


@dataclass(frozen=True)
class End:
    """An end of the way as the form names it. `text` stands in the box; `ref` is the place it
    was chosen for, as long as the text is still that place's. Empty: not asked for yet."""

    text: str = ""
    ref: Ref | None = None

    def pairs(self, name: str) -> list[tuple[str, str]]:
        """As parameters of an address; a point that has a name keeps it."""
        if isinstance(self.ref, PointRef) and self.text:
            return [(name, self.text), (f"{name}_ort", f"{self.ref} {self.text}")]
        return [(name, str(self.ref) if self.ref else self.text)]


@dataclass(frozen=True)
class WayForm:
    """`avoid` are words of AVOIDABLE; `kind` is the way that is shown first. `notices` tell the
    reader what was not understood."""

    start: End
    goal: End
    now: datetime
    is_live: bool = True
    mode: Mode = "foot"
    kind: Kind = DEFAULT_KIND
    avoid: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()

    @property
    def zeit(self) -> str:
        return "" if self.is_live else self.now.isoformat(timespec="minutes")

    @property
    def query(self) -> str:
        """The question as a query string."""
        pairs = [*self.start.pairs("von"), *self.goal.pairs("nach")]
        if self.mode != "foot":
            pairs.append(("art", self.mode))
        pairs += [("ohne", word) for word in self.avoid]
        if self.kind != DEFAULT_KIND:
            pairs.append(("weg", self.kind))
        if self.zeit:
            pairs.append(("zeit", self.zeit))
        return urlencode([(name, value) for name, value in pairs if value], safe=",:")

    def link(self, **changes: Any) -> str:
        return f"?{replace(self, **changes).query}"


def read_way_form(query: QueryDict) -> WayForm:
    """The form an address or a body fills. Whatever is wrong becomes a notice, never an error."""
    notices: list[str] = []
    when = _time(query.get("zeit", ""), notices)
    return WayForm(
        start=_end(query, "von"),
        goal=_end(query, "nach"),
        now=when.at,
        is_live=when.is_live,
        mode=_word(query.get("art", ""), MODES, "foot"),
        kind=_word(query.get("weg", ""), KINDS, DEFAULT_KIND),
        avoid=tuple(word for word in AVOIDABLE if word in query.getlist("ohne")[:20]),
        notices=tuple(notices),
    )


def is_asked(query: QueryDict) -> bool:
    """Whether an address asks for the panel of ways at all."""
    return "nach" in query or "von" in query


def _end(query: QueryDict, name: str) -> End:
    """`von=Text`, `von=7.82,51.68`, `von=cool_places:12`; a chosen place travels beside its text
    as `von_ort=7.82,51.68 Text` and counts until somebody changes the text."""
    text = _line(query.get(name, ""))
    chosen, _space, label = _line(query.get(f"{name}_ort", "")).partition(" ")
    if chosen and label == text:
        ref = _ref(chosen)
        if ref is not None:
            return End(text, ref)
    ref = _ref(text)
    return End("" if ref else text, ref)


def _ref(text: str) -> Ref | None:
    try:
        return read_ref(text)
    except BadRef:
        return None


def _line(text: str) -> str:
    """One line of at most MAX_REF characters, without what PostgreSQL cannot store."""
    shown = "".join(one if one.isprintable() else " " for one in text[: 2 * MAX_REF])
    return " ".join(shown.split())[:MAX_REF]


def _word(text: str, known: tuple[Any, ...], otherwise: Any) -> Any:
    return text if text in known else otherwise


def _time(text: str, notices: list[str]) -> AskedTime:
    try:
        return asked_time(text)
    except InvalidTime:
        notices.append(
            _("Die Zeit in der Adresse war nicht zu verstehen. Gezeigt wird der Stand von jetzt.")
        )
        return asked_time("")
