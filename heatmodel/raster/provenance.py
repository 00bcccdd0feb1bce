"""Where a raster comes from: a sidecar `<name>.prov.json` beside every one that is written."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from heatmodel.errors import BadConfig

METHOD = "1"
"""Raised when a step begins to give other numbers for the same input."""


class Kind(StrEnum):
    OBSERVED = "observed"
    MODELLED = "modelled"
    SCENARIO = "scenario"


@dataclass(frozen=True)
class Source:
    """An input: its name, the hash of its bytes, and what is known of it."""

    name: str
    sha256: str
    licence: str = ""
    publisher: str = ""
    acquired: str = ""
    kind: str = ""
    run_id: str = ""


@dataclass(frozen=True)
class Provenance:
    """How a result came about. The same step, sources and parameters give the same `run_id`."""

    step: str
    kind: Kind
    sources: Sequence[Source]
    parameters: Mapping[str, Any] = field(default_factory=dict)
    notes: Sequence[str] = ()
    earlier: Sequence[Mapping[str, Any]] = ()
    """Sidecars of the steps that this one added to, where several write one file in turn."""

    @property
    def run_id(self) -> str:
        """16 hexadecimal digits of what decides the numbers."""
        decisive = {
            "method": METHOD,
            "step": self.step,
            "kind": self.kind,
            "sources": [source.sha256 for source in self.sources],
            "parameters": self.parameters,
            "earlier": [one["run_id"] for one in self.earlier],
        }
        return hashlib.sha256(_json(decisive).encode()).hexdigest()[:16]

    def as_dict(self, result: Path) -> dict[str, Any]:
        """The sidecar's content for the file `result`, which is hashed."""
        return {
            "run_id": self.run_id,
            "step": self.step,
            "method": METHOD,
            "kind": self.kind,
            "sources": [asdict(source) for source in self.sources],
            "licences": self._all("licence", "licences"),
            "dates": self._all("acquired", "dates"),
            "parameters": self.parameters,
            "notes": list(self.notes),
            "earlier": list(self.earlier),
            "sha256": sha256_of(result),
            "computed_at": datetime.now(UTC).isoformat(timespec="seconds"),
        }

    def _all(self, of_source: str, of_earlier: str) -> list[str]:
        """Every licence or date of the sources, those of earlier steps too."""
        found = {getattr(source, of_source) for source in self.sources}
        for one in self.earlier:
            found |= set(one.get(of_earlier, []))
        return sorted(found - {""})


def sidecar_of(raster: Path) -> Path:
    return raster.with_suffix(".prov.json")


def write_sidecar(raster: Path, provenance: Provenance) -> None:
    """Writes the sidecar of a finished file, at once or not at all."""
    path = sidecar_of(raster)
    draft = path.with_suffix(".draft")
    draft.write_text(_json(provenance.as_dict(raster), indent=1) + "\n", "utf-8")
    os.replace(draft, path)


def read_sidecar(raster: Path) -> dict[str, Any] | None:
    """The sidecar's content, None without one. Raises BadConfig if it cannot be read."""
    path = sidecar_of(raster)
    if not path.exists():
        return None
    try:
        content = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as problem:
        raise BadConfig(f"{path}: {problem}") from problem
    if not isinstance(content, dict):
        raise BadConfig(f"{path}: is no provenance")
    return content


def source_of(
    path: Path, *, licence: str = "", publisher: str = "", acquired: str = "", kind: str = ""
) -> Source:
    """The file as a source; what is not said is taken from its own sidecar."""
    own = read_sidecar(path) or {}
    return Source(
        name=path.name,
        sha256=sha256_of(path),
        licence=licence or ", ".join(own.get("licences", [])),
        publisher=publisher,
        acquired=acquired or ", ".join(own.get("dates", [])),
        kind=kind or own.get("kind", ""),
        run_id=own.get("run_id", ""),
    )


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _json(content: Any, indent: int | None = None) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True, indent=indent, default=_plain)


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if hasattr(value, "tolist"):  # numbers and arrays of NumPy
        return value.tolist()
    if hasattr(value, "__dataclass_fields__"):
        return asdict(value)
    return str(value)
