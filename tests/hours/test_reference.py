"""The answers agree with the reference implementation of the grammar.

`reference.json` holds what opening_hours.js 3 said for North Rhine-Westphalia, around holidays,
school holidays and both changes of the clocks; `record_reference.mjs` asks it again.
"""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from layers.hours import opening

REFERENCE = json.loads((Path(__file__).parent / "reference.json").read_text())
STATES = {"always": "open", "closing_soon": "open"}
# The reference looks no further than it must; we say nothing about changes beyond a year.
YEAR = timedelta(days=365)


@pytest.mark.parametrize("text", REFERENCE)
def test_state_and_next_change_agree(text):
    for instant, state, change in REFERENCE[text]:
        at = datetime.fromisoformat(instant)
        found = opening(text, at)
        assert STATES.get(found.state, found.state) == state, instant
        expected = datetime.fromisoformat(change) if change else None
        if expected is None or expected - at < YEAR:
            assert found.until == expected, instant


def test_the_reference_knows_every_state():
    states = {state for answers in REFERENCE.values() for _at, state, _change in answers}
    assert states == {"open", "closed", "unknown"}
    assert sum(map(len, REFERENCE.values())) > 700
