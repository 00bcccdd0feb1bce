"""Heat warnings to subscribe to: as an Atom feed and as a calendar (iCalendar, RFC 5545)."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from heatmodel.warnings.models import HeatWarning
from heatmodel.warnings.words import WarningText

_LINE = 75  # octets, after which a line of a calendar is folded


def atom(warnings: Iterable[HeatWarning], *, page_url: str, feed_url: str, city: str) -> str:
    """Newest first, as given; the entry of a warning changes when it ends early."""
    feed = Atom1Feed(
        title=_("Hitzewarnungen für %(city)s") % {"city": city},
        link=page_url,
        description=_("Warnungen des Deutschen Wetterdienstes"),
        language=get_language(),
        feed_url=feed_url,
        author_name="Deutscher Wetterdienst",
    )
    for text in map(WarningText, warnings):
        feed.add_item(
            title=f"{text.title} ({text.validity})",
            link=page_url,
            description="\n\n".join(filter(None, (text.description, text.instruction))),
            unique_id=f"urn:oid:{text.warning.identifier}",
            pubdate=text.warning.sent,
            updateddate=text.warning.ended_at or text.warning.sent,
        )
    return feed.writeString("utf-8")


def calendar(warnings: Iterable[HeatWarning], *, page_url: str, city: str) -> str:
    """An event for each warning with an end; one that ended early is told as cancelled."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//city map//heat warnings//DE",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(_('Hitzewarnungen für %(city)s') % {'city': city})}",
    ]
    for warning in warnings:
        if warning.expires:
            lines += _event(WarningText(warning), warning.expires, page_url)
    lines.append("END:VCALENDAR")
    return "".join(f"{piece}\r\n" for line in lines for piece in _folded(line))


def _event(text: WarningText, ends: datetime, page_url: str) -> list[str]:
    warning = text.warning
    described = "\n\n".join(filter(None, (text.issued, text.description, text.instruction)))
    return [
        "BEGIN:VEVENT",
        f"UID:{_escaped(warning.identifier)}",
        f"DTSTAMP:{_utc(warning.ended_at or warning.sent)}",
        f"DTSTART:{_utc(warning.onset)}",
        f"DTEND:{_utc(ends)}",
        f"SEQUENCE:{int(bool(warning.ended_at))}",
        f"STATUS:{'CANCELLED' if warning.ended_at else 'CONFIRMED'}",
        f"SUMMARY:{_escaped(text.title)}",
        f"DESCRIPTION:{_escaped(described)}",
        f"URL:{page_url}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _utc(at: datetime) -> str:
    return f"{timezone.localtime(at, UTC):%Y%m%dT%H%M%SZ}"


def _escaped(text: str) -> str:
    for sign in ("\\", ";", ","):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> Iterator[str]:
    """Pieces of at most 75 octets, never within a character; further ones begin with a space."""
    piece = ""
    for letter in line:
        if len((piece + letter).encode()) > _LINE:
            yield piece
            piece = " "
        piece += letter
    yield piece
