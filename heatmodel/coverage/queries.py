"""Coverage of the districts in one hour of the week."""

from dataclasses import dataclass

from django.db.models.functions import Collate

from heatmodel.models import CoverageArea, CoverageWeek


@dataclass(frozen=True)
class Reach:
    """People within so many minutes, as percentages; None where nobody knows how many live there.

    `perhaps` also counts places whose hours nobody knows.
    """

    minutes: int
    sure: int | None
    perhaps: int | None


@dataclass(frozen=True)
class DistrictReach:
    name: str
    inhabitants: int | None
    reach: list[Reach]


def districts_at(hour: int) -> list[DistrictReach]:
    """Districts by name, and the whole of them first, without a name; two queries."""
    areas = CoverageArea.objects.filter(published=True, unit=CoverageArea.Unit.DISTRICT)
    rows = list(
        areas.order_by(Collate("name", "de-x-icu")).values_list("pk", "name", "inhabitants")
    )
    if not rows:
        return []
    found = CoverageWeek.objects.filter(area__in=[pk for pk, _name, _people in rows])
    people = {
        (area, minutes): (sure, perhaps)
        for area, minutes, sure, perhaps in found.values_list(
            "area", "minutes", f"sure__{hour}", f"perhaps__{hour}"
        )
    }
    minutes = sorted({key[1] for key in people})
    districts = [
        DistrictReach(name, living, [_reach(m, [people.get((pk, m))], living) for m in minutes])
        for pk, name, living in rows
    ]
    total = _total([living for _pk, _name, living in rows])
    everywhere = [
        _reach(m, [people.get((pk, m)) for pk, _name, _people in rows], total) for m in minutes
    ]
    return [DistrictReach("", total, everywhere), *districts]


def _total(parts: list[int | None]) -> int | None:
    known = [part for part in parts if part is not None]
    return sum(known) if len(known) == len(parts) else None


def _reach(minutes: int, parts: list[tuple[int, int] | None], living: int | None) -> Reach:
    known = [part for part in parts if part is not None]
    if not living or len(known) < len(parts):
        return Reach(minutes, None, None)
    sure, perhaps = (sum(column) for column in zip(*known, strict=True))
    return Reach(minutes, _percent(sure, living), _percent(perhaps, living))


def _percent(part: int, whole: int) -> int:
    return min(round(100 * part / whole), 100)
