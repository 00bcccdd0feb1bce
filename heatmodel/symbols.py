"""How cool places are drawn; the legend is made from the same entries.

Three shapes for three kinds of coolness, so that colour never carries the meaning alone: a
rounded square for rooms, a disc for green, a drop for water.
"""

from django.utils.translation import gettext_lazy as _

from layers.base.symbols import beside, fading, is_kind
from layers.registry import Symbol, Text

INDOOR = ("library", "church", "museum", "cool_room", "toilet")
WATER = ("drinking_water", "fountain", "water_playground", "mist", "pool", "water")
GREEN = ("park", "wood", "garden")


def _cool(label: Text, kinds: tuple[str, ...]) -> Symbol:
    return Symbol(
        label,
        type="symbol",
        filter=is_kind(*kinds),
        layout={
            "icon-image": ["concat", "cool-", ["get", "kind"]],
            "icon-size": fading(10, 0.45, 14, 0.85, 17, 1),
            "icon-allow-overlap": True,
            "icon-padding": 0,
        },
    )


# Names lie below the signs, so they are placed after all of them and give way.
_NAMES = Symbol(
    type="symbol",
    layout={
        **beside(14, 1.75),
        "text-field": ["step", ["zoom"], "", 12.6, ["get", "name"]],
    },
    paint={
        "text-color": "@ink",
        "text-halo-color": "@surface",
        "text-halo-width": 1.8,
    },
)

# Drawn nowhere by itself: scripts put the ring round each sign. The legend shows this one.
_RING = Symbol(
    _("Ring: blau im Schatten, gelb in der Sonne, gepunktet unbekannt"),
    type="symbol",
    filter=("==", ["get", "kind"], "none"),
    layout={"icon-image": "ring-example"},
)
COOL_PLACES = (
    _NAMES,
    _cool(_("Innenraum"), INDOOR),
    _cool(_("Grün"), GREEN),
    _cool(_("Wasser"), WATER),
    _RING,
)
