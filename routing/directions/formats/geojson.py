"""A plan as a GeoJSON FeatureCollection: one line per alternative, everything else beside it."""

from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from django.utils.translation import get_language

from layers.hours import opening_words
from routing.directions import notes, words
from routing.directions.coordinates import lon_lats
from routing.directions.plans import Alternative, Fountain, Place, Plan
from routing.directions.steps import Step
from routing.directions.ways import Way

MEDIA_TYPE = "application/geo+json"


def document(plan: Plan) -> dict[str, Any]:
    """Coordinates are longitude and latitude; lengths metres, durations seconds, texts in the
    reader's language. What is not known is null."""
    return {
        "type": "FeatureCollection",
        "bbox": _box(plan),
        "language": get_language(),
        "mode": plan.mode,
        "departure": plan.departure.isoformat(),
        "start": _place(plan.start),
        "via": [_place(place) for place in plan.via],
        "goal": _place(plan.goal) | _opening(plan),
        "synthetic": plan.is_synthetic,
        "features": [_feature(plan, one) for one in plan.alternatives],
    }


def _box(plan: Plan) -> list[float]:
    """West, south, east, north of every alternative."""
    line = np.concatenate([one.way.line for one in plan.alternatives])
    pairs = np.array(lon_lats(line))
    return [*pairs.min(axis=0).tolist(), *pairs.max(axis=0).tolist()]


def _feature(plan: Plan, one: Alternative) -> dict[str, Any]:
    ends = [0, *accumulate(len(piece.line) - 1 for piece in one.way.pieces)]
    line = lon_lats(one.way.line)
    return {
        "type": "Feature",
        "id": one.kind,
        "geometry": {"type": "LineString", "coordinates": line},
        "properties": {
            "kind": one.kind,
            "title": words.kind_title(one.kind),
            "summary": ", ".join(notes.comparison(plan, one)),
            "sun_weight": one.sun,
            "arrival": plan.arrival(one).isoformat(timespec="seconds"),
            **_figures(one.way),
            "notes": notes.accessibility(one.way, plan.mode),
            "fountains": [_fountain(fountain) for fountain in one.fountains],
            "segments": _segments(one.way, ends),
            "steps": [_step(step, ends, line, plan.goal) for step in one.steps],
        },
    }


def _figures(way: Way) -> dict[str, Any]:
    return {
        "length_m": round(way.length_m, 2),
        "duration_s": round(way.duration_s, 1),
        "minutes": way.minutes,
        "sun_m": _rounded(way.sun_m, 1),
        "shade_share": _rounded(way.shade_share, 3),
        "unknown_shade_m": round(way.unknown_shade_m, 1),
        "climb_m": _rounded(way.climb_m, 1),
        "descent_m": _rounded(way.descent_m, 1),
        "stairs": way.stairs,
        "unknown_access_m": round(way.unknown_access_m, 1),
        "surfaces": [
            {
                "surface": surface or None,
                "label": words.surface_words(surface),
                "length_m": round(length, 1),
            }
            for surface, length in way.surfaces.items()
        ],
    }


def _segments(way: Way, ends: list[int]) -> list[dict[str, Any]]:
    """The pieces of the line that are of one kind; `from` and `to` count its coordinates."""
    return [
        {
            "from": start,
            "to": end,
            "length_m": round(piece.length_m, 1),
            "shade": _rounded(piece.shade, 2),
            "surface": piece.surface,
            "stairs": piece.is_stairs,
        }
        for piece, (start, end) in zip(way.pieces, pairwise(ends), strict=True)
    ]


def _step(step: Step, ends: list[int], line: list[list[float]], goal: Place) -> dict[str, Any]:
    return {
        "action": step.action,
        "turn": step.turn if step.action == "turn" else None,
        "text": words.step_text(step, goal.door_label),
        "street": step.name or None,
        "length_m": round(step.length_m, 1),
        "duration_s": round(step.duration_s, 1),
        "shade": _rounded(step.shade, 2),
        "at": line[ends[step.first]],
        "from": ends[step.first],
        "to": ends[step.last],
    }


def _place(place: Place) -> dict[str, Any]:
    return {
        "label": place.label,
        "ref": place.ref,
        "entrance": place.entrance or None,
        "at": [round(part, 7) for part in place.lon_lat],
        "layer": place.layer.name if place.layer else None,
        "id": place.pk,
    }


def _opening(plan: Plan) -> dict[str, Any]:
    """What is known of the goal at the time of arrival."""
    if plan.opening is None:
        return {"opening": None}
    arrival = plan.arrival(plan.alternatives[0])
    return {
        "opening": {
            "state": plan.opening.state,
            "text": opening_words(plan.opening, arrival),
            "until": plan.opening.until.isoformat() if plan.opening.until else None,
            "opens_at": plan.opening.opens_at.isoformat() if plan.opening.opens_at else None,
        }
    }


def _fountain(fountain: Fountain) -> dict[str, Any]:
    return {
        "name": fountain.name,
        "at": [round(part, 7) for part in fountain.lon_lat],
        "along_m": round(fountain.along_m),
        "aside_m": round(fountain.aside_m),
        "layer": fountain.layer.name,
        "id": fountain.pk,
    }


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
