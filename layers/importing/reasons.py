"""Why records were rejected: counted by reason, each with a few examples."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MAX_EXAMPLES = 5

TEXTS: dict[str, str | Promise] = {
    "no_source_id": gettext_lazy("ohne Kennung"),
    "duplicate": gettext_lazy("Kennung kommt mehrfach vor"),
    "no_geometry": gettext_lazy("ohne Lage"),
    "not_finite": gettext_lazy("Koordinate ist keine Zahl"),
    "outside_utm32": gettext_lazy("liegt nicht in UTM-Zone 32, wohl falsches Koordinatensystem"),
    "outside_city": gettext_lazy("liegt außerhalb der Stadt"),
    "wrong_geometry": gettext_lazy("falsche Art der Form"),
    "invalid_geometry": gettext_lazy("ungültige Form, nicht zu reparieren"),
    "edited": gettext_lazy("von Hand bearbeitet, nicht überschrieben"),
    "slug_taken": gettext_lazy("Kurzname ist vergeben"),
    "valid_time": gettext_lazy("gültig bis liegt vor gültig ab"),
    "max_length": gettext_lazy("Text zu lang"),
    "invalid_choice": gettext_lazy("unbekannter Wert"),
    "missing": gettext_lazy("Wert fehlt"),
    "number": gettext_lazy("keine endliche oder keine ganze Zahl"),
    "text": gettext_lazy("unerlaubte Zeichen im Text"),
    "type": gettext_lazy("falsche Art von Wert"),
    "min_value": gettext_lazy("Zahl zu klein"),
    "max_value": gettext_lazy("Zahl zu groß"),
    "invalid": gettext_lazy("ungültiger Wert"),
    "unreadable": gettext_lazy("nicht lesbar"),
    "repaired": gettext_lazy("ungültige Form repariert und übernommen"),
    "refused": gettext_lazy("Import abgelehnt"),
}
NOT_REJECTED = {"repaired", "refused"}  # notes in the same report


def text(reason: str) -> str:
    """A reason in words; what follows the colon is the name of a field."""
    code, _colon, field = reason.partition(":")
    words = str(TEXTS.get(code, TEXTS["invalid"]))
    return _("Feld „%(field)s“: %(words)s") % {"field": field, "words": words} if field else words


class Reasons:
    """A tally: reason → how often, and the first few source ids."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}
        self.examples: dict[str, list[str]] = {}

    def add(self, reason: str, source_ids: Iterable[str], count: int = 1) -> None:
        if not count:
            return
        self.counts[reason] = self.counts.get(reason, 0) + count
        examples = self.examples.setdefault(reason, [])
        examples.extend(one[:200] for one in list(source_ids)[: MAX_EXAMPLES - len(examples)])

    @property
    def rejected(self) -> int:
        return sum(n for reason, n in self.counts.items() if reason not in NOT_REJECTED)

    def as_json(self) -> dict[str, dict]:
        """As kept in `ImportRun.reasons`: {reason: {"count": 3, "examples": ["a", "b"]}}."""
        return {
            reason: {"count": count, "examples": self.examples[reason]}
            for reason, count in sorted(self.counts.items(), key=lambda item: -item[1])
        }

    def __str__(self) -> str:
        return ", ".join(f"{count} × {text(reason)}" for reason, count in self.counts.items())
