"""`./run manage import_layer FILE --layer NAME --dataset SLUG`: a file of features into a layer."""

from argparse import ArgumentParser
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from layers.ground.models import Dataset
from layers.importing.checks import importable_fields
from layers.importing.commands import ImportCommand, dataset_called, watched
from layers.importing.hashing import sha256_of
from layers.importing.models import ImportRun
from layers.importing.readers.files import read_file
from layers.importing.readers.reading import Reading, mapped
from layers.importing.services import import_records
from layers.registry import Layer, all_layers

_DESCRIBED = ("title", "publisher", "licence", "licence_uri", "attribution", "source_url")


class Command(ImportCommand):
    help = "Reads GeoJSON, GeoPackage, Shapefile (.zip), GML or CSV with coordinates into a layer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("file", type=Path)
        parser.add_argument("--layer", required=True, choices=[one.name for one in all_layers()])
        parser.add_argument("--dataset", required=True, help="its short name (slug)")
        parser.add_argument(
            "--map",
            nargs="+",
            default=[],
            metavar="SOURCE=FIELD",
            help="fields of the source that have another name than the layer's",
        )
        parser.add_argument(
            "--set",
            nargs="+",
            default=[],
            metavar="FIELD=VALUE",
            help="the same value for every feature",
        )
        parser.add_argument("--crs", help="overrules the source's own, e.g. EPSG:25832")
        parser.add_argument("--id", dest="id_field", help="field that names a feature for ever")
        parser.add_argument("--source-layer", help="layer inside the file, if it has several")
        parser.add_argument("--x", help="CSV: column of easting or longitude")
        parser.add_argument("--y", help="CSV: column of northing or latitude")
        parser.add_argument("--encoding", help="CSV: e.g. cp1252")
        for name in _DESCRIBED:
            parser.add_argument(f"--{name.replace('_', '-')}", default="", help="new dataset")
        parser.add_argument(
            "--kind", default=Dataset.Kind.REAL, choices=Dataset.Kind.values, help="new dataset"
        )

    def run(self, **options: Any) -> ImportRun:
        layer = next(one for one in all_layers() if one.name == options["layer"])
        constants = dict(_pair(text) for text in options["set"])
        described = {name: options[name] for name in (*_DESCRIBED, "kind")}
        with ExitStack() as stack:
            reading = read_file(
                options["file"],
                stack=stack,
                **{
                    name: options[name]
                    for name in ("crs", "id_field", "source_layer", "x", "y", "encoding")
                },
            )
            self.tell(reading)
            names = _names(layer, reading, options["map"])
            return import_records(
                layer,
                dataset_called(options["dataset"], described),
                watched(mapped(reading, names, constants), options["verbosity"]),
                source=options["file"].name,
                sha256=sha256_of(options["file"]),
                max_shrink=options["max_shrink"],
                overwrite_edits=options["overwrite_edits"],
            )


def _names(layer: Layer, reading: Reading, given: list[str]) -> dict[str, str]:
    """Source field → layer field: as given, and fields that are called alike."""
    names = dict(_pair(text) for text in given)
    taken = set(names.values())
    alike = [
        name
        for name in importable_fields(layer.model)
        if name in reading.fields and name not in taken and name not in names
    ]
    return {**names, **{name: name for name in alike}}


def _pair(text: str) -> tuple[str, str]:
    left, equals, right = text.partition("=")
    if not (left and equals):
        raise CommandError(_("„%(text)s“ ist nicht von der Form links=rechts.") % {"text": text})
    return left, right
