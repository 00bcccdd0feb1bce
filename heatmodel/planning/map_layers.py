"""Published scenarios as layers: areas of effect, and the felt temperature cell by cell."""

from django.utils.translation import gettext_lazy as _

from heatmodel.planning import legend, rasters
from heatmodel.planning.models import ScenarioEffect
from layers.registry import Field, Layer, Pattern, RasterLayer, Symbol, Text, Theme, register

Effect = ScenarioEffect.Effect
_LOOKS: dict[Effect, tuple[str, Pattern]] = {
    Effect.MUCH_COOLER: ("@census-5", "cross"),
    Effect.COOLER: ("@census-4", "diagonal"),
    Effect.SLIGHTLY_COOLER: ("@census-2", "dots"),
    Effect.WARMER: ("@heat-4", "lines"),
}
_PET = legend.QUANTITIES[0]


def _of_class(label: Text, colour: str, pattern: Pattern, opacity: float = 0.7) -> Symbol:
    paint = {"fill-color": colour, "fill-opacity": opacity}
    return Symbol(label, type="fill", paint=paint, pattern=pattern)


_STATES = tuple(
    _of_class(words, f"@heat-{number}", pattern)
    for number, (words, pattern) in enumerate(
        zip(_PET.state.words, _PET.state.patterns, strict=True), start=1
    )
)
_CHANGES = (
    *(
        _of_class(effect.label, *_LOOKS[effect])
        for effect in (Effect.MUCH_COOLER, Effect.COOLER, Effect.SLIGHTLY_COOLER)
    ),
    _of_class(_("weniger als 0,5 K Unterschied"), "@ground", "", 0),
    _of_class(Effect.WARMER.label, *_LOOKS[Effect.WARMER]),
)


def _raster(state: str, title: Text, description: Text, symbols: tuple[Symbol, ...]) -> RasterLayer:
    scale = _PET.change if state == "delta" else _PET.state
    return RasterLayer(
        name=f"heat_scenario_{state}",
        title=title,
        description=description,
        theme=Theme.COOL,
        current=rasters.pictures_of(state),
        symbols=symbols,
        limits=scale.limits,
        order=59,
        page="public_scenarios",
    )


register(
    _raster(
        "before",
        _("Szenarien: gefühlte Temperatur heute"),
        _("PET um 15 Uhr an einem heißen Tag, wo Szenarien veröffentlicht sind. Modelliert."),
        _STATES,
    ),
    _raster(
        "after",
        _("Szenarien: gefühlte Temperatur mit den Maßnahmen"),
        _("PET um 15 Uhr an einem heißen Tag, mit gedachten Maßnahmen. Szenario, nicht gemessen."),
        _STATES,
    ),
    _raster(
        "delta",
        _("Szenarien: Unterschied der gefühlten Temperatur"),
        _("Was gedachte Maßnahmen an der PET um 15 Uhr ändern würden. Szenario, nicht gemessen."),
        _CHANGES,
    ),
)

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
                pattern=pattern,
                paint={
                    "fill-color": colour,
                    "fill-opacity": 0.55,
                    "fill-outline-color": "@label",
                },
            )
            for effect, (colour, pattern) in _LOOKS.items()
        ),
        order=60,
        min_zoom=11,
        edit_roles=("heat_planner",),
        search=("name",),
    )
)  # fmt: skip
