"""Published scenarios as a layer."""

from django.utils.translation import gettext_lazy as _

from heatmodel.planning.models import ScenarioEffect
from layers.registry import Field, Layer, Symbol, Theme, register

Effect = ScenarioEffect.Effect
_COLOURS = {
    Effect.MUCH_COOLER: "@census-5",
    Effect.COOLER: "@census-4",
    Effect.SLIGHTLY_COOLER: "@census-2",
    Effect.WARMER: "@heat-4",
}

register(
    Layer(
        name="heat_scenarios",
        title=_("Hitzeszenarien"),
        description=_(
            "Wo gedachte Maßnahmen die gefühlte Temperatur an einem heißen Tag um 15 Uhr ändern "
            "würden. Berechnet, nicht gemessen."
        ),
        keywords=(_("Hitze"), _("Szenario"), _("Klimaanpassung")),
        theme=Theme.COOL,
        model=ScenarioEffect,
        fields=(
            Field("name", _("Szenario"), in_tile=True, in_list=True),
            Field("scenario", _("Kennung des Szenarios")),
            Field("kind", _("Art")),
            Field("effect", _("Wirkung"), choices=Effect, in_tile=True, in_list=True),
            Field("pet_before_c", _("Gefühlte Temperatur (PET) heute"), "number", unit="°C"),
            Field("pet_after_c", _("Gefühlte Temperatur (PET) mit den Maßnahmen"), "number",
                  unit="°C"),
            Field("pet_delta_k", _("Änderung der gefühlten Temperatur"), "number", unit="K",
                  in_tile=True, in_list=True),
            Field("shade_delta_h", _("Mehr Schatten am Tag"), "number", unit="h", in_list=True),
            Field("computed_on", _("berechnet am"), "date"),
        ),
        symbols=tuple(
            Symbol(
                effect.label,
                type="fill",
                filter=("==", ["get", "effect"], effect.value),
                paint={
                    "fill-color": colour,
                    "fill-opacity": 0.55,
                    "fill-outline-color": "@label",
                },
            )
            for effect, colour in _COLOURS.items()
        ),
        order=60,
        min_zoom=11,
        edit_roles=("heat_planner",),
        search=("name",),
    )
)  # fmt: skip
