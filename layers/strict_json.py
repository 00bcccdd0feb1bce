"""JSON from strangers: what is read can be written down and stored again."""

import json
from typing import Any, NoReturn


def read(text: str | bytes) -> Any:
    """What `text` (UTF-8) holds.

    Raises ValueError for what is no JSON (RFC 8259), NaN and Infinity among it, for brackets
    nested too deeply, and for half a sign (a lone surrogate such as \\ud800), of which neither
    UTF-8 nor a database can hold anything.
    """
    words = text if isinstance(text, str) else text.decode("utf-8-sig")
    try:
        found = json.loads(words, parse_constant=_no_number)
        if "\\u" in words:
            json.dumps(found, ensure_ascii=False).encode()
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    return found


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)
