"""Feature ids as GML and WFS write them: `schools.5`, and `schools.5.v7` with the version seen."""

import re
from dataclasses import dataclass

_ID = re.compile(r"(?P<layer>[a-z][a-z0-9_]*)\.(?P<pk>[0-9]{1,18})(?:\.v(?P<version>[0-9]{1,9}))?")


@dataclass(frozen=True)
class FeatureId:
    layer: str
    pk: int
    version: int | None = None

    def __str__(self) -> str:
        version = "" if self.version is None else f".v{self.version}"
        return f"{self.layer}.{self.pk}{version}"


def feature_id(text: str) -> FeatureId | None:
    """None where the text names no feature of any layer."""
    match = _ID.fullmatch(text.strip())
    if match is None:
        return None
    version = match["version"]
    return FeatureId(match["layer"], int(match["pk"]), None if version is None else int(version))
