"""Where Django finds this app's models; each stands in its own room."""

from routing.network.models import (
    Closure,
    EdgeValues,
    NetworkBuild,
    Segment,
    TurnRestriction,
)
from routing.school.models import (
    Accident,
    BikeRack,
    Crossing,
    DropOffZone,
    Hazard,
    SchoolCatchment,
    SchoolEntrance,
    SchoolStreet,
    SchoolWay,
    SpeedSection,
    SpeedZone,
    WalkingBusLine,
    WalkingBusStop,
)

__all__ = [
    "Accident",
    "BikeRack",
    "Closure",
    "Crossing",
    "DropOffZone",
    "EdgeValues",
    "Hazard",
    "NetworkBuild",
    "SchoolCatchment",
    "SchoolEntrance",
    "SchoolStreet",
    "SchoolWay",
    "Segment",
    "SpeedSection",
    "SpeedZone",
    "TurnRestriction",
    "WalkingBusLine",
    "WalkingBusStop",
]
