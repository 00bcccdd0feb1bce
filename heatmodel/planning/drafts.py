"""A draft as it comes in: bounded at once, judged measure by measure, kept even if unfinished."""

import math
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import shapely
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from shapely.validation import explain_validity

from heatmodel.planning.errors import UnreadableDraft
from heatmodel.scenario.measures import CROWN_M, HEIGHT_M, Measure
from layers import strict_json

MAX_BYTES = 2_000_000
MAX_MEASURES = 500
MAX_CORNERS = 20_000
MAX_EXTENT_M = 1_500
DIGITS = 7  # of degrees: a centimetre, and all that the drawing on the map takes
"""The measures of one scenario lie within a square of this side: one quarter at a time."""

_M_PER_DEGREE = 111_320  # of latitude
_TOP_KEYS = ("measure", "height_m", "crown_m")

NAMES: Mapping[Measure, Any] = {
    Measure.TREE: gettext_lazy("Baum"),
    Measure.UNSEAL: gettext_lazy("Entsiegelung"),
    Measure.GREEN_ROOF: gettext_lazy("Dachbegrünung"),
    Measure.SHADE_SAIL: gettext_lazy("Sonnensegel"),
    Measure.WATER: gettext_lazy("Wasserfläche"),
}


@dataclass(frozen=True)
class Problem:
    """What is wrong with one measure (by number from 1), or with all together (0)."""

    number: int
    text: str


def read_collection(data: bytes | str) -> dict[str, Any]:
    """The GeoJSON FeatureCollection in `data`, reduced to what a draft keeps.

    Every feature gets an id. Single measures may be wrong; `problems` tells. Raises
    UnreadableDraft, in the reader's language, if it is none or beyond the bounds.
    """
    if len(data) > MAX_BYTES:
        raise UnreadableDraft(_("Der Entwurf ist größer als 2 MB."))
    try:
        document = strict_json.read(data)
    except ValueError as error:
        raise UnreadableDraft(_("Das ist kein lesbares GeoJSON.")) from error
    return kept(document)


def kept(document: Any) -> dict[str, Any]:
    """`document` as a draft keeps it. Raises UnreadableDraft."""
    features = document.get("features") if isinstance(document, dict) else None
    if not isinstance(features, list) or document.get("type") != "FeatureCollection":
        raise UnreadableDraft(_("Das ist keine GeoJSON-FeatureCollection."))
    if len(features) > MAX_MEASURES:
        raise UnreadableDraft(
            _("Das sind %(count)s Maßnahmen; höchstens %(most)s sind möglich.")
            % {"count": len(features), "most": MAX_MEASURES}
        )
    measures = [_kept(one) for one in features]
    if sum(_corners(one["geometry"]) for one in measures) > MAX_CORNERS:
        raise UnreadableDraft(
            _("Die Formen haben zusammen mehr als %(most)s Eckpunkte.") % {"most": MAX_CORNERS}
        )
    return {"type": "FeatureCollection", "features": measures}


def _kept(feature: Any) -> dict[str, Any]:
    if not isinstance(feature, dict):
        raise UnreadableDraft(_("Eine der Maßnahmen ist kein GeoJSON-Objekt."))
    properties, geometry = feature.get("properties"), feature.get("geometry")
    properties = properties if isinstance(properties, dict) else {}
    return {
        "type": "Feature",
        "id": _identity(feature.get("id")),
        "properties": {key: _value(properties[key]) for key in _TOP_KEYS if key in properties},
        "geometry": _geometry(geometry),
    }


def _identity(given: Any) -> str:
    try:
        return str(uuid.UUID(str(given)))
    except ValueError:
        return str(uuid.uuid4())


def _value(value: Any) -> Any:
    """Numbers and short texts; PostgreSQL takes no NUL in them."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, int | float):
        return value if abs(value) < 1e6 else None
    return str(value).replace("\0", "")[:40]


def _geometry(geometry: Any) -> dict[str, Any] | None:
    """A point or a polygon of finite numbers in degrees; None for anything else."""
    if not isinstance(geometry, dict):
        return None
    kind = geometry.get("type")
    coordinates: Any = geometry.get("coordinates")
    if kind == "Point" and _is_position(coordinates):
        return {"type": kind, "coordinates": _rounded(coordinates)}
    if kind == "Polygon" and isinstance(coordinates, list) and all(map(_is_ring, coordinates)):
        rings = [[_rounded(position) for position in ring] for ring in coordinates]
        return {"type": kind, "coordinates": rings}
    return None


def _rounded(position: Sequence[float]) -> list[float]:
    """Longitude and latitude; a height is left out."""
    return [round(part, DIGITS) for part in position[:2]]


def _is_ring(ring: Any) -> bool:
    return isinstance(ring, list) and all(map(_is_position, ring))


def _is_position(position: Any) -> bool:
    return (
        isinstance(position, list)
        and 2 <= len(position) <= 3
        and all(isinstance(one, int | float) and abs(one) <= 360 for one in position)
    )


def _corners(geometry: Mapping[str, Any] | None) -> int:
    if geometry is None or geometry["type"] == "Point":
        return 1
    return sum(map(len, geometry["coordinates"]))


def problems(collection: Mapping[str, Any], city: Sequence[float] | None) -> list[Problem]:
    """What keeps a draft from being computed, in the reader's language; empty: nothing.

    `city` is west, south, east, north of the city in EPSG:4326, within which measures must lie.
    """
    found, shapes = [], []
    for number, feature in enumerate(collection["features"], start=1):
        shape = _shape(feature["geometry"])
        texts = [*_of_geometry(feature, shape), *_of_numbers(feature["properties"])]
        if shape is not None and not texts and city and not shapely.box(*city).contains(shape):
            texts.append(_("Sie liegt außerhalb der Stadt."))
        found += [Problem(number, text) for text in texts]
        if shape is not None and not shape.is_empty:
            shapes.append(shape)
    if shapes and not found and _extent_m(shapes) > MAX_EXTENT_M:
        found.append(
            Problem(
                0,
                _(
                    "Die Maßnahmen liegen weiter als %(most)s m auseinander. Bitte teilen Sie sie "
                    "auf mehrere Szenarien auf."
                )
                % {"most": MAX_EXTENT_M},
            )
        )
    return found


def _shape(geometry: Mapping[str, Any] | None) -> Any:
    """The shapely geometry, None if it is none."""
    if geometry is None:
        return None
    try:
        return shapely.geometry.shape(geometry)
    except (ValueError, TypeError, IndexError, AttributeError, shapely.errors.ShapelyError):
        return None


def _of_geometry(feature: Mapping[str, Any], shape: Any) -> Iterator[str]:
    try:
        measure = Measure(feature["properties"].get("measure"))
    except ValueError:
        yield _("Ihre Art ist unbekannt.")
        return
    if shape is None or shape.is_empty:
        yield _("Sie hat keine lesbare Form.")
    elif measure is Measure.TREE and shape.geom_type != "Point":
        yield _("Ein Baum ist ein Punkt.")
    elif measure is not Measure.TREE and shape.geom_type != "Polygon":
        yield _("Sie ist eine Fläche.")
    elif not shape.is_valid:
        yield _("Ihre Form ist ungültig: %(why)s") % {"why": explain_validity(shape)}


def _of_numbers(properties: Mapping[str, Any]) -> Iterator[str]:
    for name, limits in number_limits(properties.get("measure")).items():
        least, _usual, most = limits
        value = properties.get(name)
        if value is None:
            continue
        if not isinstance(value, int | float) or not math.isfinite(value):
            yield _("%(what)s ist keine Zahl.") % {"what": FIELD_NAMES[name]}
        elif not least <= value <= most:
            yield _("%(what)s liegt nicht zwischen %(least)g und %(most)g m.") % {
                "what": FIELD_NAMES[name],
                "least": least,
                "most": most,
            }


FIELD_NAMES: Mapping[str, Any] = {
    "height_m": gettext_lazy("Höhe"),
    "crown_m": gettext_lazy("Krone"),
}


def number_limits(measure: Any) -> dict[str, tuple[float, float, float]]:
    """Least, usual and greatest value in m of each number that a measure has."""
    limits = {}
    if measure in HEIGHT_M:
        limits["height_m"] = HEIGHT_M[measure]
    if measure == Measure.TREE:
        limits["crown_m"] = CROWN_M
    return limits


def _extent_m(shapes: Sequence[Any]) -> float:
    """The longer side of the box around all shapes, in m; good to a percent within a city."""
    west, south, east, north = shapely.total_bounds(shapes)
    across = (east - west) * math.cos(math.radians((south + north) / 2))
    return max(across, north - south) * _M_PER_DEGREE
