"""Metadata of a Landsat scene: MTL as text, XML or JSON, or a STAC item."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from heatmodel.errors import NotSurfaceTemperature
from heatmodel.surface import landsat

MAX_BYTES = 5_000_000


@dataclass(frozen=True)
class Scene:
    """What a scene says of itself. `acquired` is in UTC, `cloud_pct` over land and water."""

    name: str
    spacecraft: str
    level: str
    acquired: datetime
    sun_azimuth_deg: float | None
    sun_altitude_deg: float | None
    cloud_pct: float | None
    scale_k: float
    offset_k: float

    def celsius(self, dn: float) -> float:
        """The temperature that a number of ST_B10 stands for."""
        return dn * self.scale_k + self.offset_k - landsat.ZERO_C_K

    def need_surface_temperature(self) -> "Scene":
        """Itself, if it is Collection 2 Level 2: temperature, reflectance of the surface."""
        if not self.level.startswith("L2"):
            raise NotSurfaceTemperature(
                f"{self.name}: level {self.level or 'unknown'}; "
                "surface temperature and reflectance come with Collection 2 Level 2 (L2SP)"
            )
        return self


def read_scene(path: Path) -> Scene:
    """The metadata in an MTL file (.txt, .xml, .json) or STAC item (.json).

    Raises NotSurfaceTemperature if it cannot be read or does not name product and time; a
    product of another level is read, and refused by `need_surface_temperature`.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise NotSurfaceTemperature(f"{path.name}: too large for metadata")
        text = path.read_text("utf-8")
        stac = json.loads(text) if text.lstrip().startswith("{") else None
        if isinstance(stac, dict) and stac.get("type") == "Feature":
            return _of_stac(stac)
        return _of_mtl(dict(_mtl_pairs(text, stac)))
    except (OSError, UnicodeDecodeError, json.JSONDecodeError) as problem:
        raise NotSurfaceTemperature(f"{path.name}: {problem}") from problem
    except (ElementTree.ParseError, DefusedXmlException) as problem:
        raise NotSurfaceTemperature(f"{path.name}: no readable XML ({problem})") from problem
    except (KeyError, ValueError, TypeError) as problem:
        raise NotSurfaceTemperature(f"{path.name}: not a scene's metadata ({problem})") from problem


def _mtl_pairs(text: str, parsed: Any) -> Iterator[tuple[str, str]]:
    """Keys and values without their groups. The first of equal keys counts.

    Level 2 files repeat the Level 1 groups behind their own.
    """
    seen: set[str] = set()
    for key, value in _all_pairs(text, parsed):
        if key not in seen:
            seen.add(key)
            yield key, value


def _all_pairs(text: str, parsed: Any) -> Iterator[tuple[str, str]]:
    if parsed is not None:
        yield from _json_pairs(parsed)
    elif text.lstrip().startswith("<"):
        for element in ElementTree.fromstring(text.lstrip()).iter():
            if len(element) == 0:
                yield element.tag, (element.text or "").strip()
    else:
        for key, value in re.findall(r"^\s*(\w+)\s*=\s*(.+?)\s*$", text, re.MULTILINE):
            if key not in ("GROUP", "END_GROUP"):
                yield key, value.strip('"')


def _json_pairs(node: Any) -> Iterator[tuple[str, str]]:
    for key, value in node.items():
        if isinstance(value, dict):
            yield from _json_pairs(value)
        else:
            yield key, str(value)


def _of_mtl(values: Mapping[str, str]) -> Scene:
    name = values.get("LANDSAT_PRODUCT_ID") or values["LANDSAT_SCENE_ID"]
    day = values.get("DATE_ACQUIRED") or values["ACQUISITION_DATE"]
    time = values.get("SCENE_CENTER_TIME") or values["SCENE_CENTER_SCAN_TIME"]
    return Scene(
        name=name,
        spacecraft=values["SPACECRAFT_ID"],
        level=values.get("PROCESSING_LEVEL") or values.get("DATA_TYPE") or "",
        acquired=_time(f"{day}T{time}"),
        sun_azimuth_deg=_number(values.get("SUN_AZIMUTH")),
        sun_altitude_deg=_number(values.get("SUN_ELEVATION")),
        cloud_pct=_number(values.get("CLOUD_COVER")),
        scale_k=float(values.get("TEMPERATURE_MULT_BAND_ST_B10", landsat.ST_SCALE_K)),
        offset_k=float(values.get("TEMPERATURE_ADD_BAND_ST_B10", landsat.ST_OFFSET_K)),
    )


def _of_stac(item: Mapping[str, Any]) -> Scene:
    properties = item["properties"]
    band = _thermal_band(item)
    return Scene(
        name=item["id"],
        spacecraft=str(properties.get("platform", "")).upper().replace("-", "_"),
        level=str(properties.get("landsat:correction") or item["id"].split("_")[1]),
        acquired=_time(properties["datetime"]),
        sun_azimuth_deg=_number(properties.get("view:sun_azimuth")),
        sun_altitude_deg=_number(properties.get("view:sun_elevation")),
        cloud_pct=_number(properties.get("eo:cloud_cover")),
        scale_k=float(band.get("scale", landsat.ST_SCALE_K)),
        offset_k=float(band.get("offset", landsat.ST_OFFSET_K)),
    )


def _thermal_band(item: Mapping[str, Any]) -> Mapping[str, Any]:
    for asset in item.get("assets", {}).values():
        for band in asset.get("raster:bands", []):
            if str(asset.get("href", "")).upper().endswith("ST_B10.TIF"):
                return dict(band)
    return {}


def _time(text: str) -> datetime:
    """A time in UTC; Landsat writes seven decimals of a second, and no zone or Z."""
    trimmed = re.sub(r"(\.\d{6})\d+", r"\1", text.strip('"')).replace("Z", "+00:00")
    time = datetime.fromisoformat(trimmed)
    return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
