"""Catchments of the primary schools: which one is the nearest from where, as a layer."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from layers import registry
from layers.base.models import School
from layers.ground.models import Dataset
from layers.importing.models import ImportRun
from layers.importing.records import Record
from layers.importing.services import import_many
from routing import engine
from routing.network.graph import Graph
from routing.queries import current_graph
from routing.school import queries
from routing.school.walking import CHILD

_DATASET = {
    "title": "Einzugsbereiche der Grundschulen",
    "description": "Berechnet aus dem Wegenetz: die nächste Grundschule zu Fuß. Kein amtlicher "
    "Schulbezirk.",
    "publisher": "Diese Anwendung",
    "licence": "Open Data Commons Open Database License 1.0",
    "licence_uri": "https://opendatacommons.org/licenses/odbl/1-0/",
    "attribution": "Berechnet aus dem Wegenetz",
}
_SLUG = "einzugsbereiche"
_TINTS = 4


def refresh() -> list[ImportRun]:
    """Make the layer equal to what the network and the schools are now; the same again writes
    nothing. Raises NoNetwork."""
    graph = current_graph()
    kind = graph.kind if graph.kind == Dataset.Kind.SYNTHETIC else Dataset.Kind.APPROXIMATE
    dataset, _new = Dataset.objects.update_or_create(
        slug=_SLUG, defaults={"kind": kind}, create_defaults={**_DATASET, "kind": kind}
    )
    layer = registry.layer("school_catchments")
    records = [(layer, one) for one in catchments(graph)]
    return import_many(dataset, records, [layer], source="network", max_shrink=1.0)


def catchments(graph: Graph) -> Iterator[Record]:
    """One record for each published primary school that any way leads to."""
    schools = list(queries.published("schools").filter(kind=School.Kind.PRIMARY).order_by("pk"))
    gates = [queries.goals(school) for school in schools]
    owners = [number for number, some in enumerate(gates) for _gate in some]
    found = engine.nearest(graph, [gate for some in gates for gate in some], CHILD, owners=owners)
    parts = engine.catchments(found)
    tints = _tints(found, len(schools))
    for number, school in enumerate(schools):
        lines = parts.lines(number)
        if school.slug and lines:
            yield Record(school.slug, _merged(lines), _values(school, lines, tints[number]))


def _values(school: Any, lines: list[np.ndarray], tint: int) -> dict[str, Any]:
    metres = sum(float(np.hypot(*np.diff(line, axis=0).T).sum()) for line in lines)
    return {
        "name": school.name,
        "school": school.slug,
        "length_km": round(metres / 1000, 1),
        "tint": tint,
    }


def _merged(lines: list[np.ndarray]) -> shapely.MultiLineString:
    """Pieces that follow each other become one line; coordinates to the centimetre."""
    some = [shapely.linestrings(line) for line in lines if len(line) > 1]
    merged = shapely.line_merge(shapely.multilinestrings(some))
    parts = shapely.get_parts(shapely.set_precision(merged, 0.01, mode="pointwise"))
    return shapely.multilinestrings([part for part in parts if part.length > 0])


def _tints(found: engine.Nearest, schools: int) -> list[int]:
    """Neighbours, which share a street, differ as long as four are enough (greedy)."""
    owners = found.which[found.graph.arrays["ends"]]
    pairs = np.unique(owners[(owners[:, 0] != owners[:, 1]) & (owners >= 0).all(axis=1)], axis=0)
    tints: list[int] = []
    for number in range(schools):
        beside = np.concatenate([pairs[pairs[:, 0] == number, 1], pairs[pairs[:, 1] == number, 0]])
        taken = {tints[other] for other in beside.tolist() if other < number}
        free = [tint for tint in range(_TINTS) if tint not in taken]
        tints.append(free[0] if free else number % _TINTS)
    return tints
