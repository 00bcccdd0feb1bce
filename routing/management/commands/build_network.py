"""`./run manage build_network`: the network of paths from a file, a place or drawn streets."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from layers.importing.errors import ImportProblem
from layers.importing.hashing import sha256_of
from routing.network.build import BACKENDS, file_source
from routing.network.streets import DrawnStreets
from routing.queries import current_graph
from routing.reports import summary
from routing.services import Built, build_network
from routing.tasks import compute_catchments_later


class Command(BaseCommand):
    help = "Reads the ways people walk and cycle on, and makes the arrays for finding one's way."

    def add_arguments(self, parser: ArgumentParser) -> None:
        source = parser.add_mutually_exclusive_group(required=True)
        source.add_argument("--source", type=Path, help=".osm.pbf, .osm, .osm.gz or .osm.bz2")
        source.add_argument("--place", help="a place by its name, from the internet, by OSMnx")
        source.add_argument(
            "--streets", action="store_true", help="the drawn streets of the demonstration"
        )
        parser.add_argument("--backend", choices=BACKENDS, default="osmium")
        parser.add_argument("--dem", type=Path, help="a raster of heights in metres")
        parser.add_argument(
            "--max-shrink",
            type=float,
            default=0.3,
            help="share of the segments that may disappear (default 0.3)",
        )
        parser.add_argument(
            "--overwrite-edits", action="store_true", help="also change rows edited by people"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            built = self._build(**options)
        except ImportProblem as problem:
            raise CommandError(str(problem)) from problem
        current_graph()  # so that the first way does not wait for the arrays
        compute_catchments_later()
        if options["verbosity"]:
            self.stdout.write(summary(built))

    def _build(self, source: Path | None, place: str | None, **options: Any) -> Built:
        shared = {
            "dem": options["dem"],
            "max_shrink": options["max_shrink"],
            "overwrite_edits": options["overwrite_edits"],
        }
        if source is not None:
            backend = options["backend"]
            return build_network(
                file_source(source, backend),
                backend=backend,
                name=source.name,
                sha256=sha256_of(source),
                **shared,
            )
        if place is not None:
            from routing.network.places import OsmnxPlace  # OSMnx takes seconds to load

            return build_network(OsmnxPlace(place), backend="osmnx", name=place, **shared)
        return build_network(
            DrawnStreets(), backend="streets", name="streets", demonstration=True, **shared
        )
