"""What can be wrong with a request, one class per fact; `problems` gives each its status."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _


class BadParameter(Exception):
    """A query parameter that does not exist here, or whose value cannot be meant."""

    def __init__(self, name: str, reason: str | Promise) -> None:
        super().__init__(f"{name}: {reason}")
        self.name, self.reason = name, reason


class BadBody(Exception):
    """The body of a request cannot be read as what it says it is."""


class WrongMediaType(Exception):
    """The body comes in a form that is not read here."""

    def __init__(self, accepted: tuple[str, ...]) -> None:
        super().__init__(_("Gelesen werden hier nur: %(types)s") % {"types": ", ".join(accepted)})


class BodyTooLarge(Exception):
    pass


class VersionNotNamed(Exception):
    """A write without If-Match: it does not say which state it is meant to replace."""


class BadVersion(Exception):
    """If-Match holds no ETag of this service."""


class WrongMethod(Exception):
    def __init__(self, allowed: list[str]) -> None:
        super().__init__()
        self.allowed = allowed
