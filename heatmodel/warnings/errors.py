"""What can go wrong with a feed of the weather service. Then the last good reading stays."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Failure(models.TextChoices):
    """The reasons in a few words, as pages and the administration show them."""

    UNREACHABLE = "unreachable", _("nicht erreichbar")
    TOO_LARGE = "too_large", _("unerwartet groß")
    TOO_SLOW = "too_slow", _("zu langsam")
    UNREADABLE = "unreadable", _("nicht lesbar")
    EMPTY = "empty", _("leer")
    NOT_OURS = "not_ours", _("ohne diese Stadt")
    FROZEN = "frozen", _("zu lange unverändert")


class FeedError(Exception):
    """A reading that failed; the text says where, for the log."""

    failure: Failure


class Unreachable(FeedError):
    failure = Failure.UNREACHABLE


class TooLarge(FeedError):
    failure = Failure.TOO_LARGE


class TooSlow(FeedError):
    failure = Failure.TOO_SLOW


class Unreadable(FeedError):
    failure = Failure.UNREADABLE


class Empty(FeedError):
    """Nothing came, where something was in force a moment ago."""

    failure = Failure.EMPTY


class Frozen(FeedError):
    """The server answers, but what it has is too old to tell of the present."""

    failure = Failure.FROZEN


class NotOurs(FeedError):
    """A good answer that knows nothing of this city's area or station."""

    failure = Failure.NOT_OURS
