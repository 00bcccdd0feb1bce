"""Cool places as a layer of the map."""

from django.utils.translation import gettext_lazy as _

from heatmodel import osm, symbols
from heatmodel.models import CoolPlace
from layers.base.models import YesLimitedNo
from layers.registry import Destination, Field, Layer, Theme, register

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
            Field("opening_hours", _("Öffnungszeiten"), in_tile=True),
            Field("step_free", _("Stufenlos"), choices=YesLimitedNo, in_tile=True, in_list=True),
            Field("wheelchair_toilet", _("Rollstuhl-WC"), choices=YesLimitedNo),
            Field("drinking_water", _("Trinkwasser"), "boolean", in_tile=True, in_list=True),
            Field("seating", _("Sitzplätze"), "boolean", in_list=True),
            Field("toilet", _("WC"), "boolean", in_tile=True, in_list=True),
            Field("wifi", _("WLAN"), "boolean"),
            Field("cost", _("Kosten"), choices=CoolPlace.Cost, in_list=True),
            Field("phone", _("Telefon")),
            Field("website", _("Internetseite")),
            Field("checked_on", _("geprüft am"), "date"),
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
        destination=Destination(hours="opening_hours"),
    )
)
