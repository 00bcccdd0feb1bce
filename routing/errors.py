"""What can go wrong between a question and a way; each says it in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from layers.importing.errors import ImportProblem

if TYPE_CHECKING:
    from routing.directions.destinations import Candidate


class RoutingProblem(Exception):
    """No answer, for a reason that can be named. `facts` fill the message."""

    message: str | Promise = _("Der Weg konnte nicht berechnet werden.")

    def __init__(self, **facts: object) -> None:
        super().__init__(facts)
        self.facts = facts

    def __str__(self) -> str:
        return str(self.message) % self.facts


class NoNetwork(RoutingProblem):
    message = _("Noch ist kein Wegenetz eingelesen.")


class OffNetwork(RoutingProblem):
    """A point lies too far from every way of its mode; `number` counts points from 0."""

    message = _("In %(within_m)s Metern um diesen Ort ist kein Weg, der dafür taugt.")


class PlaceOffNetwork(OffNetwork):
    """The same of a place that has a name."""

    message = _("In %(within_m)s Metern um „%(place)s“ ist kein Weg, der dafür taugt.")


class NoRoute(RoutingProblem):
    message = _("Zwischen diesen Orten gibt es keinen solchen Weg.")


class TooMuch(RoutingProblem):
    message = _("Das sind %(asked)s Wege auf einmal; erlaubt sind %(allowed)s.")


class BadCosts(RoutingProblem):
    """A coefficient, speed or mode outside its domain."""

    message = _("Die Angabe %(name)s = %(value)s ist nicht möglich.")


class BadShape(RoutingProblem):
    """Values handed in for segments do not have the shape of the network."""

    message = _("Die Werte haben die Form %(given)s, das Wegenetz braucht %(wanted)s.")


class UnknownPlace(RoutingProblem):
    """A reference names no published feature, or a text finds none."""

    message = _("„%(name)s“ ist hier nicht zu finden.")


class SamePlace(RoutingProblem):
    """Start and goal are one place."""

    message = _("Start und Ziel sind derselbe Ort.")


class NoDestination(RoutingProblem):
    """The layer holds nothing that one could go to."""

    message = _("Auf der Ebene „%(layer)s“ gibt es kein erreichbares Ziel.")


class BadGpx(RoutingProblem):
    """The body is no GPX with at least two points."""

    message = _("Das ist keine GPX-Datei mit mindestens zwei Punkten.")


class BodyTooLarge(RoutingProblem):
    message = _("Die Anfrage ist zu groß; erlaubt sind %(allowed)s Bytes.")


class NothingOpen(RoutingProblem):
    """No destination is known to be open on arrival. `unknown` is the nearest of those with
    unknown hours, `opens_next` the one that opens first; both may be None."""

    message = _("Um diese Zeit ist kein Ziel der Ebene „%(layer)s“ als geöffnet bekannt.")

    def __init__(
        self, unknown: Candidate | None, opens_next: Candidate | None, **facts: object
    ) -> None:
        super().__init__(**facts)
        self.unknown, self.opens_next = unknown, opens_next


class NotHeights(ImportProblem):
    message = _(
        "„%(source)s“ enthält Werte von %(lowest)s bis %(highest)s; das sind keine Höhen in Metern."
    )
