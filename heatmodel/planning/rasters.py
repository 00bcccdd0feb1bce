"""The rasters of a scenario: its folder of files with their provenance, and the map's pictures.

A folder belongs to one computation and holds `before.tif`, `after.tif` and `delta.tif` with the
bands LOCAL. The scenario's row names the folder of its result and the one that is public; a folder
that nothing names is deleted after the commit that forgot it.
"""

import hashlib
import shutil
import uuid
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from heatmodel.planning.models import Scenario
from heatmodel.planning.publishing import dataset_slug
from layers.ground.models import Dataset
from layers.registry import Picture, Pictures

STATES = ("before", "after", "delta")
PET_BAND = 3


def new_folder(scenario: Scenario) -> str:
    """A name below HEAT_DIR that nobody has used."""
    return f"scenarios/{scenario.key}-{scenario.version}-{uuid.uuid4().hex[:8]}"


def raster_of(folder: str, state: str) -> Path:
    return settings.HEAT_DIR / folder / f"{state}.tif"


def forget(folders: Iterable[str]) -> None:
    """Delete folders once this transaction is committed."""
    for folder in filter(None, folders):
        path = settings.HEAT_DIR / folder
        transaction.on_commit(partial(shutil.rmtree, path, ignore_errors=True))


def pictures_of(state: str) -> Callable[[], Pictures | None]:
    """What the raster layer of `state` shows now: every public scenario, the latest on top."""

    def current() -> Pictures | None:
        folders = (
            Scenario.objects.exclude(public_folder="")
            .order_by("public_since", "pk")
            .values_list("public_folder", flat=True)
        )
        paths = [path for folder in folders if (path := raster_of(folder, state)).is_file()]
        if not paths:
            return None
        return Pictures(_token(paths), "pet", partial(_find, paths), _datasets())

    return current


def _find(paths: Sequence[Path], variant: str) -> Picture | None:
    if variant != "pet":
        return None
    first, *others = (Picture(path, PET_BAND) for path in paths)
    return Picture(first.path, first.band, above=tuple(others))


def _token(paths: Sequence[Path]) -> str:
    return hashlib.sha256("\n".join(map(str, paths)).encode()).hexdigest()[:16]


def _datasets() -> tuple[int, ...]:
    return tuple(Dataset.objects.filter(slug=dataset_slug()).values_list("pk", flat=True))
