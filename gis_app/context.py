"""What every template may use."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from heatmodel.warnings.views import shown_situation
from layers.ground.models import City


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "city": SimpleLazyObject(City.objects.defer("boundary").first),
        "heat": SimpleLazyObject(lambda: shown_situation(request)),
        "heat_query": _asked_time(request),
    }


def _asked_time(request: HttpRequest) -> str:
    """The page's time for a link to another page, with its question mark; empty for now."""
    zeit = request.GET.get("zeit", "")[:40]
    return f"?{urlencode({'zeit': zeit})}" if zeit else ""
