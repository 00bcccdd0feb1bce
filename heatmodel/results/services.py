"""Putting a run's results into the database: all of them or none, through the one way in."""

import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from heatmodel.results.models import HeatRun, Kind, PlaceShade
from layers.ground.models import Dataset
from layers.importing.records import Record
from layers.importing.services import import_records
from layers.registry import layer

WHOLE = 1.0  # a run may replace every row of the one before
RESULT_LAYERS = ("heat_zones", "cool_islands", "cool_coverage", "cool_gaps")


def source_of(dataset: Dataset) -> dict[str, Any]:
    """What a run remembers of a source."""
    return {
        "dataset": dataset.slug,
        "title": dataset.title,
        "licence": dataset.licence,
        "attribution": dataset.attribution,
        "date": dataset.source_date.isoformat() if dataset.source_date else None,
        "kind": dataset.kind,
    }


def kind_of(sources: Iterable[dict[str, Any]]) -> Dataset.Kind:
    """Of a result: invented where one of its sources is, else approximate."""
    invented = any(source["kind"] == Dataset.Kind.SYNTHETIC for source in sources)
    return Dataset.Kind.SYNTHETIC if invented else Dataset.Kind.APPROXIMATE


@dataclass(frozen=True)
class Results:
    """What a run found, by layer; a layer left out stays as it is. `place_shades` are unsaved."""

    records: Mapping[str, Sequence[Record]]
    place_shades: Sequence[PlaceShade] = ()


@transaction.atomic
def store(run: HeatRun, results: Results, dataset: Dataset) -> HeatRun:
    """Save `run` and make its layers those of the map. The same results again change no row.

    Rows of a former run with the same source id are updated, so that links to a zone survive.
    Raises an ImportProblem, after which nothing has changed.
    """
    run.dataset = dataset
    run.full_clean()
    run.save(force_insert=True)
    for name, records in results.records.items():
        import_records(
            layer(name),
            dataset,
            records,
            source=run.run_id,
            max_shrink=WHOLE,
            empty_ok=True,
            overwrite_edits=True,
        )
    for shade in results.place_shades:
        shade.run = run
    PlaceShade.objects.bulk_create(results.place_shades, batch_size=2_000)
    return run


def forget_older(run: HeatRun) -> None:
    """Delete earlier runs of the same kind and dataset whose rows nobody names, and their files."""
    older = HeatRun.objects.filter(
        kind=Kind.MODELLED,
        about=run.about,
        dataset=run.dataset,
        finished_at__lt=run.finished_at,
    ).exclude(run_id__in=_named_runs())
    folders = list(older.exclude(folder="").values_list("folder", flat=True))
    older.delete()
    for folder in folders:
        shutil.rmtree(settings.HEAT_DIR / folder, ignore_errors=True)


def _named_runs() -> Iterable[str]:
    for name in RESULT_LAYERS:
        yield from layer(name).model._default_manager.values_list("run_id", flat=True).distinct()
