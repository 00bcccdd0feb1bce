"""Maps of coverage at one hour, drawn on the server: districts for all, gaps for planners."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from heatmodel.coverage.forms import WeekHour
from heatmodel.coverage.models import GAP_MINUTES
from heatmodel.coverage.queries import DistrictReach, gap_conditions
from heatmodel.models import CoverageArea
from layers import registry
from layers.ground.models import City
from layers.publish.pictures import Frame, draw
from layers.registry import Layer

WIDTH_PX, HEIGHT_PX = 560, 500
_WITH = ("districts", "cool_places")


def coverage_picture(city: City, districts: Sequence[DistrictReach]) -> SafeString:
    """Districts in the classes of the coverage layer, by who is in reach within GAP_MINUTES."""
    shares: dict[int, dict[str, Any]] = {}
    for one in districts:
        reach = one.within(GAP_MINUTES)
        shares[one.pk] = {"weekday_10": reach.sure if reach else None}
    areas = replace(coverage_layer(), where={"unit": CoverageArea.Unit.DISTRICT})
    return _drawn(
        city,
        areas,
        {areas.name: shares},
        _("Anteil der Menschen, die einen offenen kühlen Ort erreichen"),
    )


def gaps_picture(city: City, asked: WeekHour) -> SafeString:
    """Cells with people left without; only for eyes that may see the layer."""
    gaps = replace(registry.layer("cool_gaps"), where=gap_conditions(asked), public=True)
    return _drawn(city, gaps, {}, _("Lücken bei kühlen Orten"))


def coverage_layer() -> Layer:
    return registry.layer("cool_coverage")


def _drawn(
    city: City, shown: Layer, told: dict[str, dict[int, dict[str, Any]]], title: str
) -> SafeString:
    frame = Frame.around(city.boundary.extent, WIDTH_PX, HEIGHT_PX)
    around = [one for one in registry.public_layers() if one.basemap or one.name in _WITH]
    return mark_safe(draw(frame, [*around, shown], told=told, title=title))
