"""`./run manage import_census FILE.tif`: inhabitants by cell, from the census raster."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

import shapely

from layers.ground.models import City, Dataset
from layers.importing.commands import ImportCommand, dataset_called, watched
from layers.importing.errors import NoCity
from layers.importing.hashing import sha256_of
from layers.importing.models import ImportRun
from layers.importing.readers.census import read_census
from layers.importing.services import import_records
from layers.registry import layer

ZENSUS_2022 = {
    "title": "Zensus 2022, Einwohner im Gitter",
    "publisher": "Statistische Ämter des Bundes und der Länder",
    "licence": "Datenlizenz Deutschland – Namensnennung – Version 2.0",
    "licence_uri": "https://www.govdata.de/dl-de/by-2-0",
    "attribution": "© Statistische Ämter des Bundes und der Länder, 2024",
    "source_url": "https://www.zensus2022.de/",
    "kind": Dataset.Kind.REAL,
}


class Command(ImportCommand):
    help = "Reads a raster of inhabitants (EPSG:25832) into the census cells of the city."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--dataset", default="zensus-2022", help="its short name (slug)")

    def run(self, **options: Any) -> ImportRun:
        city = City.objects.first()
        if city is None:
            raise NoCity
        reading = read_census(options["file"], shapely.from_wkb(bytes(city.boundary.wkb)))
        self.tell(reading)
        return import_records(
            layer("census_cells"),
            dataset_called(options["dataset"], ZENSUS_2022),
            watched(reading.records, options["verbosity"]),
            source=options["file"].name,
            sha256=sha256_of(options["file"]),
            max_shrink=options["max_shrink"],
            overwrite_edits=options["overwrite_edits"],
        )
