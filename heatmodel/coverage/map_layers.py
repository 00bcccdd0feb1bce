"""Gaps of cool places as a layer like any other, but for heat planners alone."""

from django.utils.translation import gettext_lazy as _

from heatmodel.coverage.models import CoolGap, Weekday
from heatmodel.results.models import DayKind, Kind
from layers.registry import Field, Layer, Pattern, Symbol, Text, Theme, register

NAME = "cool_gaps"
# From how many people without a cool place on.
_CLASSES: tuple[tuple[int, Text, str, Pattern], ...] = (
    (1, _("unter 100 Menschen ohne kühlen Ort"), "@heat-2", ""),
    (100, _("100 bis unter 500"), "@heat-3", "dots"),
    (500, _("500 bis unter 1.500"), "@heat-4", "diagonal"),
    (1500, _("1.500 und mehr"), "@heat-5", "cross"),
)


def _symbols() -> tuple[Symbol, ...]:
    people = ["get", "without"]
    ends = [low for low, *_rest in _CLASSES[1:]]
    return tuple(
        Symbol(
            label,
            type="fill",
            filter=("all", (">=", people, low), *([("<", people, end)] if end else [])),
            pattern=pattern,
            paint={
                "fill-color": colour,
                "fill-opacity": 0.55,
                "fill-outline-color": "@line-strong",
            },
        )
        for (low, label, colour, pattern), end in zip(_CLASSES, [*ends, None], strict=True)
    )


register(
    Layer(
        name=NAME,
        title=_("Lücken bei kühlen Orten"),
        description=_(
            "Wo Menschen wohnen, die zu Fuß in 10 Minuten keinen sicher geöffneten kühlen Ort "
            "erreichen, nach Wochentag, Stunde und Warnstufe. Nur für die Hitzeaktionsplanung; "
            "wird nicht veröffentlicht."
        ),
        theme=Theme.COOL,
        model=CoolGap,
        fields=(
            Field("name", _("Bezeichnung"), in_list=True),
            Field("district", _("Stadtbezirk"), in_list=True),
            Field("weekday", _("Wochentag"), "integer", choices=Weekday, in_list=True),
            Field("from_hour", _("ab (Uhr)"), "integer", in_list=True),
            Field("until_hour", _("bis vor (Uhr)"), "integer", in_list=True),
            Field("level", _("Warnstufe"), "integer", choices=DayKind, in_list=True),
            Field("inhabitants", _("Einwohner"), "integer", unit="1", in_list=True),
            Field(
                "without",
                _("ohne sicher geöffneten kühlen Ort"),
                "integer",
                unit="1",
                in_list=True,
            ),
            Field(
                "without_least",
                _("mindestens ohne kühlen Ort"),
                "integer",
                unit="1",
                description=_("Wenn jeder Ort mit unbekannten Zeiten geöffnet wäre."),
            ),
            Field("without_pct", _("Anteil ohne kühlen Ort"), "number", unit="%", in_list=True),
            Field("kind", _("Art der Zahlen"), choices=Kind),
            Field(
                "run_id",
                _("Rechenlauf"),
                description=_("Kennung der Berechnung mit ihren Quellen."),
            ),
        ),
        symbols=_symbols(),
        order=102,
        min_zoom=8,
        public=False,
        edit_roles=("heat_planner",),
    )
)
