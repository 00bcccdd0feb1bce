"""Numbers as people write them: decimal comma or point, thousands in groups."""

import re
from collections.abc import Iterable
from typing import Literal

DecimalMark = Literal[",", "."]

_SPACES = str.maketrans("", "", " \t'’\u00a0\u2009\u202f")
_GROUPED = {
    ",": re.compile(r"[+-]?\d{1,3}(\.\d{3})+(,\d*)?"),
    ".": re.compile(r"[+-]?\d{1,3}(,\d{3})+(\.\d*)?"),
}


def decimal_mark(texts: Iterable[str]) -> DecimalMark:
    """The decimal mark of a column of numbers: "," if any of them can only be read that way.

    "5.701.853" and "7,8172" are German; "7.8172" alone, and no text at all, give ".".
    """
    for text in texts:
        bare = text.translate(_SPACES)
        commas, points = bare.count(","), bare.count(".")
        if points > 1 and commas <= 1:
            return ","
        if commas == 1 and (points == 0 or bare.index(",") > bare.index(".")):
            return ","
        if commas and points:
            return "."
    return "."


def number(text: str, mark: DecimalMark) -> float | None:
    """`text` as a number, None if it is none. "nan" and "inf" are read as what they are."""
    bare = text.translate(_SPACES)
    group = "." if mark == "," else ","
    if group in bare:
        if not _GROUPED[mark].fullmatch(bare):
            return None
        bare = bare.replace(group, "")
    if "_" in bare:
        return None
    try:
        return float(bare.replace(mark, "."))
    except ValueError:
        return None
