"""Who takes part, and who decides."""

from typing import Any

from django.test import Client
from django.utils import timezone

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from layers.humans import stamp

COOL = "/vorschlagen/cool_places/"
HOT = "/vorschlagen/hot_spots/"
SPOT = "416000.0,5725600.0"


def complete(**changes: Any) -> dict[str, Any]:
    """What a person sends who suggests a cool place, ten seconds after the form was opened."""
    return {
        "name": "Schattige Bank am Kanal",
        "kind": "park",
        "address": "",
        "description": "Unter drei Linden.",
        "opening_hours": "24/7",
        "step_free": "yes",
        "drinking_water": "false",
        "seating": "true",
        "toilet": "unknown",
        "ort": SPOT,
        "consent": "on",
        "stempel": stamp(timezone.now().timestamp() - 10),
        "senden": "1",
        **changes,
    }


def hot(**changes: Any) -> dict[str, Any]:
    return {
        "name": "Haltestelle ohne Dach",
        "kind": "stop",
        "reason": "no_shade",
        "description": "",
        "ort": SPOT,
        "consent": "on",
        "stempel": stamp(timezone.now().timestamp() - 10),
        "senden": "1",
        **changes,
    }


def planner() -> User:
    user = User.objects.create_user("hitze", password="ein langes Kennwort nur fuer Tests")
    roles.assign(user, Role.HEAT_PLANNER)
    return User.objects.get(pk=user.pk)


def page_of(pk: int, more: str = "") -> str:
    return f"/verwaltung/layers/suggestion/{pk}/change/{more}"


def decide(client: Client, account: User, pk: int, more: str = "", **posted: Any) -> Any:
    client.force_login(account)
    return client.post(page_of(pk, more), posted)
