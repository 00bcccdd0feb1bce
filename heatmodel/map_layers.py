"""Cool places, heat zones, cool islands, coverage and shade as layers of the map."""

from django.utils.translation import gettext_lazy as _

from heatmodel import osm, symbols
from heatmodel.action_plan import map_layers as plan  # noqa: F401 -- registers its own
from heatmodel.coverage import map_layers as gaps  # noqa: F401 -- registers its own
from heatmodel.participation import layers as participation
from heatmodel.places.hours import warning_day_hours
from heatmodel.places.models import CoolPlace
from heatmodel.planning import map_layers as scenarios  # noqa: F401 -- registers its own
from heatmodel.results import models as results
from heatmodel.results import symbols as result_symbols
from heatmodel.shading import queries as shading
from layers.base.models import YesLimitedNo
from layers.registry import (
    Destination,
    Field,
    Layer,
    RasterLayer,
    Text,
    Theme,
    register,
)

register(
    Layer(
        name="cool_places",
        title=_("Kühle Orte"),
        description=_("Orte in der Stadt, an denen man sich bei Hitze abkühlen kann."),
        keywords=(_("Hitze"), _("Trinkwasser"), _("Schatten")),
        theme=Theme.COOL,
        model=CoolPlace,
        fields=(
            Field("name", _("Name"), in_tile=True, in_list=True),
            Field("kind", _("Art"), choices=CoolPlace.Kind, in_tile=True, in_list=True),
            Field("address", _("Anschrift"), in_list=True),
            Field("description", _("Beschreibung")),
            Field("operator", _("Träger"), choices=CoolPlace.Operator),
            Field("opening_hours", _("Öffnungszeiten"), in_tile=True),
            Field("closures", _("Schließungen")),
            Field("warning_hours", _("Zeiten an Warntagen")),
            Field("warning_level", _("Zeiten an Warntagen ab Warnstufe"), "integer"),
            Field("out_of_order_since", _("außer Betrieb seit"), "date"),
            Field("out_of_order_until", _("außer Betrieb bis"), "date"),
            Field("out_of_order_reason", _("Grund des Ausfalls")),
            Field(
                "hours_in_force",
                _("geltende Zeiten"),
                description=_("Die Öffnungszeiten mit allen Schließungen und Ausfällen."),
            ),
            Field("step_free", _("Stufenlos"), choices=YesLimitedNo, in_tile=True, in_list=True),
            Field("wheelchair_toilet", _("Rollstuhl-WC"), choices=YesLimitedNo),
            Field("drinking_water", _("Trinkwasser"), "boolean", in_tile=True, in_list=True),
            Field("seating", _("Sitzplätze"), "boolean", in_list=True),
            Field("toilet", _("WC"), "boolean", in_tile=True, in_list=True),
            Field("changing_table", _("Wickeltisch"), "boolean"),
            Field("wifi", _("WLAN"), "boolean"),
            Field("dogs", _("Hunde erlaubt"), "boolean"),
            Field("quiet", _("ruhig"), "boolean"),
            Field("max_27c", _("höchstens 27 °C"), "boolean"),
            Field("medical_care", _("Medizinische Betreuung"), "boolean"),
            Field("audience", _("Für wen"), choices=CoolPlace.Audience),
            Field("cost", _("Kosten"), choices=CoolPlace.Cost, in_list=True),
            Field("phone", _("Telefon")),
            Field("website", _("Internetseite")),
            Field("checked_on", _("geprüft am"), "date"),
            Field("checked_by", _("geprüft von")),
            Field(
                "standard_met",
                _("Prüfliste erfüllt"),
                "boolean",
                description=_(
                    "Höchstens 27 °C, Sitzplätze, Trinkwasser, kostenlos, stufenlos, ein Hinweis "
                    "zur medizinischen Betreuung. Unbekannt, solange ein Punkt unbekannt ist."
                ),
            ),
            Field("accuracy_m", _("Lagegenauigkeit"), "integer", unit="m"),
            Field("source_note", _("Fundstelle")),
            Field("slug", _("Kurzname"), in_tile=True),
        ),
        symbols=symbols.COOL_PLACES,
        osm=osm.COOL_PLACES,
        order=100,
        min_zoom=8,
        visible=True,
        edit_roles=("heat_planner",),
        search=("name", "address"),
        page="place",
        suggest=participation.COOL_PLACE,
        suggest_title=_("Kühlen Ort vorschlagen"),
        reports=participation.COOL_PLACE_REPORTS,
        destination=Destination(hours="hours_in_force", other_hours=warning_day_hours),
    )
)
register(participation.HOT_SPOTS)


def _percent(name: str, title: Text, *, in_tile: bool = False, in_list: bool = False) -> Field:
    return Field(name, title, "number", unit="%", in_tile=in_tile, in_list=in_list)


_NAME = Field("name", _("Bezeichnung"), in_tile=True, in_list=True)
_DISTRICT = Field("district", _("Stadtbezirk"), in_list=True)
_AREA = Field("area_ha", _("Fläche"), "number", unit="ha", in_list=True)
_ORIGIN = (
    Field("kind", _("Art der Zahlen"), choices=results.Kind, in_tile=True, in_list=True),
    Field("run_id", _("Rechenlauf"), description=_("Kennung der Berechnung mit ihren Quellen.")),
)
_PET = Field(
    "pet_15",
    _("Gefühlte Temperatur (PET), 15 Uhr"),
    "number",
    unit="Cel",
    description=_("Für den Tag; nachts sagt die PET nichts aus."),
)
_NIGHT = Field(
    "dt_night",
    _("Überwärmung der Luft, nachts"),
    "number",
    unit="K",
    description=_("Lufttemperatur gegenüber dem Umland, nach dem Stadtklimamodell."),
)


def _heat_class(name: str, title: Text) -> Field:
    return Field(name, title, "integer", choices=results.HeatClass, in_tile=True, in_list=True)


register(
    Layer(
        name="heat_zones",
        title=_("Hitzezonen"),
        description=_(
            "Wo es bei Hitze wie warm wird, in fünf Klassen. Modelliert und nicht kalibriert, wenn "
            "nichts anderes dabeisteht. Die Temperatur von Oberflächen ist nicht die der Luft."
        ),
        keywords=(_("Hitze"), _("Stadtklima"), _("Klimaanpassung")),
        theme=Theme.COOL,
        model=results.HeatZone,
        fields=(
            _NAME,
            _heat_class("class_total", _("Hitze insgesamt")),
            _heat_class("class_day", _("Hitze am Tag")),
            _heat_class("class_night", _("Hitze in der Nacht")),
            _DISTRICT,
            _AREA,
            _PET,
            Field("tmrt_15", _("Strahlungstemperatur, 15 Uhr"), "number", unit="Cel"),
            _NIGHT,
            Field(
                "lst_anom_k",
                _("Oberflächentemperatur, Abweichung"),
                "number",
                unit="K",
                description=_("Aus Satellitenbildern; sie ist nicht die Lufttemperatur."),
            ),
            Field("lst_mad_k", _("Oberflächentemperatur, Streuung"), "number", unit="K"),
            Field("lst_n", _("Anzahl der Satellitenbilder"), "integer"),
            Field(
                "gi_z",
                _("Gi* (Rangmaß)"),
                "number",
                description=_("Ordnet Zonen nach ihrer Umgebung; ein Beweis ist es nicht."),
            ),
            _percent("sealed_pct", _("Versiegelt")),
            _percent("canopy_pct", _("Baumkronen")),
            Field("pop", _("Einwohner"), "integer", unit="1", in_list=True),
            Field("pop65", _("Menschen ab 65"), "integer", unit="1"),
            Field("pop_u6", _("Kinder unter 6"), "integer", unit="1"),
            Field(
                "rank",
                _("Rang"),
                "integer",
                in_list=True,
                description=_(
                    "Mit den kühlen Orten, die an einem Dienstag mit Hitzewarnung um 15 Uhr sicher "
                    "geöffnet sind."
                ),
            ),
            Field("rank_p05", _("Rang, günstigste 5 %"), "integer"),
            Field("rank_p95", _("Rang, ungünstigste 5 %"), "integer"),
            _percent("confidence", _("Sicherheit des Rangs")),
            *_ORIGIN,
        ),
        symbols=result_symbols.HEAT_ZONES,
        order=55,
        min_zoom=8,
        edit_roles=("heat_planner",),
        card_template="heatmodel/zone_card.html",
    ),
    Layer(
        name="cool_islands",
        title=_("Kühle Inseln"),
        description=_("Flächen, die deutlich kühler bleiben als die Siedlung um sie herum."),
        keywords=(_("Hitze"), _("Stadtklima")),
        theme=Theme.COOL,
        model=results.CoolIsland,
        fields=(
            _NAME,
            Field(
                "cover",
                _("Bedeckung"),
                choices=results.CoolIsland.Cover,
                in_tile=True,
                in_list=True,
            ),
            _DISTRICT,
            _AREA,
            _PET,
            _NIGHT,
            _percent("canopy_pct", _("Baumkronen")),
            *_ORIGIN,
        ),
        symbols=result_symbols.COOL_ISLANDS,
        order=56,
        min_zoom=8,
        edit_roles=("heat_planner",),
    ),
    Layer(
        name="cool_coverage",
        title=_("Kühle Orte zu Fuß erreichbar"),
        description=_(
            "Anteil der Menschen, die in 5, 10 und 15 Minuten zu Fuß einen geöffneten kühlen Ort "
            "erreichen. Orte mit unbekannten Öffnungszeiten zählen nicht mit."
        ),
        keywords=(_("Hitze"), _("Erreichbarkeit")),
        theme=Theme.COOL,
        model=results.CoverageArea,
        fields=(
            _NAME,
            Field(
                "unit", _("Einheit"), choices=results.CoverageArea.Unit, in_tile=True, in_list=True
            ),
            Field("inhabitants", _("Einwohner"), "integer", unit="1", in_list=True),
            _percent("weekday_5", _("Dienstag 15 Uhr, 5 Minuten"), in_list=True),
            _percent("weekday_10", _("Dienstag 15 Uhr, 10 Minuten"), in_tile=True, in_list=True),
            _percent("weekday_10_most", _("Dienstag 15 Uhr, 10 Minuten, höchstens"), in_list=True),
            _percent("weekday_15", _("Dienstag 15 Uhr, 15 Minuten")),
            _percent("sunday_5", _("Sonntag 15 Uhr, 5 Minuten")),
            _percent("sunday_10", _("Sonntag 15 Uhr, 10 Minuten"), in_tile=True, in_list=True),
            _percent("sunday_15", _("Sonntag 15 Uhr, 15 Minuten")),
            *_ORIGIN,
        ),
        symbols=result_symbols.COVERAGE,
        order=57,
        min_zoom=8,
        edit_roles=("heat_planner",),
    ),
    RasterLayer(
        name="shade",
        title=_("Schatten zur gewählten Stunde"),
        description=_(
            "Schatten von Gebäuden und Bäumen, für 24 Tage im Jahr und 15 Stunden am Tag gerechnet."
        ),
        theme=Theme.COOL,
        current=shading.current_pictures,
        by_time=True,
        symbols=result_symbols.SHADE,
        order=58,
        page="shade",
    ),
)
