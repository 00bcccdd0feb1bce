"""Hot spots as a layer, and what citizens may say of cool places."""

from django.utils.translation import gettext_lazy as _

from heatmodel.participation.models import HotSpot
from layers.base.symbols import fading
from layers.registry import Field, Layer, Report, Symbol, Theme

HOT_SPOTS = Layer(
    name="hot_spots",
    title=_("Hitzeorte der Bürger"),
    description=_("Wo es Menschen zu heiß ist: gemeldet, von der Stadt gesichtet, nicht gemessen."),
    keywords=(_("Hitze"), _("Bürgerbeteiligung")),
    theme=Theme.COOL,
    model=HotSpot,
    fields=(
        Field("name", _("Name"), in_tile=True, in_list=True),
        Field("kind", _("Art"), choices=HotSpot.Kind, in_tile=True, in_list=True),
        Field("reason", _("Woran es liegt"), choices=HotSpot.Reason, in_list=True),
        Field("description", _("Beschreibung")),
    ),
    symbols=(
        Symbol(
            _("Hitzeort, von Bürgern gemeldet"),
            paint={
                "circle-radius": fading(10, 4, 16, 9),
                "circle-color": "@heat-5",
                "circle-stroke-color": "@surface",
                "circle-stroke-width": 2,
            },
        ),
    ),
    order=95,
    min_zoom=9,
    edit_roles=("heat_planner", "moderator"),
    search=("name",),
    suggest=("name", "kind", "reason", "description"),
    suggest_title=_("Heißen Ort melden"),
)

# What is asked for a new cool place; the rest is found out by whoever checks it.
COOL_PLACE = (
    "name",
    "kind",
    "address",
    "description",
    "opening_hours",
    "step_free",
    "drinking_water",
    "seating",
    "toilet",
)

COOL_PLACE_REPORTS = (
    Report(
        "broken",
        _("Kaputt oder kein Wasser"),
        asks=("out_of_order_since", "out_of_order_reason"),
    ),
    Report("hours", _("Öffnungszeiten stimmen nicht"), asks=("opening_hours",)),
)
