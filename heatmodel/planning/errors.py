"""What can go wrong with a scenario."""

from collections.abc import Mapping
from typing import Any


class UnreadableDraft(Exception):
    """What was sent is no GeoJSON FeatureCollection within bounds; the text says so in words."""


class DraftChanged(Exception):
    """Somebody else saved the draft in the meantime; `theirs` is what is there now."""

    def __init__(self, version: int, theirs: Mapping[str, Any]) -> None:
        super().__init__(f"version {version}")
        self.version, self.theirs = version, theirs


class NotComputable(Exception):
    """A draft with mistakes or without measures, or one that is being computed already."""


class NotComputed(Exception):
    """There is no result of the draft as it is now."""
