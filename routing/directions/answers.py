"""Answers that are no way: what is within reach, what is nearest, coverage, tables of times."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely
from shapely.geometry import mapping

from layers.clock import AskedTime
from layers.hours import opening_words
from layers.site import site
from routing import covering, engine
from routing.directions.coordinates import DIGITS
from routing.directions.destinations import Candidate, candidates, on_ways
from routing.directions.entrances import doors_of
from routing.directions.places import feature_place
from routing.directions.plans import Mode
from routing.directions.refs import FeatureRef, NearestRef, PlaceRef
from routing.engine import Costs
from routing.network.graph import Graph, Place
from routing.queries import current_graph
from routing.siting import queries as siting

FELT_SUN = 0.16  # Melnikov et al. 2022: a shaded metre is walked like 0.86 sunny ones


def isochrone(
    *,
    at: PlaceRef,
    minutes: Sequence[int],
    measure: str,
    mode: Mode,
    departure: AskedTime,
    speed_kmh: float | None,
) -> dict[str, Any]:
    """Areas and street lengths within so many minutes, or within as many minutes of shady way
    (`felt`: metres in the sun count 1.16-fold), as a GeoJSON FeatureCollection.
    """
    graph = current_graph()
    sun = FELT_SUN if measure == "felt" else 0.0
    costs = Costs(mode=mode, departure=departure.at, speed_kmh=speed_kmh, sun=sun)
    doors = doors_of([at], mode)[0]
    starts = on_ways(graph, doors, costs)
    return {
        "type": "FeatureCollection",
        "departure": departure.at.isoformat(),
        "mode": mode,
        "measure": measure,
        "at": list(doors[0]),
        "entrances": [list(door) for door in doors],
        "features": [_area(graph, starts, costs, limit, measure) for limit in sorted(set(minutes))],
    }


def _area(
    graph: Graph, starts: Sequence[Place], costs: Costs, minutes: int, measure: str
) -> dict[str, Any]:
    seconds = minutes * 60.0
    felt_m = seconds * costs.speed_mps
    by_cost = measure == "felt"
    found = engine.reach(
        graph, starts, costs, felt_m if by_cost else seconds, by="cost" if by_cost else "seconds"
    )
    area = shapely.transform(found.area().simplify(2.0), Graph.unproject)
    return {
        "type": "Feature",
        "id": minutes,
        "geometry": mapping(shapely.set_precision(area, 10**-DIGITS)),
        "properties": {
            "minutes": minutes,
            "felt_m": round(felt_m, 1) if by_cost else None,
            "length_m": round(found.length_m, 1),
        },
    }


def nearest(
    *,
    start: PlaceRef,
    layer: NearestRef,
    limit: int,
    open: bool,
    mode: Mode,
    departure: AskedTime,
    speed_kmh: float | None,
) -> dict[str, Any]:
    """Destinations by the time it takes to get there; with `open` only those known to be open
    on arrival. `closed` and `unknown` say how many were left out for that.
    """
    costs = Costs(mode=mode, departure=departure.at, speed_kmh=speed_kmh)
    around = candidates(
        current_graph(),
        layer.layer,
        doors_of([start], mode)[0],
        costs,
        departure.at,
        site().calendar,
    )
    shown = [one for one in around if one.is_open] if open else around
    return {
        "layer": layer.layer.name,
        "departure": departure.at.isoformat(),
        "mode": mode,
        "open": sum(one.is_open for one in around),
        "unknown": sum(one.is_unknown for one in around),
        "closed": sum(not one.is_open and not one.is_unknown for one in around),
        "destinations": [_destination(one) for one in shown[:limit]],
    }


def _destination(one: Candidate) -> dict[str, Any]:
    known = one.opening
    return {
        "label": one.place.label,
        "ref": one.place.ref,
        "id": one.place.pk,
        "at": list(one.place.lon_lat),
        "duration_s": round(one.duration_s, 1),
        "arrival": one.arrival.isoformat(timespec="seconds"),
        "opening": known.state if known else None,
        "opening_text": opening_words(known, one.arrival) if known else None,
        "opens_at": known.opens_at.isoformat() if known and known.opens_at else None,
    }


def coverage(
    *,
    layer: NearestRef,
    minutes: Sequence[int],
    mode: Mode,
    departure: AskedTime,
    speed_kmh: float | None,
) -> dict[str, Any]:
    """How many people are so many minutes from a destination known to be open at that time.

    People are those of the census, shared among the buildings of each cell.
    """
    graph = current_graph()
    costs = Costs(mode=mode, departure=departure.at, speed_kmh=speed_kmh)
    around = covering.places_at(layer.layer, departure.at, site().calendar, mode)
    opened = around.only_open()
    limits = sorted(set(minutes))
    who = covering.people(graph, mode)
    found = covering.coverage(graph, opened.doors, who, costs, minutes=limits, owners=opened.owners)
    return {
        "layer": layer.layer.name,
        "departure": departure.at.isoformat(),
        "mode": mode,
        "destinations": len(around.pks),
        "open": len(opened.pks),
        "unknown": around.states.count("unknown"),
        "people": round(found.total),
        "cells_without_number": who.cells_unknown,
        "within": [
            {
                "minutes": limit,
                "people": round(found.within[limit]),
                "share": _share(found.share(limit)),
            }
            for limit in limits
        ],
    }


def sites(
    *,
    layer: NearestRef,
    minutes: int,
    at: PlaceRef | None,
    without: FeatureRef | None,
    number: int,
    mode: Mode,
    departure: AskedTime,
) -> dict[str, Any]:
    """How many people more a destination `at` a place would serve, and where the best next ones
    are; `without` leaves one out, as if it moved. Numbers are people, as in `coverage`.
    """
    doors = [] if at is None else doors_of([at], mode)[0]
    left_out = None if without is None else feature_place(without).pk
    found = siting.siting(
        layer.layer,
        departure.at,
        site().calendar,
        mode=mode,
        minutes=minutes,
        doors=doors,
        without=left_out,
        number=number,
    )
    return {
        "layer": layer.layer.name,
        "departure": departure.at.isoformat(),
        "mode": mode,
        "minutes": minutes,
        "open": len(found.opened.pks),
        "people": round(found.people),
        "cells_without_number": found.cells_unknown,
        "served": round(found.served),
        "share": _share(found.served / found.people if found.people else None),
        "at": list(doors[0]) if doors else None,
        "gain": None if found.gain is None else round(found.gain),
        "sites": [
            {"at": [round(part, DIGITS) for part in one.lonlat], "gain": round(one.gain)}
            for one in found.sites
        ],
    }


def _share(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def matrix(
    *,
    sources: Sequence[PlaceRef],
    targets: Sequence[PlaceRef],
    mode: Mode,
    departure: AskedTime,
    speed_kmh: float | None,
) -> dict[str, Any]:
    """Seconds and metres from each source (rows) to each target, by the nearest entrances of
    both; null where no way leads.
    """
    graph = current_graph()
    costs = Costs(mode=mode, departure=departure.at, speed_kmh=speed_kmh)
    doors = [
        on_ways(graph, some, costs, number=number)
        for number, some in enumerate(doors_of([*sources, *targets], mode))
    ]
    starts, goals = doors[: len(sources)], doors[len(sources) :]
    return {
        "mode": mode,
        "durations_s": _table(graph, starts, goals, costs, "seconds"),
        "lengths_m": _table(graph, starts, goals, costs, "cost"),
    }


def _table(
    graph: Graph,
    starts: Sequence[Sequence[Place]],
    goals: Sequence[Sequence[Place]],
    costs: Costs,
    by: engine.By,
) -> list[list[float | None]]:
    """From each place to each other one; several entries of a place are its doors."""
    (sources, rows), (targets, columns) = (_numbered(some) for some in (starts, goals))
    return _rows(engine.matrix(graph, sources, targets, costs, by=by, owners=(rows, columns)))


def _numbered(places: Sequence[Sequence[Place]]) -> tuple[list[Place], list[int]]:
    """Every door, and the number of its place."""
    return (
        [door for doors in places for door in doors],
        [number for number, doors in enumerate(places) for _door in doors],
    )


def _rows(table: np.ndarray) -> list[list[float | None]]:
    return [[round(one, 1) if np.isfinite(one) else None for one in row] for row in table.tolist()]
