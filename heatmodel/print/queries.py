"""Districts and their cool places, as sheets of paper list them."""

from django.db.models import QuerySet
from django.db.models.functions import Collate

from heatmodel.models import CoolPlace
from heatmodel.places.queries import cool_places_by_name
from layers import registry
from layers.base.models import District
from layers.editing.slugs import slug_of

_BOROUGH = 9  # the level of a Stadtbezirk; smaller parts have no sheet of their own


def districts() -> QuerySet[District]:
    """The published Stadtbezirke in the German order of their names."""
    rows = registry.layer("districts").published().filter(level=_BOROUGH)
    return rows.order_by(Collate("name", "de-x-icu"), "pk")


def slug_of_district(district: District) -> str:
    """Its own, or one made of its name: imports give districts none."""
    return district.slug or slug_of(district.name)


def district_called(slug: str) -> District | None:
    return next((one for one in districts() if slug_of_district(one) == slug), None)


def places_in(district: District) -> QuerySet[CoolPlace]:
    """Published cool places inside, by name. One upon a boundary is on both sheets."""
    places = cool_places_by_name().select_related("dataset")
    return places.filter(geometry__coveredby=district.geometry)
