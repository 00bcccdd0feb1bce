"""Ways in the reader's words: lengths, minutes, instructions, and what sets one way apart."""

from collections.abc import Callable

from django.utils import formats
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from routing.directions.steps import Compass, Step, Turn
from routing.directions.ways import shade_word

NBSP = "\N{NO-BREAK SPACE}"

# In each language a phrase of its own: „nach Norden“, „vers le nord“.
_DIRECTIONS: dict[Compass, Promise] = {
    "n": gettext_lazy("nach Norden"),
    "ne": gettext_lazy("nach Nordosten"),
    "e": gettext_lazy("nach Osten"),
    "se": gettext_lazy("nach Südosten"),
    "s": gettext_lazy("nach Süden"),
    "sw": gettext_lazy("nach Südwesten"),
    "w": gettext_lazy("nach Westen"),
    "nw": gettext_lazy("nach Nordwesten"),
}
_TURNS: dict[Turn, Promise] = {
    "straight": gettext_lazy("Geradeaus weiter"),
    "slight_left": gettext_lazy("Halb links halten"),
    "left": gettext_lazy("Links abbiegen"),
    "sharp_left": gettext_lazy("Scharf links abbiegen"),
    "back": gettext_lazy("Umkehren"),
    "sharp_right": gettext_lazy("Scharf rechts abbiegen"),
    "right": gettext_lazy("Rechts abbiegen"),
    "slight_right": gettext_lazy("Halb rechts halten"),
}
_TURNS_ONTO: dict[Turn, Promise] = {
    "straight": gettext_lazy("Geradeaus weiter auf %(street)s"),
    "slight_left": gettext_lazy("Halb links auf %(street)s"),
    "left": gettext_lazy("Links abbiegen auf %(street)s"),
    "sharp_left": gettext_lazy("Scharf links abbiegen auf %(street)s"),
    "back": gettext_lazy("Umkehren auf %(street)s"),
    "sharp_right": gettext_lazy("Scharf rechts abbiegen auf %(street)s"),
    "right": gettext_lazy("Rechts abbiegen auf %(street)s"),
    "slight_right": gettext_lazy("Halb rechts auf %(street)s"),
}
_KINDS: dict[str, Promise] = {
    "footway": gettext_lazy("Fußweg"),
    "square": gettext_lazy("Fußgängerbereich"),
    "path": gettext_lazy("Pfad"),
    "track": gettext_lazy("Wirtschaftsweg"),
    "cycleway": gettext_lazy("Radweg"),
    "lift": gettext_lazy("Aufzug"),
    "stairs": gettext_lazy("Treppe"),
    "stairs_up": gettext_lazy("Treppe hinauf"),
    "stairs_down": gettext_lazy("Treppe hinab"),
}
_ALTERNATIVES: dict[str, Promise] = {
    "shortest": gettext_lazy("Kürzester Weg"),
    "balanced": gettext_lazy("Ausgewogener Weg"),
    "coolest": gettext_lazy("Schattigster Weg"),
}
_SHADE: dict[str, Promise] = {
    "shady": gettext_lazy("schattig"),
    "mixed": gettext_lazy("teils Schatten"),
    "sunny": gettext_lazy("sonnig"),
}
SURFACES: dict[str, Promise] = {
    "": gettext_lazy("Belag unbekannt"),
    "asphalt": gettext_lazy("Asphalt"),
    "concrete": gettext_lazy("Beton"),
    "paving_stones": gettext_lazy("Pflaster, eben"),
    "sett": gettext_lazy("Kopfsteinpflaster"),
    "cobblestone": gettext_lazy("Kopfsteinpflaster"),
    "unhewn_cobblestone": gettext_lazy("Kopfsteinpflaster"),
    "compacted": gettext_lazy("Schotter, verdichtet"),
    "fine_gravel": gettext_lazy("Feinkies"),
    "gravel": gettext_lazy("Schotter"),
    "pebblestone": gettext_lazy("Kies"),
    "ground": gettext_lazy("Erde"),
    "earth": gettext_lazy("Erde"),
    "dirt": gettext_lazy("Erde"),
    "grass": gettext_lazy("Gras"),
    "sand": gettext_lazy("Sand"),
    "wood": gettext_lazy("Holz"),
    "metal": gettext_lazy("Metall"),
    "paved": gettext_lazy("befestigt"),
    "unpaved": gettext_lazy("unbefestigt"),
}


def length_words(metres: float) -> str:
    """„40 m“, „350 m“, „1,4 km“: as exactly as one can walk it."""
    if metres < 995:
        return f"{max(5, round(metres / 10) * 10) if metres >= 8 else 5}{NBSP}m"
    return f"{formats.number_format(round(metres / 1000, 1), 1)}{NBSP}km"


def minutes_words(minutes: int) -> str:
    """„8 Min.“, „1 Std. 5 Min.“"""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d Min.") % {"minutes": minutes}
    return _("%(hours)d Std. %(minutes)d Min.") % {"hours": hours, "minutes": rest}


def share_words(share: float) -> str:
    """„60 %“, in steps of five: shade is a model, not a measurement."""
    return f"{round(share * 20) * 5}{NBSP}%"


def kind_title(kind: str) -> str:
    """What an alternative is called."""
    return str(_ALTERNATIVES[kind])


def surface_words(surface: str) -> str:
    """The surface as OpenStreetMap names it, in words; a rarer one as it is written there."""
    base = surface.split(":")[0]
    return str(SURFACES[base]) if base in SURFACES else surface.replace("_", " ")


def stairs_words(flights: int) -> str:
    if not flights:
        return _("keine Treppe")
    return ngettext("%(count)d Treppe", "%(count)d Treppen", flights) % {"count": flights}


def step_text(step: Step, goal: str = "") -> str:
    """The instruction as one plain sentence; `goal` is what is reached at its end."""
    return _sentence(step, goal, str)


def step_html(step: Step, goal: str = "") -> SafeString:
    """The same for a page: names of streets are German, whatever the page's language."""
    # Only the names come from data, and those are escaped.
    return mark_safe(_sentence(step, goal, _name_html))


def _name_html(name: str) -> str:
    return format_html('<bdi lang="de">{}</bdi>', conditional_escape(name))


def _sentence(step: Step, goal: str, named: Callable[[str], str]) -> str:
    if step.action == "arrive":
        return _("Ziel erreicht: %(name)s") % {"name": named(goal)} if goal else _("Ziel erreicht")
    if step.action == "stop":
        return _("Zwischenziel %(number)d erreicht") % {"number": step.number}
    if step.action == "depart":
        return _depart(step, named)
    if step.name:
        return str(_TURNS_ONTO[step.turn]) % {"street": named(step.name)} + _aside(step)
    return str(_TURNS[step.turn]) + _aside(step)


def _depart(step: Step, named: Callable[[str], str]) -> str:
    direction = str(_DIRECTIONS[step.compass])
    if step.name:
        words = _("Start auf %(street)s %(direction)s")
        return words % {"street": named(step.name), "direction": direction} + _aside(step)
    return _("Start %(direction)s") % {"direction": direction} + _aside(step)


def _aside(step: Step) -> str:
    """What kind of way it is, where no name of a street says it, in brackets."""
    kind = step.kind
    if kind == "stairs" and step.climbs is not None:
        kind = "stairs_up" if step.climbs else "stairs_down"
    if kind not in _KINDS or (step.name and not kind.startswith(("stairs", "lift"))):
        return ""
    return f" ({_KINDS[kind]})"


def share_word(shade: float | None) -> str:
    """„schattig“, „teils Schatten“, „sonnig“; nothing where the shade is unknown."""
    word = shade_word(shade)
    return str(_SHADE[word]) if word else ""
