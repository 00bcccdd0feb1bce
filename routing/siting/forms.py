"""The form of the page of sites: whatever stands in its address, a page comes."""

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point
from django.http import QueryDict

from layers.clock import AskedTime, InvalidTime, asked_time
from layers.publish.pictures.picker import Picker, read, read_point
from layers.registry import Layer
from routing.directions.destinations import destination_layers
from routing.directions.plans import Mode
from routing.siting.queries import MINUTES

MODES: tuple[Mode, ...] = ("foot", "bike", "wheelchair", "pram")
_WIDTH_M, _MINUTES = 9_600, 10


@dataclass(frozen=True)
class SitesForm:
    """`place` is where the new destination would be (EPSG:25832), `layer` what is looked for; it
    is None where no layer has destinations."""

    layer: Layer | None
    minutes: int
    mode: Mode
    when: AskedTime
    picker: Picker
    place: Point | None

    @property
    def spot(self) -> str:
        """The place for a hidden field."""
        return f"{self.place.x:.1f},{self.place.y:.1f}" if self.place else ""

    @property
    def pixel(self) -> tuple[float, float] | None:
        """Where the place lies on the picture, if it does."""
        return self.picker.frame.pixel(self.place.x, self.place.y) if self.place else None


def read_sites_form(query: QueryDict, centre: tuple[float, float]) -> SitesForm:
    """The form an address fills; `centre` (EPSG:25832) is what the picture shows at first."""
    known = destination_layers()
    picker = read(query.get("blick", ""), Picker(*centre, _WIDTH_M))
    place = picker.hit(query) or read_point(query.get("ort", ""))
    if "leeren" in query:
        place = None
    for name, step in (("naeher", 1), ("weiter", -1)):
        if name in query:
            picker = (picker.around(place) if place else picker).nearer(step)
    return SitesForm(
        layer=next((one for one in known if one.name == query.get("ebene")), _first(known)),
        minutes=_one_of(MINUTES, query.get("minuten", ""), _MINUTES),
        mode=_one_of(MODES, query.get("art", ""), "foot"),
        when=_time(query.get("zeit", "")),
        picker=picker,
        place=place,
    )


def _first(known: list[Layer]) -> Layer | None:
    return known[0] if known else None


def _one_of(known: tuple[Any, ...], text: str, otherwise: Any) -> Any:
    return next((one for one in known if str(one) == text), otherwise)


def _time(text: str) -> AskedTime:
    try:
        return asked_time(text)
    except InvalidTime:
        return asked_time("")
