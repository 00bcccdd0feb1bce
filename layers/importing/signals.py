"""What other apps may want to follow. A receiver answers with lines for the command's report."""

from collections.abc import Sequence

from django.dispatch import Signal

fixtures_loaded = Signal()  # after every file of the fixtures was looked at
osm_imported = Signal()  # after import_osm; file: Path or None, place: str, max_shrink: float


def lines(answers: Sequence[tuple[object, object]]) -> list[str]:
    """What the receivers of a signal have to say."""
    return [str(answer) for _receiver, answer in answers if answer]
