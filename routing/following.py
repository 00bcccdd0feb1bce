"""The network follows the map: drawn streets make the demonstration's, an import the real one."""

from pathlib import Path
from typing import Any

from layers.base.models import Street
from layers.ground.models import Dataset
from layers.importing.errors import ImportProblem
from layers.importing.hashing import sha256_of
from layers.importing.models import ImportRun
from routing.models import NetworkBuild, Segment
from routing.network.build import file_source
from routing.network.streets import DrawnStreets
from routing.reports import headline, summary
from routing.services import build_network
from routing.tasks import compute_catchments_later


def build_demonstration(sender: object, **_facts: Any) -> str:
    """After the fixtures, unless there is a real network or the streets are those of before."""
    drawn = Street.objects.exclude(dataset__kind=Dataset.Kind.REAL)
    real = Segment.objects.filter(dataset__kind=Dataset.Kind.REAL)
    if real.exists() or not drawn.exists():
        return ""
    source = ImportRun.objects.filter(
        layer="streets", state=ImportRun.State.DONE, dataset__in=drawn.values("dataset")
    ).first()
    sha256 = source.sha256 if source else ""
    last = NetworkBuild.objects.first()
    if last is not None and sha256 and last.sha256 == sha256:
        return ""
    built = build_network(
        DrawnStreets(),
        backend="streets",
        name="streets",
        sha256=sha256,
        demonstration=True,
        max_shrink=1.0,
    )
    compute_catchments_later()
    return headline(built)


def build_from_osm(
    sender: object, file: Path | None, place: str, max_shrink: float, **_facts: Any
) -> str:
    """After an import of OpenStreetMap, from the same file; what went wrong is told, not raised,
    for the import itself has succeeded."""
    try:
        if file is not None:
            source, backend, name = file_source(file, "osmium"), "osmium", file.name
        else:
            from routing.network.places import OsmnxPlace  # OSMnx takes seconds to load

            source, backend, name = OsmnxPlace(place), "osmnx", place
        built = build_network(
            source,
            backend=backend,
            name=name,
            sha256=sha256_of(file) if file else "",
            max_shrink=max_shrink,
        )
    except ImportProblem as problem:
        return str(problem)
    compute_catchments_later()
    return summary(built)
