"""`./run manage load_fixtures [--city NAME]`: the data a fresh map starts with."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from layers.importing.errors import ImportProblem
from layers.importing.fixtures import REAL_DATA, Loaded, OtherCity, load_fixtures
from layers.importing.signals import fixtures_loaded, lines


class Command(BaseCommand):
    help = "Loads the city, its datasets and all layers from fixtures/. Safe to run again."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--city", help="folder under fixtures/ (default hamm, or nothing beside another city)"
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="refuse if the database holds features already"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            for loaded in load_fixtures(options["city"] or "hamm", if_empty=options["if_empty"]):
                if options["verbosity"]:
                    self.stdout.write(line(loaded))
            for said in lines(fixtures_loaded.send(Command)):
                if options["verbosity"]:
                    self.stdout.write(said)
        except OtherCity as problem:
            # A start of a map that has become another city's must not fail for want of Hamm.
            if options["city"] or options["if_empty"]:
                raise CommandError(str(problem)) from problem
            self.stdout.write(str(problem))
        except ImportProblem as problem:
            raise CommandError(str(problem)) from problem


def line(loaded: Loaded) -> str:
    return f"{loaded.layer.title!s:32} {result(loaded)}"


def result(loaded: Loaded) -> str:
    if loaded.run:
        return _(
            "%(created)s neu, %(updated)s geändert, %(unchanged)s gleich, "
            "%(withdrawn)s zurückgezogen, %(rejected)s abgelehnt"
        ) % {
            key: getattr(loaded.run, key)
            for key in ("created", "updated", "unchanged", "withdrawn", "rejected")
        }
    if loaded.skipped == REAL_DATA:
        return _("übersprungen, die Ebene hat echte Daten")
    return _("unverändert")
