"""What a reader hands to the writer: one record per feature, nothing of the database."""

from dataclasses import dataclass, field
from typing import Any

from shapely.geometry.base import BaseGeometry


@dataclass(frozen=True, slots=True)
class Record:
    """One feature as its source tells it.

    `source_id` names it in its dataset for all time. `geometry` is EPSG:25832 in metres, None
    where the source has none. `values` are by field name of the layer's model; a key left out
    is a field the source says nothing about, None is a value it says is unknown.
    """

    source_id: str
    geometry: BaseGeometry | None
    values: dict[str, Any] = field(default_factory=dict)
