"""The answers agree with the reference implementation of the grammar.

`reference.json` holds what opening_hours.js 3 said for North Rhine-Westphalia of 225 texts as
people write them, around holidays, school holidays, 24 December and both changes of the clocks;
`record_reference.mjs` asks it again. One of its answers is not asked for: a place that opens at
2:30 opens at 3:00 in the night in which 2:30 is left out, where the reference says 3:30.
"""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from layers.hours import opening
from layers.hours.rules import names_sun

REFERENCE = json.loads((Path(__file__).parent / "reference.json").read_text())
STATES = {"always": "open", "closing_soon": "open"}
# The reference looks no further than it must; we say nothing about changes beyond a year.
YEAR = timedelta(days=365)
SUN = timedelta(minutes=2)  # between two formulas, each rounded
NONE = timedelta()


def apart(one: datetime | None, other: datetime | None) -> timedelta:
    """In UTC, where an hour that the clocks show twice is two hours."""
    if one is None or other is None:
        return NONE if one is other else YEAR
    return abs(one.astimezone(UTC) - other.astimezone(UTC))


@pytest.mark.parametrize("text", REFERENCE)
def test_state_and_next_change_agree(text):
    for instant, state, change in REFERENCE[text]:
        at = datetime.fromisoformat(instant)
        found = opening(text, at)
        assert STATES.get(found.state, found.state) == state, instant
        expected = datetime.fromisoformat(change) if change else None
        if expected is None or expected - at < YEAR:
            assert apart(found.until, expected) <= (SUN if names_sun(text) else NONE), instant


def test_the_reference_knows_every_state():
    states = {state for answers in REFERENCE.values() for _at, state, _change in answers}
    assert states == {"open", "closed", "unknown"}
    assert len(REFERENCE) >= 200
    assert sum(map(len, REFERENCE.values())) > 2500
