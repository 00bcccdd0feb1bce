"""The data a fresh map starts with: `fixtures/<city>/`, read by `load_fixtures`.

`datasets.json` names the city and the datasets with their files; each file is GeoJSON in
EPSG:25832 whose properties are the field names of its layer and whose ids are source ids.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon, Point
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from shapely.geometry import shape

from layers.ground.crs import STORAGE_SRID
from layers.ground.models import City, Dataset
from layers.importing.errors import ImportProblem
from layers.importing.models import ImportRun
from layers.importing.records import Record
from layers.importing.services import import_records
from layers.registry import Layer, all_layers, layer

WHOLE = 1.0  # the demonstration city may be drawn anew, every row of it


class NoSuchFixtures(ImportProblem):
    message = _("Für „%(city)s“ gibt es keine Daten unter %(folder)s.")


class OtherCity(ImportProblem):
    message = _(
        "Diese Datenbank gehört zu %(there)s, die Daten gehören zu %(wanted)s. Es wurde nichts "
        "geändert. Für %(wanted)s bitte eine leere Datenbank nehmen."
    )


class NotEmpty(ImportProblem):
    message = _("Die Datenbank enthält schon Daten (%(layers)s). Es wurde nichts geändert.")


@dataclass(frozen=True)
class Loaded:
    """What became of one file. Without `run` nothing was done, for the reason in `skipped`."""

    layer: Layer
    dataset: Dataset
    run: ImportRun | None = None
    skipped: str = ""


SAME = "same"  # the file was loaded before
REAL_DATA = "real data"  # demonstration rows do not return to a layer that has real ones


def load_fixtures(city: str = "hamm", *, if_empty: bool = False) -> Iterator[Loaded]:
    """Load the city, its datasets and every file, yielding after each one.

    Files that did not change since they were loaded are skipped. Approximate and synthetic rows
    never return to a layer that has been given real data from elsewhere.
    Raises NoSuchFixtures, OtherCity, NotEmpty, and what `import_records` raises.
    """
    folder = settings.FIXTURES_DIR / city
    if not (folder / "datasets.json").is_file():
        raise NoSuchFixtures(city=city, folder=folder)
    described = json.loads((folder / "datasets.json").read_text(encoding="utf-8"))
    if if_empty and (full := filled_layers()):
        raise NotEmpty(layers=", ".join(full))
    with transaction.atomic():
        datasets = {one["slug"]: saved_dataset(one) for one in described["datasets"]}
        save_city(described["city"], folder, datasets)
    for one in described["datasets"]:
        for name, path in one["layers"].items():
            yield load_file(layer(name), datasets[one["slug"]], folder / path)


def filled_layers() -> list[str]:
    return [str(one.title) for one in all_layers() if one.model._base_manager.exists()]


def saved_dataset(described: dict[str, Any]) -> Dataset:
    """The dataset as described, written only where something differs."""
    values = {key: value for key, value in described.items() if key != "layers"}
    dataset = Dataset.objects.filter(slug=values["slug"]).first() or Dataset()
    differs = any(as_text(getattr(dataset, key)) != as_text(values[key]) for key in values)
    if dataset.pk is None or differs:
        for key, value in values.items():
            setattr(dataset, key, value)
        dataset.full_clean()
        dataset.save()
    return dataset


def as_text(value: object) -> str:
    return "" if value is None else str(value)


def save_city(described: dict[str, Any], folder: Path, datasets: dict[str, Dataset]) -> None:
    """The one City row; an existing one of the same name stays as it is."""
    there = City.objects.first()
    if there is not None:
        if there.slug != described["slug"]:
            raise OtherCity(there=there.name, wanted=described["name"])
        return
    feature = json.loads((folder / described["boundary"]).read_text(encoding="utf-8"))["features"][
        0
    ]
    outline = GEOSGeometry(shape(feature["geometry"]).wkb_hex, STORAGE_SRID)
    City.objects.create(
        slug=described["slug"],
        name=described["name"],
        ags=described["ags"],
        boundary=MultiPolygon(outline, srid=STORAGE_SRID),
        centre=Point(*described["centre"], srid=STORAGE_SRID),
        dataset=datasets[described["dataset"]],
    )


def load_file(layer: Layer, dataset: Dataset, path: Path) -> Loaded:
    data = path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    if dataset.kind != Dataset.Kind.REAL and has_other_real_rows(layer, path):
        return Loaded(layer, dataset, skipped=REAL_DATA)
    if last_sha256(layer, dataset) == sha256:
        return Loaded(layer, dataset, skipped=SAME)
    source = path.relative_to(settings.FIXTURES_DIR.parent).as_posix()
    run = import_records(
        layer, dataset, records(json.loads(data)), source=source, sha256=sha256, max_shrink=WHOLE
    )
    Dataset.objects.filter(pk=dataset.pk).update(read_at=timezone.now())
    return Loaded(layer, dataset, run)


def has_other_real_rows(layer: Layer, path: Path) -> bool:
    """Whether the layer holds rows of a real dataset that is none of these fixtures."""
    ours = [folder.name for folder in path.parent.parent.iterdir() if folder.is_dir()]
    rows = layer.model._base_manager.filter(**layer.where, dataset__kind=Dataset.Kind.REAL)
    return rows.exclude(dataset__slug__in=ours).exists()


def last_sha256(layer: Layer, dataset: Dataset) -> str:
    """The checksum of the file that was last loaded into `layer`; empty if none was."""
    done = ImportRun.objects.filter(
        layer=layer.name, dataset=dataset, state=ImportRun.State.DONE
    ).order_by("-pk")
    return done.values_list("sha256", flat=True).first() or ""


def records(collection: dict[str, Any]) -> Iterator[Record]:
    for feature in collection["features"]:
        yield Record(str(feature["id"]), shape(feature["geometry"]), feature["properties"])
