"""The service standard of a cool place: what must be known of it, and good, before it has a badge.

The items are those of Barcelona's network of climate shelters (at most 27 °C, seats, water, free of
charge, accessible, and told that it is no place for medical care).
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heatmodel.places.models import CoolPlace


@dataclass(frozen=True)
class Item:
    """One line of the list; `met` tells yes, no, or None for unknown."""

    label: str | Promise
    met: Callable[[CoolPlace], bool | None]


def _stepless(place: CoolPlace) -> bool | None:
    return None if place.step_free is None else place.step_free == "yes"


def _free(place: CoolPlace) -> bool | None:
    return None if place.cost is None else place.cost == CoolPlace.Cost.FREE


def _told_about_care(place: CoolPlace) -> bool | None:
    return None if place.medical_care is None else True


ITEMS = (
    Item(_("höchstens 27 °C"), lambda place: place.max_27c),
    Item(_("Sitzplätze"), lambda place: place.seating),
    Item(_("Trinkwasser"), lambda place: place.drinking_water),
    Item(_("kostenlos"), _free),
    Item(_("stufenlos"), _stepless),
    Item(_("sagt, ob es medizinische Betreuung gibt"), _told_about_care),
)


def checked(place: CoolPlace) -> list[tuple[Item, bool | None]]:
    """Every item with its answer. The badge itself is `place.standard_met`, kept by PostgreSQL."""
    return [(item, item.met(place)) for item in ITEMS]
