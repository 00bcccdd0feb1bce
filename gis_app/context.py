"""What every template may use."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from layers.ground.models import City


def site(_request: HttpRequest) -> dict:
    return {"city": SimpleLazyObject(City.objects.defer("boundary").first)}
