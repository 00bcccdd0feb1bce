"""The network, what is known of it, turn restrictions and closures as layers of the map."""

from django.utils.translation import gettext_lazy as _

from layers.base.models import YesLimitedNo
from layers.registry import Field, Layer, Theme, register
from routing import symbols
from routing.models import Closure, Segment, TurnRestriction
from routing.school.layers import LAYERS as SCHOOL_LAYERS

NAME = Field("name", _("Name"), in_tile=True, in_list=True)
SEGMENT_FIELDS = (
    NAME,
    Field("highway", _("Wegklasse"), in_tile=True, in_list=True),
    Field("foot", _("zu Fuß"), "integer", choices=Segment.Direction, in_tile=True),
    Field("bike", _("mit dem Rad"), "integer", choices=Segment.Direction, in_tile=True),
    Field("dismount", _("Rad nur schiebend"), "boolean"),
    Field("steps", _("Treppe"), "boolean", in_tile=True, in_list=True),
    Field("step_count", _("Stufen"), "integer"),
    Field("ramp", _("Rampe an der Treppe"), "boolean"),
    Field("bridge", _("Brücke"), "boolean"),
    Field("tunnel", _("Tunnel oder überdacht"), "boolean"),
    Field("surface", _("Belag"), in_tile=True, in_list=True),
    Field("smoothness", _("Ebenheit"), in_tile=True),
    Field("width_m", _("Breite"), "number", unit="m"),
    Field("incline_pct", _("Steigung"), "number", unit="%"),
    Field("lit", _("beleuchtet"), "boolean"),
    Field("sidewalk", _("Gehweg")),
    Field("cycleway", _("Radweg")),
    Field("crossing", _("Querung")),
    Field("island", _("Querung mit Insel"), "boolean"),
    Field("kerb", _("Bordstein")),
    Field("maxspeed_kmh", _("Höchstgeschwindigkeit"), "integer", unit="km/h"),
    Field("wheelchair", _("mit dem Rollstuhl"), choices=YesLimitedNo, in_tile=True),
    Field("climb_m", _("Anstieg"), "number", unit="m"),
    Field("descent_m", _("Abstieg"), "number", unit="m"),
    Field("length_m", _("Länge"), "number", unit="m"),
    Field("known", _("bekannte Angaben"), "integer", in_tile=True, in_list=True),
    Field("way", _("Weg in OpenStreetMap"), "integer"),
    Field("from_node", _("Knoten am Anfang"), "integer"),
    Field("to_node", _("Knoten am Ende"), "integer"),
)

register(
    Layer(
        name="network_segments",
        title=_("Wegenetz"),
        description=_("Alle Wege, auf denen diese Karte führt, mit allen bekannten Angaben."),
        theme=Theme.SCHOOL,
        model=Segment,
        fields=SEGMENT_FIELDS,
        symbols=symbols.SEGMENTS,
        order=52,
        min_zoom=13,
    ),
    Layer(
        name="network_quality",
        title=_("Was über die Wege bekannt ist"),
        description=_(
            "Wie viele von acht Angaben (Belag, Ebenheit, Breite, Steigung, Licht, Gehweg, "
            "Tempo, Eignung für den Rollstuhl) die Quelle nennt."
        ),
        theme=Theme.SCHOOL,
        model=Segment,
        fields=SEGMENT_FIELDS,
        symbols=symbols.QUALITY,
        order=53,
        min_zoom=13,
    ),
    Layer(
        name="turn_restrictions",
        title=_("Abbiegevorschriften"),
        theme=Theme.SCHOOL,
        model=TurnRestriction,
        fields=(
            Field("kind", _("Art"), in_tile=True, in_list=True),
            Field("only", _("Gebot statt Verbot"), "boolean"),
            Field("bike", _("gilt für Räder"), "boolean", in_list=True),
            Field("from_way", _("von Weg"), "integer"),
            Field("via_node", _("über Knoten"), "integer"),
            Field("to_way", _("in Weg"), "integer"),
        ),
        symbols=symbols.RESTRICTIONS,
        order=76,
        min_zoom=15,
        title_field="kind",
    ),
    Layer(
        name="closures",
        title=_("Sperrungen"),
        description=_("Gesperrte oder besser gemiedene Stellen; die Wegsuche kennt sie sofort."),
        theme=Theme.SCHOOL,
        model=Closure,
        fields=(
            NAME,
            Field("effect", _("Wirkung"), choices=Closure.Effect, in_tile=True, in_list=True),
            Field("reason", _("Grund"), in_list=True),
            Field("foot", _("zu Fuß"), "boolean"),
            Field("bike", _("mit dem Rad"), "boolean"),
            Field("wheels", _("mit Rollstuhl und Kinderwagen"), "boolean"),
            Field("valid_from", _("gültig ab"), "datetime"),
            Field("valid_to", _("gültig bis"), "datetime"),
        ),
        symbols=symbols.CLOSURES,
        order=77,
        min_zoom=11,
        edit_roles=("administrator", "school_editor"),
        search=("name",),
    ),
)

register(*SCHOOL_LAYERS)
