"""What changes the network: builds, and values that other rooms compute for its segments."""

import logging
import uuid
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from layers.ground.models import City, Dataset
from layers.importing.checks import city_extent
from layers.importing.errors import OutsideCity
from layers.importing.models import ImportRun
from layers.importing.osm.services import OPENSTREETMAP, withdraw_demo
from layers.importing.records import Record
from layers.importing.services import import_many
from layers.registry import Layer, layer
from routing import engine
from routing.engine import Costs
from routing.errors import BadShape, NoNetwork, RoutingProblem
from routing.network.build import rows_of
from routing.network.graph import Graph, Place
from routing.network.models import EdgeValues, NetworkBuild
from routing.network.raw import NetworkSource, RawNetwork, RawRestriction
from routing.network.splitting import SegmentRow
from routing.queries import current_graph

DEMONSTRATION = {
    "title": "Wegenetz der gezeichneten Stadt",
    "description": "Aus den gezeichneten Straßen abgeleitet; nicht zum Zurechtfinden.",
    "publisher": "Diese Anwendung",
    "licence": "Datenlizenz Deutschland – Zero – Version 2.0",
    "licence_uri": "https://www.govdata.de/dl-de/zero-2-0",
    "attribution": "Demonstrationsdaten",
    "kind": Dataset.Kind.SYNTHETIC,
}
HOURS = 24
logger = logging.getLogger(__name__)
_REAL_SLUG, _DEMO_SLUG = "openstreetmap", "demo-wegenetz"


@dataclass(frozen=True)
class Built:
    """What a build did. Where nothing differed, `build` is the one that was there before."""

    build: NetworkBuild
    is_new: bool
    runs: list[ImportRun]
    demo: list[ImportRun]
    outside: int


def build_network(
    source: NetworkSource,
    *,
    backend: str,
    name: str,
    sha256: str = "",
    dem: Path | None = None,
    max_shrink: float = 0.3,
    overwrite_edits: bool = False,
    demonstration: bool = False,
) -> Built:
    """Make segments and turn restrictions equal to `source`, in one transaction.

    Rows are matched by way and end nodes, so their keys survive, and so do rows that people
    edited (unless `overwrite_edits`). What lies outside the city's extent is left out; without a
    city nothing is. Real data withdraws the demonstration. A second, identical build changes
    nothing and makes no NetworkBuild. Raises an ImportProblem, after which nothing has changed.
    """
    started = timezone.now()
    raw = source.read()
    rows = rows_of(raw, dem)
    inside = _inside_city(rows)
    if not inside:
        city = City.objects.first()
        raise OutsideCity(count=len(rows), city=city.name if city else "")
    with transaction.atomic():
        dataset = _dataset(raw, demonstration)
        targets = [layer("network_segments"), layer("turn_restrictions")]
        runs = import_many(
            dataset,
            _records(targets, inside, raw),
            targets,
            source=name,
            sha256=sha256,
            max_shrink=max_shrink,
            overwrite_edits=overwrite_edits,
        )
        demo = [] if demonstration else withdraw_demo(targets, runs, name)
        outside = len(rows) - len(inside)
        former = NetworkBuild.objects.filter(dataset=dataset).first()
        if former is not None and not any(map(_has_changed, [*runs, *demo])):
            return Built(former, False, runs, demo, outside)
        build = NetworkBuild.objects.create(
            dataset=dataset,
            token=uuid.uuid4(),
            backend=backend,
            source=name[:500],
            sha256=sha256,
            source_time=raw.newest,
            dem=dem.name if dem else "",
            started_at=started,
            vertices=len({node for row in inside for node in row.ends}),
            segments=len(inside),
            length_km=round(sum(row.length_m for row in inside) / 1000, 3),
            report=_report(inside, raw, outside, runs),
        )
    return Built(build, True, runs, demo, outside)


def _has_changed(run: ImportRun) -> bool:
    return bool(run.created or run.updated or run.withdrawn)


def _dataset(raw: RawNetwork, demonstration: bool) -> Dataset:
    slug, described = (_DEMO_SLUG, DEMONSTRATION) if demonstration else (_REAL_SLUG, OPENSTREETMAP)
    dataset, _new = Dataset.objects.get_or_create(slug=slug, defaults=described)
    newest = raw.newest.date() if raw.newest else None
    if newest and (dataset.source_date is None or newest > dataset.source_date):
        dataset.source_date = newest
        dataset.save(update_fields=["source_date"])
    return dataset


def _inside_city(rows: list[SegmentRow]) -> list[SegmentRow]:
    city = City.objects.first()
    if city is None:
        return rows
    west, south, east, north = city_extent(city)
    return [
        row
        for row in rows
        if (row.points.min(axis=0) >= (west, south)).all()
        and (row.points.max(axis=0) <= (east, north)).all()
    ]


def _records(
    targets: Sequence[Layer], rows: Iterable[SegmentRow], raw: RawNetwork
) -> Iterator[tuple[Layer, Record]]:
    segments, restrictions = targets
    places: dict[int, np.ndarray] = {}
    for row in rows:
        places[row.nodes[0]], places[row.nodes[-1]] = row.points[0], row.points[-1]
        values = row.values | {
            "way": row.way,
            "from_node": row.nodes[0],
            "to_node": row.nodes[-1],
        }
        yield segments, Record(row.source_id, shapely.LineString(row.points), values)
    for one in raw.restrictions:
        if one.via_node in places:  # else it is about ways that only cars use
            shape = shapely.Point(places[one.via_node])
            yield restrictions, Record(f"relation/{one.number}", shape, _restriction(one))


def _restriction(one: RawRestriction) -> dict[str, Any]:
    return {
        "kind": one.kind[:40],
        "only": one.kind.startswith("only_"),
        "from_way": one.from_way,
        "via_node": one.via_node,
        "to_way": one.to_way,
        "bike": "bicycle" not in one.exempt,
    }


def _report(
    rows: Sequence[SegmentRow], raw: RawNetwork, outside: int, runs: Sequence[ImportRun]
) -> dict[str, Any]:
    """Counts for people who judge the build; lengths in km."""

    def km(chosen: Iterable[SegmentRow]) -> float:
        return round(sum(row.length_m for row in chosen) / 1000, 3)

    return {
        "km": {
            "foot": km(row for row in rows if row.values["foot"]),
            "bike": km(row for row in rows if row.values["bike"] and not row.values["dismount"]),
            "pushed": km(row for row in rows if row.values["dismount"]),
            "steps": km(row for row in rows if row.values["steps"]),
        },
        "with heights": sum("climb_m" in row.values for row in rows),
        "outside the city": outside,
        "left out": raw.skipped,
        "rows": {
            run.layer: {
                "created": run.created,
                "updated": run.updated,
                "unchanged": run.unchanged,
                "withdrawn": run.withdrawn,
                "rejected": run.rejected,
            }
            for run in runs
        },
    }


def store_edge_shade(
    graph: Graph, shade: np.ndarray, days: Sequence[int], *, note: str = ""
) -> None:
    """Keep how much of each edge of `graph` lies in the shade, in place of what was kept before.

    `shade` is uint8 of shape (days, 24, edges): 0 all sun to 254 all shade, 255 unknown; hour h
    is the moment h:00 UTC. `days` are the days of the year (1 to 366) the rows stand for; a
    route takes the one whose sun stands most like that of its own day. Every process uses the
    values from its next question on; segments that come later are unknown. Raises BadShape.
    """
    wanted = (len(days), HOURS, len(graph))
    if shade.dtype != np.uint8 or shade.shape != wanted or not len(days):
        raise BadShape(given=f"{shade.dtype} {shade.shape}", wanted=f"uint8 {wanted}")
    if len(set(days)) < len(days) or not all(1 <= day <= 366 for day in days):
        raise BadShape(given=list(days), wanted="1 … 366")
    _store(graph, EdgeValues.Kind.SHADE, dict(zip(days, shade, strict=True)), note)


def store_edge_heat(graph: Graph, heat: np.ndarray, *, note: str = "") -> None:
    """Keep how hot each edge of `graph` is: uint8 (edges,), 0 coolest to 254 hottest, 255 unknown.

    Raises BadShape.
    """
    wanted = (len(graph),)
    if heat.dtype != np.uint8 or heat.shape != wanted:
        raise BadShape(given=f"{heat.dtype} {heat.shape}", wanted=f"uint8 {wanted}")
    _store(graph, EdgeValues.Kind.HEAT, {1: heat.reshape(1, -1)}, note)


def _store(graph: Graph, kind: str, by_day: dict[int, np.ndarray], note: str) -> None:
    ids = np.ascontiguousarray(graph.segment_ids, dtype="<i8").tobytes()
    with transaction.atomic():
        EdgeValues.objects.filter(kind=kind).delete()
        for day, values in by_day.items():
            EdgeValues.objects.create(
                kind=kind,
                day_of_year=day,
                hours=len(values),
                segment_ids=ids,
                values=np.ascontiguousarray(values).tobytes(),
                note=note[:300],
            )


def warm_up() -> None:
    """Load the network and compile or load the kernels before anybody asks for a way.

    A database that is not there yet, or holds no network, is no reason not to start.
    """
    try:
        graph = current_graph()
    except (NoNetwork, DatabaseError) as nothing:
        logger.info("no network to warm up: %s", nothing)
        return
    finally:
        connection.close()
    edges = np.flatnonzero(graph.arrays["snappable"] & 1)[[0, -1]]
    ends = [Place(int(edge), 0.5, *map(float, graph.line(edge)[0])) for edge in edges]
    costs = Costs(departure=timezone.now(), sun=1.0)
    graph.snap([tuple(graph.unproject(graph.line(edges[0])[:1])[0])], costs.mode)
    engine.route(graph, ends[0], ends[0], costs)
    engine.reach(graph, ends, costs, 60.0)
    engine.catchments(engine.nearest(graph, ends, costs))
    engine.matrix(graph, ends[:1], ends[1:], costs)
    with suppress(RoutingProblem):  # these two need not be joined
        engine.route(graph, ends[0], ends[1], costs)
