"""Measures for tests, as GeoJSON."""

import uuid
from typing import Any

MARKET = (7.8207, 51.6806)
M_LON, M_LAT = 1 / 69_000, 1 / 111_320  # degrees in a metre, in Hamm


def tree(east_m: float = 0, north_m: float = 0, **numbers: Any) -> dict[str, Any]:
    """A tree so many metres from the market place."""
    lon, lat = MARKET[0] + east_m * M_LON, MARKET[1] + north_m * M_LAT
    return feature({"measure": "tree", **numbers}, {"type": "Point", "coordinates": [lon, lat]})


def square(measure: str, side_m: float = 30, east_m: float = 0, **numbers: Any) -> dict[str, Any]:
    lon, lat = MARKET[0] + east_m * M_LON, MARKET[1]
    a, b = side_m * M_LON, side_m * M_LAT
    ring = [[lon, lat], [lon + a, lat], [lon + a, lat + b], [lon, lat + b], [lon, lat]]
    return feature({"measure": measure, **numbers}, {"type": "Polygon", "coordinates": [ring]})


def feature(properties: dict[str, Any], geometry: Any) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": str(uuid.uuid4()),
        "properties": properties,
        "geometry": geometry,
    }


def collection(*features: Any) -> dict[str, Any]:
    return {"type": "FeatureCollection", "features": list(features)}
