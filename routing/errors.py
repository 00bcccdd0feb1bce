"""What can go wrong while ways are looked for; each says it in words for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from layers.importing.errors import ImportProblem


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


class NotHeights(ImportProblem):
    message = _(
        "„%(source)s“ enthält Werte von %(lowest)s bis %(highest)s; das sind keine Höhen in Metern."
    )
