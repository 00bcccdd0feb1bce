"""What a build of the network has to say, for the terminal."""

from django.utils.translation import gettext as _

from layers.importing.reports import report as runs_report
from routing.services import Built


def headline(built: Built) -> str:
    """The build in one line."""
    build = built.build
    return _("Wegenetz %(state)s: %(segments)s Abschnitte, %(vertices)s Knoten, %(km)s km") % {
        "state": _("neu aufgebaut") if built.is_new else _("unverändert"),
        "segments": build.segments,
        "vertices": build.vertices,
        "km": round(build.length_km),
    }


def summary(built: Built) -> str:
    lines = [
        headline(built),
        runs_report(built.runs),
        _("Außerhalb des Stadtgebiets ausgelassen: %(count)s") % {"count": built.outside},
    ]
    if built.demo:
        lines += [_("Demonstrationsdaten zurückgezogen:"), runs_report(built.demo)]
    return "\n".join(lines)
