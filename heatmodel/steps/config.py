"""heat.toml: what each step reads, where it writes, and what is known of the sources."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pyproj import Transformer

from heatmodel.errors import BadConfig
from heatmodel.raster.grid import Grid
from heatmodel.raster.provenance import Kind, Provenance, Source, source_of, write_sidecar
from heatmodel.raster.schedule import Schedule

Value = TypeVar("Value")

GIGABYTE = 2**30


@dataclass(frozen=True)
class Section:
    """One table of heat.toml. What it lacks or has wrong is a BadConfig that names it."""

    name: str
    values: Mapping[str, Any]
    base: Path

    def has(self, key: str) -> bool:
        return key in self.values

    def get(self, key: str, kind: type[Value], default: Value | None = None) -> Value:
        """The value of `key`, of type `kind`; a whole number passes for a float."""
        value = self.values.get(key, default)
        if value is None:
            raise BadConfig(f"[{self.name}] needs {key}")
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            raise BadConfig(f"[{self.name}] {key}: {value!r} is no {kind.__name__}")
        return value

    def path(self, key: str) -> Path:
        """An existing file or folder; relative to the folder of heat.toml."""
        return self._existing(key, self.get(key, str))

    def path_if_given(self, key: str) -> Path | None:
        return self.path(key) if self.has(key) else None

    def paths(self, key: str) -> list[Path]:
        return [self._existing(key, str(name)) for name in self.get(key, list)]

    def _existing(self, key: str, name: str) -> Path:
        path = self.base / name
        if not path.exists():
            raise BadConfig(f"[{self.name}] {key}: there is no {path}")
        return path

    def dates(self, key: str) -> list[date]:
        return [self._date(key, value) for value in self.get(key, list)]

    def _date(self, key: str, value: Any) -> date:
        if isinstance(value, datetime):
            raise BadConfig(f"[{self.name}] {key}: {value} is no day")
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError) as problem:
            raise BadConfig(f"[{self.name}] {key}: {value!r} is no day") from problem


@dataclass(frozen=True)
class Config:
    """heat.toml, and what the command line says of this run."""

    base: Path
    values: Mapping[str, Any]
    out: Path
    schedule: Schedule = field(default_factory=Schedule)
    max_bytes: int = 2 * GIGABYTE
    report: Callable[[str], None] = lambda text: None

    def has(self, name: str) -> bool:
        return isinstance(self.values.get(name), Mapping)

    def section(self, name: str, *, optional: bool = False) -> Section:
        values = self.values.get(name, {} if optional else None)
        if not isinstance(values, Mapping):
            raise BadConfig(f"heat.toml needs a table [{name}]")
        return Section(name, values, self.base)

    def place_of(self, grid: Grid) -> tuple[float, float]:
        """Longitude and latitude in EPSG:4326: of [city], or of the middle of the grid."""
        city = self.section("city", optional=True)
        if city.has("lon") or city.has("lat"):
            return city.get("lon", float), city.get("lat", float)
        lon, lat = Transformer.from_crs(grid.crs, 4326, always_xy=True).transform(*grid.centre)
        return float(lon), float(lat)

    @property
    def zone(self) -> str:
        """The clocks of the city."""
        zone = self.section("city", optional=True).get("zone", str, "Europe/Berlin")
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError) as problem:
            raise BadConfig(f"[city] zone: there is no time zone {zone!r}") from problem
        return zone

    def source(self, path: Path, acquired: str = "") -> Source:
        """`path` as a source, with what [[sources]] says of it, else of the day `acquired`."""
        for entry in self._said():
            if (self.base / str(entry.get("path", ""))).resolve() == path.resolve():
                known = ("licence", "publisher", "acquired", "kind")
                told = {key: str(entry.get(key, "")) for key in known}
                return source_of(path, **told | {"acquired": told["acquired"] or acquired})
        return source_of(path, acquired=acquired)

    def _said(self) -> Sequence[Mapping[str, Any]]:
        entries = self.values.get("sources", [])
        if not isinstance(entries, list) or not all(isinstance(e, Mapping) for e in entries):
            raise BadConfig("[[sources]] are tables with path, licence, publisher, acquired")
        return entries

    def finish(
        self,
        result: Path,
        step: str,
        kind: Kind,
        inputs: Sequence[Path],
        parameters: Mapping[str, Any],
        notes: Sequence[str] = (),
        earlier: Sequence[Mapping[str, Any]] = (),
        acquired: str = "",
    ) -> Path:
        """Writes the sidecar of a finished result. What a scenario went into is a scenario.

        `acquired` is the day of inputs of which [[sources]] tells none.
        """
        sources = [self.source(path, acquired) for path in inputs]
        if any(source.kind == Kind.SCENARIO for source in sources):
            kind = Kind.SCENARIO
        write_sidecar(result, Provenance(step, kind, sources, parameters, notes, earlier))
        self.report(f"{result.name} ({kind})")
        return result


def read_config(path: Path, **overrides: Any) -> Config:
    """The configuration at `path`; `overrides` are fields of Config. Raises BadConfig."""
    try:
        values = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        raise BadConfig(f"{path}: {problem}") from problem
    out = values.get("out", "out")
    if not isinstance(out, str):
        raise BadConfig("out: is the name of a folder")
    given = {key: value for key, value in overrides.items() if value is not None}
    return Config(**{"base": path.parent, "values": values, "out": path.parent / out, **given})
