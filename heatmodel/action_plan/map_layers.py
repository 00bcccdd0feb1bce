"""Facilities of vulnerable people: a layer like any other, but for heat planners alone."""

from django.utils.translation import gettext_lazy as _

from heatmodel.action_plan.models import RiskFacility
from layers.registry import Field, Layer, Theme, register

register(
    Layer(
        name="vulnerable_facilities",
        title=_("Schutzbedürftige Einrichtungen"),
        description=_("Nur für die Hitzeaktionsplanung; wird nicht veröffentlicht."),
        theme=Theme.COOL,
        model=RiskFacility,
        fields=(
            Field("name", _("Name"), in_list=True),
            Field("kind", _("Art"), choices=RiskFacility.Kind, in_list=True),
            Field("places", _("Plätze"), "integer", unit="1", in_list=True),
            Field("has_cooling", _("gekühlter Raum"), "boolean", in_list=True),
            Field("heat_plan_on", _("eigener Hitzeplan vom"), "date", in_list=True),
        ),
        order=101,
        min_zoom=8,
        public=False,
        edit_roles=("heat_planner",),
        search=("name",),
    )
)
