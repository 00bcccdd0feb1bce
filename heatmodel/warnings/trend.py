"""The heat trend of the DWD for the days to come, per district: bytes in, codes out.

`hwtrend_YYYYMMDD.json` is an object by the district's abbreviation:
`{"HAM": {"Name": "Stadt Hamm", "State": "12", "Trend": [0, 0, 4, 5, …]}, …}`; the first code is
for the day of issue. The file itself does not say its day: its name does.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from heatmodel.warnings.errors import NotOurs, Unreadable

MAX_DAYS = 16


class Outlook(models.IntegerChoices):
    """What a code of the trend means; 3 is no longer in use."""

    NONE = 0, _("keine Hitzewarnung zu erwarten")
    LEVEL_1 = 1, _("Warnung der Stufe 1")
    LEVEL_2 = 2, _("Warnung der Stufe 2")
    POSSIBLE = 3, _("Warnung möglich")
    LEVEL_1_POSSIBLE = 4, _("Stufe 1 wenig wahrscheinlich")
    LEVEL_1_LIKELY = 5, _("Stufe 1 wahrscheinlich")
    LEVEL_2_POSSIBLE = 6, _("Stufe 2 wenig wahrscheinlich")
    LEVEL_2_LIKELY = 7, _("Stufe 2 wahrscheinlich")


def read_trend(data: bytes, *, area: str, city: str) -> tuple[Outlook, ...]:
    """The codes of the district `area` (its abbreviation), else of the one named like `city`.

    Day by day from the day of issue. Raises Unreadable, or NotOurs if there is no such district.
    """
    try:
        document = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"trend: {error}") from error
    if not isinstance(document, dict):
        raise Unreadable("trend: no object of districts")
    entry = _entry(document, area, city)
    if entry is None:
        raise NotOurs(f"trend: neither {area!r} nor {city!r}")
    return _codes(entry.get("Trend"))


def _entry(document: Mapping[str, Any], area: str, city: str) -> dict[str, Any] | None:
    if area and isinstance(document.get(area), dict):
        return document[area]
    names = {f"Stadt {city}", city}
    entries = (entry for entry in document.values() if isinstance(entry, dict))
    return next((entry for entry in entries if entry.get("Name") in names), None)


def _codes(codes: Any) -> tuple[Outlook, ...]:
    if not isinstance(codes, list) or not 0 < len(codes) <= MAX_DAYS:
        raise Unreadable("trend: no list of days")
    try:
        return tuple(Outlook(code) for code in codes)
    except ValueError as error:
        raise Unreadable(f"trend: {error}") from error
