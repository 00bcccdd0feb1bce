"""A heat situation in a reader's words, for the banner of every page and for the warning's own."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.utils import formats, timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from heatmodel.warnings.errors import Failure
from heatmodel.warnings.models import HeatWarning
from heatmodel.warnings.queries import Situation, State

LEVELS = {
    1: gettext_lazy("Hitzewarnung Stufe 1: starke Wärmebelastung"),
    2: gettext_lazy("Hitzewarnung Stufe 2: extreme Wärmebelastung"),
}
_MOMENT = "D, j. M, H:i"


def moment(at: datetime) -> str:
    """Weekday, date and time on the city's clock."""
    return formats.date_format(timezone.localtime(at), _MOMENT)


@dataclass(frozen=True)
class WarningText:
    """One warning as a page tells it: our words, then the DWD's own in the best language it has."""

    warning: HeatWarning

    @property
    def title(self) -> str:
        return str(LEVELS[self.warning.level])

    @property
    def validity(self) -> str:
        """When it holds, an early end included."""
        begins, ends = self.warning.onset, self.warning.expires
        if self.warning.ended_at:
            return _("vorzeitig beendet: %(when)s") % {"when": moment(self.warning.ended_at)}
        if ends is None:
            return _("ab %(begins)s, bis auf Weiteres") % {"begins": moment(begins)}
        one_day = timezone.localtime(begins).date() == timezone.localtime(ends).date()
        until = formats.date_format(timezone.localtime(ends), "H:i") if one_day else moment(ends)
        return _("%(begins)s bis %(ends)s") % {"begins": moment(begins), "ends": until}

    @property
    def issued(self) -> str:
        return _("ausgegeben %(when)s vom Deutschen Wetterdienst") % {
            "when": moment(self.warning.sent)
        }

    @property
    def language(self) -> str:
        """The reader's if the DWD wrote in it, else German, else what there is."""
        known = self.warning.texts
        wanted = (get_language() or "de").partition("-")[0]
        return next((code for code in (wanted, "de", *known) if code in known), "")

    @property
    def description(self) -> str:
        return self.warning.texts.get(self.language, {}).get("description", "")

    @property
    def instruction(self) -> str:
        return self.warning.texts.get(self.language, {}).get("instruction", "")


@dataclass(frozen=True)
class SituationText:
    """What banner and page say; `kind` chooses look and order."""

    situation: Situation

    @property
    def level(self) -> int:
        return self.situation.level

    @property
    def kind(self) -> Literal["warning", "announced", "stale", "calm", "unknown"]:
        if self.situation.state == State.STALE:
            return "stale"
        if not self.situation.is_current:
            return "unknown"
        if self.situation.level:
            return "warning"
        return "announced" if self.situation.announced else "calm"

    @property
    def in_banner(self) -> bool:
        """Calm days need no banner, and a map that is not connected knows nothing to say."""
        return self.kind in ("warning", "announced", "stale")

    @property
    def warnings(self) -> list[WarningText]:
        """In force; where the state is stale, those known last."""
        return [WarningText(one) for one in self.situation.warnings]

    @property
    def announced(self) -> list[WarningText]:
        return [WarningText(one) for one in self.situation.announced]

    @property
    def first(self) -> WarningText | None:
        """The one that a banner has room for."""
        return next(iter([*self.warnings, *self.announced]), None)

    @property
    def headline(self) -> str:
        match self.kind:
            case "warning":
                return self.warnings[0].title
            case "announced":
                return _("Angekündigt: %(warning)s") % {"warning": self.announced[0].title}
            case "stale":
                return _("Hitzewarnungen: nicht aktuell")
            case "calm":
                return _("Keine Hitzewarnung")
        if self.situation.state == State.UNCONNECTED:
            return _("Hitzewarnungen: keine Verbindung eingerichtet")
        return _("Hitzewarnungen: für diesen Zeitpunkt nicht bekannt")

    @property
    def detail(self) -> str:
        """Validity and issue, or why nothing current can be said."""
        if self.kind == "stale":
            return self._stale
        if self.kind in ("warning", "announced") and self.first:
            return f"{self.first.validity} · {self.first.issued}"
        if self.kind == "calm" and self.situation.read_at:
            return _("Stand %(when)s") % {"when": moment(self.situation.read_at)}
        return ""

    @property
    def _stale(self) -> str:
        read_at = self.situation.read_at
        if read_at is None:
            return _("Der Wetterdienst war noch nicht zu erreichen.")
        told = _("Letzter Stand: %(when)s") % {"when": moment(read_at)}
        if not self.situation.failure:
            return told
        return f"{told} ({Failure(self.situation.failure).label})"
