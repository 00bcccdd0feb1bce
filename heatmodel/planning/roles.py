"""Who may plan: the heat planners, and with them the administrators."""

from typing import Any

from django.db import router

from accounts.roles import Role, grant
from heatmodel.planning.models import Scenario

PERMISSION = "heatmodel.change_scenario"
# Layers grant their own.
_PLANNED = ("scenario", "closurerule", "planmeasure", "measureplace", "heatdayentry")


def grant_after_migrate(sender: Any, using: str, **_kwargs: Any) -> None:
    if router.allow_migrate_model(using, Scenario):
        actions = ("add", "change", "delete", "view")
        grant(
            Role.HEAT_PLANNER,
            [
                "heatmodel.view_feed",
                *(f"heatmodel.{action}_{model}" for model in _PLANNED for action in actions),
            ],
            using=using,
        )
