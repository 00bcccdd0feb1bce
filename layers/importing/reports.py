"""Reports of imports as text for the terminal."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from layers.importing.models import ImportRun
from layers.importing.reasons import text
from layers.registry import layer


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Columns in line: the first to the left, the others (numbers) to the right."""
    cells = [list(map(str, head)), *(list(map(str, row)) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in cells
    ]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join(lines)


def report(runs: Sequence[ImportRun]) -> str:
    """One line for each run, below it why records were rejected, with examples."""
    head = (
        _("Ebene"),
        _("neu"),
        _("geändert"),
        _("gleich"),
        _("zurückgezogen"),
        _("abgelehnt"),
    )
    lines = [
        (_title(run), run.created, run.updated, run.unchanged, run.withdrawn, run.rejected)
        for run in runs
    ]
    reasons = [
        f"{_title(run)}: {found['count']} × {text(reason)}"
        + (f" ({', '.join(found['examples'])})" if found["examples"] else "")
        for run in runs
        for reason, found in run.reasons.items()
    ]
    return "\n".join([table(head, lines), *([""] if reasons else []), *reasons])


def _title(run: ImportRun) -> str:
    return str(layer(run.layer).title)
