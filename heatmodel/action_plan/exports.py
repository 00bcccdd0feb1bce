"""The plan to take away: JSON, CSV and a report as PDF."""

import csv
import io
from typing import Any

from heatmodel.action_plan.models import PlanMeasure
from heatmodel.action_plan.queries import ActionPlan, Linked

_COLUMNS = (
    "element", "element_title", "title", "description", "owner", "trigger_level", "state",
    "evidence", "due_on", "synthetic", "objects",
)  # fmt: skip


def rows(plan: ActionPlan) -> list[dict[str, Any]]:
    """One row for each measure, by the names of `_COLUMNS`."""
    return [
        _row(element.number, element.title, measure, places)
        for element in plan.elements
        for measure, places in element.measures
    ]


def _row(number: int, title: str, measure: PlanMeasure, places: list[Linked]) -> dict[str, Any]:
    values = (
        number, title, measure.title, measure.description, measure.owner, measure.trigger,
        measure.state, measure.evidence, measure.due_on and measure.due_on.isoformat(),
        measure.is_synthetic, [place.url for place in places],
    )  # fmt: skip
    return dict(zip(_COLUMNS, values, strict=True))


def document(plan: ActionPlan) -> dict[str, Any]:
    """The whole plan for JSON."""
    return {
        "date": plan.on.isoformat(),
        "measures": rows(plan),
        "heat_days": [
            {
                "day": entry.day.isoformat(),
                "level": entry.level,
                "office": entry.office,
                "action": entry.action,
                "measure": entry.measure.title
                if entry.measure and entry.measure.published
                else None,
                "synthetic": entry.is_synthetic,
            }
            for entry in plan.log
        ],
        "figures": [
            {"title": one.title, "value": one.value, "source": one.source} for one in plan.figures
        ],
    }


def table(plan: ActionPlan) -> str:
    """The measures as CSV; what a spreadsheet would take for a formula is quoted."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_COLUMNS)
    for row in rows(plan):
        cells = (" ".join(value) if isinstance(value, list) else value for value in row.values())
        writer.writerow([_safe(cell) for cell in cells])
    return text.getvalue()


def _safe(cell: Any) -> Any:
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return f"'{cell}"
    return cell


def pdf(plan: ActionPlan) -> bytes:
    """The report on A4 in the reader's language; the same report is made once. Raises PressBusy."""
    from layers.publish.paper import printed  # WeasyPrint takes a second to load

    return printed("heatmodel/action_plan/report.html", {"plan": plan})
