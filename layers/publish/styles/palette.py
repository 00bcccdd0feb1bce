"""The colours of the map, light and dark, shared with the style sheet by palette.json."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

ThemeName = Literal["light", "dark"]


class UnknownColour(Exception):
    """A symbol names a colour that palette.json does not know."""


@cache
def palette() -> Mapping[str, Mapping[ThemeName, str]]:
    return json.loads(Path(__file__).with_name("palette.json").read_text())


def coloured(value: Any, theme: ThemeName) -> Any:
    """`value` with each "@token" in it, at any depth, replaced by the colour of that name."""
    if isinstance(value, str) and value.startswith("@"):
        try:
            return palette()[value[1:]][theme]
        except KeyError as error:
            raise UnknownColour(value) from error
    if isinstance(value, Mapping):
        return {str(key): coloured(part, theme) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [coloured(part, theme) for part in value]
    return value
