"""The table of what holds each assertion of OGC's suites names tests that exist."""

import re
from pathlib import Path

HERE = Path(__file__).parent
DOCUMENT = HERE.parents[1] / "docs" / "conformance.md"


def test_every_named_test_is_there():
    named = set(re.findall(r"`([\w/]+\.py)::(test_\w+)`", DOCUMENT.read_text()))
    assert len(named) > 40
    missing = [
        f"{file}::{name}"
        for file, name in sorted(named)
        if f"def {name}(" not in (HERE / file).read_text()
    ]
    assert missing == []
