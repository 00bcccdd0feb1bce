"""`./run manage import_osm FILE [--city NAME]` or `--place NAME`: the map from OpenStreetMap."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from layers.importing.errors import ImportProblem
from layers.importing.hashing import sha256_of
from layers.importing.osm.files import OsmFile
from layers.importing.osm.matching import OsmObject
from layers.importing.osm.services import OsmReport, OsmSource, import_osm
from layers.importing.reports import report as runs_report
from layers.importing.reports import table
from layers.importing.signals import lines, osm_imported
from layers.registry import layer


class Command(BaseCommand):
    help = "Reads OpenStreetMap data (.osm.pbf, .osm, .osm.gz) into every layer that has rules."

    def add_arguments(self, parser: ArgumentParser) -> None:
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("file", nargs="?", type=Path, help="an extract of the city's region")
        source.add_argument("--place", help="a place by its name, from the internet")
        parser.add_argument("--city", default="", help="name of the city's boundary in the data")
        parser.add_argument(
            "--replace-city", action="store_true", help="set the city anew, also another one"
        )
        parser.add_argument(
            "--keep-demo",
            action="store_true",
            help="keep approximate and synthetic rows in layers that get real ones",
        )
        parser.add_argument(
            "--max-shrink",
            type=float,
            default=0.3,
            help="share of a layer's rows that may disappear (default 0.3)",
        )
        parser.add_argument(
            "--overwrite-edits", action="store_true", help="also change rows edited by people"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = self._import(**options)
        except ImportProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(summary(report))
        told = osm_imported.send(
            Command,
            file=options["file"],
            place=options["place"] or "",
            max_shrink=options["max_shrink"],
        )
        for said in lines(told):
            self.stdout.write(f"\n{said}")

    def _import(self, file: Path | None, place: str | None, **options: Any) -> OsmReport:
        source: OsmSource = OsmFile(file) if file else _place(str(place))
        return import_osm(
            source,
            name=file.name if file else str(place),
            sha256=sha256_of(file) if file else "",
            city_name=options["city"],
            replace_city=options["replace_city"],
            replace_demo=not options["keep_demo"],
            max_shrink=options["max_shrink"],
            overwrite_edits=options["overwrite_edits"],
            progress=progress if options["verbosity"] else _silent,
        )


def _place(name: str) -> OsmSource:
    from layers.importing.osm.places import OsmPlace  # osmnx takes seconds to load

    return OsmPlace(name)


def progress(objects: Iterable[OsmObject], expected: int) -> Iterable[OsmObject]:
    unit = _(" Objekte")
    return tqdm(objects, total=expected or None, unit=unit, file=sys.stderr, mininterval=0.5)


def _silent(objects: Iterable[OsmObject], _expected: int) -> Iterable[OsmObject]:
    return objects


def summary(report: OsmReport) -> str:
    lines = [_("Stadt: %(name)s") % {"name": report.city.name}]
    if report.boundary_is_box:
        lines.append(
            _(
                "Die Quelle enthält keine vollständige Grenze dieses Namens; "
                "als Stadtgebiet gilt das Rechteck um die Daten."
            )
        )
    lines += ["", runs_report(report.runs), ""]
    lines.append(_("Außerhalb des Stadtgebiets ausgelassen: %(count)s") % {"count": report.outside})
    if report.demo:
        lines += ["", _("Demonstrationsdaten zurückgezogen:"), runs_report(report.demo)]
    if report.removed:
        head = (_("Objekte der früheren Stadt entfernt"), _("Anzahl"))
        rows = [(layer(name).title, count) for name, count in report.removed.items()]
        lines += ["", table(head, rows)]
    if report.doubles:
        head = (_("Nicht gezeigt, weil schon aus anderer Quelle da"), _("Anzahl"))
        rows = [(layer(name).title, count) for name, count in report.doubles.items()]
        lines += ["", table(head, rows)]
    return "\n".join(lines)
