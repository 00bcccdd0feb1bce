"""`./run manage import_accidents FILE`: a year of the accident atlas, for this city."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from layers.ground.models import City, Dataset
from layers.importing.commands import ImportCommand, dataset_called
from layers.importing.errors import NoCity, SourceEmpty
from layers.importing.hashing import sha256_of
from layers.importing.models import ImportRun
from layers.importing.services import import_records
from layers.registry import layer
from routing.school.accidents import read_accidents

UNFALLATLAS = {
    "title": "Unfallatlas, Unfälle mit Verletzten",
    "publisher": "Statistische Ämter des Bundes und der Länder",
    "licence": "Datenlizenz Deutschland – Namensnennung – Version 2.0",
    "licence_uri": "https://www.govdata.de/dl-de/by-2-0",
    "attribution": "© Statistische Ämter des Bundes und der Länder, Unfallatlas",
    "source_url": "https://unfallatlas.statistikportal.de/",
    "kind": Dataset.Kind.REAL,
}


class Command(ImportCommand):
    help = "Reads a CSV (or ZIP) of the accident atlas; each year is a dataset of its own."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)

    def run(self, **options: Any) -> ImportRun:
        city = City.objects.first()
        if city is None:
            raise NoCity
        records = list(read_accidents(options["file"], city.ags))
        if not records:
            raise SourceEmpty
        year = records[0].values["year"]
        described = {**UNFALLATLAS, "title": f"{UNFALLATLAS['title']} {year}"}
        return import_records(
            layer("accidents"),
            dataset_called(f"unfallatlas-{year}", described),
            records,
            source=options["file"].name,
            sha256=sha256_of(options["file"]),
            max_shrink=options["max_shrink"],
            overwrite_edits=options["overwrite_edits"],
        )
