"""What can be wrong with a filter. Each message names the place in the reader's language."""

from django.utils.translation import gettext as _


class FilterError(ValueError):
    """The filter cannot be read or does not fit the layer; the client's fault."""


class UnknownProperty(FilterError):
    def __init__(self, name: str) -> None:
        super().__init__(
            _("Das Merkmal „%(name)s“ gibt es in dieser Ebene nicht.") % {"name": name}
        )


class AbsentProperty(UnknownProperty):
    """A property that every GML feature may have, and this layer's never do."""


class UnknownOperator(FilterError):
    def __init__(self, name: str) -> None:
        super().__init__(_("Die Funktion „%(name)s“ wird nicht unterstützt.") % {"name": name})


class WrongArguments(FilterError):
    def __init__(self, name: str) -> None:
        super().__init__(_("„%(name)s“ passt nicht zu seinen Argumenten.") % {"name": name})


class NotComparable(WrongArguments):
    """Both sides are understood, but their kind has no order: a failure in processing."""
