"""The tables of heat and cool; each part of the app declares its own."""

from heatmodel.action_plan.models import (
    HeatDayEntry,
    MeasurePlace,
    PlanMeasure,
    RiskFacility,
)
from heatmodel.coverage.models import CoolGap
from heatmodel.participation.models import HotSpot
from heatmodel.places.models import ClosureRule, CoolPlace
from heatmodel.planning.models import Scenario, ScenarioEffect, ScenarioPicture
from heatmodel.results.models import (
    CoolIsland,
    CoverageArea,
    CoverageWeek,
    HeatRun,
    HeatZone,
    PlaceShade,
)
from heatmodel.warnings.models import Feed, FeedSpan, HeatTrend, HeatWarning, WeatherHour
from heatmodel.warnings.subscription.models import Notice, Subscription

__all__ = [
    "ClosureRule",
    "CoolGap",
    "CoolIsland",
    "CoolPlace",
    "CoverageArea",
    "CoverageWeek",
    "Feed",
    "FeedSpan",
    "HeatDayEntry",
    "HeatRun",
    "HeatTrend",
    "HeatWarning",
    "HeatZone",
    "HotSpot",
    "MeasurePlace",
    "Notice",
    "PlaceShade",
    "PlanMeasure",
    "RiskFacility",
    "Scenario",
    "ScenarioEffect",
    "ScenarioPicture",
    "Subscription",
    "WeatherHour",
]
