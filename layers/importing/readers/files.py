"""Any file of features: the reader is chosen by the ending of its name."""

from contextlib import ExitStack
from pathlib import Path

from layers.importing.limits import Limits
from layers.importing.readers.archives import unpacked
from layers.importing.readers.csv_points import read_csv
from layers.importing.readers.reading import Reading
from layers.importing.readers.vector import read_vector

_CSV = (".csv", ".txt", ".tsv")


def read_file(
    path: Path,
    *,
    stack: ExitStack,
    crs: str | None = None,
    id_field: str | None = None,
    source_layer: str | None = None,
    x: str | None = None,
    y: str | None = None,
    encoding: str | None = None,
    limits: Limits | None = None,
) -> Reading:
    """Open `path`, in a ZIP archive or not; `stack` closes it after its records are read."""
    limits = limits or Limits()
    inner = stack.enter_context(unpacked(path, limits))
    if inner.suffix.lower() in _CSV:
        return read_csv(
            inner, crs=crs, id_field=id_field, x=x, y=y, encoding=encoding, limits=limits
        )
    return read_vector(
        inner, stack=stack, crs=crs, id_field=id_field, source_layer=source_layer, limits=limits
    )
