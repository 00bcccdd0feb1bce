"""The photographs of a feature, for every template."""

from typing import Any

from django import template

from layers.media.images import WIDTHS
from layers.media.models import Photo
from layers.media.queries import published_photos

register = template.Library()


@register.inclusion_tag("media/photos.html")
def photos(layer: str, pk: int) -> dict[str, Any]:
    """Every published photograph of the feature; nothing where there is none."""
    found = published_photos(layer, [pk]).get(pk, [])
    return {"photos": [(photo, sources(photo)) for photo in found]}


def sources(photo: Photo) -> list[tuple[int, int]]:
    """Pairs of the width that names a file and the one it has, without doubles, smallest first."""
    return list({min(width, photo.width): width for width in reversed(WIDTHS)}.items())[::-1]
