"""Hourly weather of the DWD's point forecast MOSMIX (KMZ): bytes in, hours out.

A KMZ is a ZIP with one KML: the hours once, then each element of a station as a row of numbers
with `-` for those that are missing. Elements used: TTT and Td (kelvin, 2 m), FF (m/s, 10 m),
Rad1h (kJ/m² of global radiation within the hour that ends).
"""

import math
from dataclasses import dataclass
from datetime import datetime
from xml.etree.ElementTree import Element

from heatmodel.warnings.archives import is_zip, members, parsed
from heatmodel.warnings.errors import NotOurs, Unreadable

_KML = "{http://www.opengis.net/kml/2.2}"
_DWD = "{https://opendata.dwd.de/weather/lib/pointforecast_dwd_extension_V1_0.xsd}"
_ZERO_C_K = 273.15
_KJ_PER_HOUR_AS_W = 1 / 3.6
MAX_HOURS = 400


@dataclass(frozen=True)
class Hour:
    """The hour that ends at `at`, which is aware. None where the forecast has no value.

    Air 2 m above ground, wind 10 m above it; radiation is global, on the level, as the mean.
    """

    at: datetime
    air_c: float | None
    humidity_pct: float | None
    wind_ms: float | None
    global_wm2: float | None


@dataclass(frozen=True)
class Forecast:
    station: str
    issued_at: datetime
    hours: tuple[Hour, ...]


def read_forecast(data: bytes, *, station: str) -> Forecast:
    """The forecast for `station` (its id, as in the KML's names); an empty one takes the first.

    Raises Unreadable, TooLarge, or NotOurs if the station is not in it.
    """
    root = _document(data)
    issued_at = _time(root.findtext(f".//{_DWD}IssueTime"))
    times = [_time(step.text) for step in root.iterfind(f".//{_DWD}TimeStep")]
    if not 0 < len(times) <= MAX_HOURS:
        raise Unreadable(f"forecast: {len(times)} hours")
    place = _placemark(root, station)
    rows = {
        row.get(f"{_DWD}elementName", ""): _numbers(row, len(times))
        for row in place.iterfind(f".//{_DWD}Forecast")
        if row.get(f"{_DWD}elementName") in ("TTT", "Td", "FF", "Rad1h")
    }
    missing: list[float | None] = [None] * len(times)
    columns = [rows.get(name, missing) for name in ("TTT", "Td", "FF", "Rad1h")]
    hours = tuple(_hour(at, *values) for at, *values in zip(times, *columns, strict=True))
    name = (place.findtext(f"{_KML}name") or "").strip()[:20]
    return Forecast(name, issued_at, hours)


def relative_humidity_pct(air_c: float, dew_point_c: float) -> float:
    """Over water, by Magnus' formula with the constants of Sonntag (1990); at most 100."""

    def pressure(celsius: float) -> float:
        return math.exp(17.62 * celsius / (243.12 + celsius))

    return min(100.0, 100 * pressure(dew_point_c) / pressure(air_c))


def _document(data: bytes) -> Element:
    if not is_zip(data):
        return parsed(data, "forecast.kml")
    for name, content in members(data, ".kml"):
        return parsed(content, name)
    raise Unreadable("forecast: no KML in the archive")


def _placemark(root: Element, station: str) -> Element:
    for place in root.iterfind(f".//{_KML}Placemark"):
        if not station or (place.findtext(f"{_KML}name") or "").strip() == station:
            return place
    raise NotOurs(f"forecast: no station {station!r}")


def _numbers(row: Element, count: int) -> list[float | None]:
    texts = (row.findtext(f"{_DWD}value") or "").split()
    if len(texts) != count:
        raise Unreadable(f"forecast: {len(texts)} values for {count} hours")
    try:
        numbers = [None if text == "-" else float(text) for text in texts]
    except ValueError as error:
        raise Unreadable(f"forecast: {error}") from error
    if any(number is not None and not math.isfinite(number) for number in numbers):
        raise Unreadable("forecast: a value that is no number")
    return numbers


def _hour(
    at: datetime,
    air_k: float | None,
    dew_k: float | None,
    wind_ms: float | None,
    radiation_kj: float | None,
) -> Hour:
    """Values that no place on earth has count as missing."""
    air_c = _within(_celsius(air_k), -60, 60)
    dew_c = _within(_celsius(dew_k), -80, 40)
    humidity = None
    if air_c is not None and dew_c is not None:
        humidity = relative_humidity_pct(air_c, dew_c)
    radiation = None if radiation_kj is None else radiation_kj * _KJ_PER_HOUR_AS_W
    return Hour(at, air_c, humidity, _within(wind_ms, 0, 100), _within(radiation, 0, 1500))


def _celsius(kelvin: float | None) -> float | None:
    return None if kelvin is None else kelvin - _ZERO_C_K


def _within(value: float | None, lowest: float, highest: float) -> float | None:
    return value if value is not None and lowest <= value <= highest else None


def _time(text: str | None) -> datetime:
    try:
        time = datetime.fromisoformat((text or "").strip())
    except ValueError as error:
        raise Unreadable(f"forecast: {error}") from error
    if time.tzinfo is None:
        raise Unreadable("forecast: a time without a zone")
    return time
