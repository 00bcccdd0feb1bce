"""How cool places are drawn; the legend is made from the same entries."""

from django.utils.translation import gettext_lazy as _

from layers.registry import Symbol

INDOOR = ("in", ["get", "kind"], ["literal", ["church", "library", "museum", "cool_room"]])
WATER = (
    "in",
    ["get", "kind"],
    ["literal", ["drinking_water", "fountain", "water_playground", "pool", "water"]],
)
GREEN = ("in", ["get", "kind"], ["literal", ["park", "wood", "garden"]])

COOL_PLACES = (
    Symbol(_("Innenraum"), filter=INDOOR, paint={"circle-color": "@cool-indoor"}),
    Symbol(_("Wasser"), filter=WATER, paint={"circle-color": "@cool-water"}),
    Symbol(_("Grün"), filter=GREEN, paint={"circle-color": "@cool-green"}),
)
