"""Where Django finds this app's models; each stands in its own room."""

from routing.network.models import (
    Closure,
    EdgeValues,
    NetworkBuild,
    Segment,
    TurnRestriction,
)

__all__ = ["Closure", "EdgeValues", "NetworkBuild", "Segment", "TurnRestriction"]
