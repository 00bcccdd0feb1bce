"""What can go wrong between a question and a way; each says it in words for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from routing.errors import RoutingProblem

if TYPE_CHECKING:
    from routing.directions.destinations import Candidate


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
