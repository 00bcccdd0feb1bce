"""Hazards raise the risk of the ways beside them, as soon as staff enter one."""

import json
from pathlib import Path

from django.db import connection

from routing.network.overlays import Effect, OverlaySource
from routing.school.models import Hazard

BESIDE_M = 15.0  # a hazard stands on the corner or the far pavement
# Of 254, the risk of a road of 70 km/h without a pavement. An order, not a statistic.
RAISES = {"low": 50, "medium": 100, "high": 200, "unknown": 100}
_RISKY_SEGMENTS = (
    Path(__file__).parent.parent.joinpath("sql", "risky_segments.sql").read_text("utf-8")
)


def _raised() -> list[Effect]:
    """At any hour: who is led past a hazard that sleeps now is led past it on the way back."""
    with connection.cursor() as cursor:
        cursor.execute(_RISKY_SEGMENTS, {"weights": json.dumps(RAISES), "within_m": BESIDE_M})
        return cursor.fetchall()


HAZARDS = OverlaySource(Hazard, _raised)
