"""The photographs of a feature, for every template."""

from typing import Any

from django import template

from layers.media.images import WIDTHS
from layers.media.models import Photo
from layers.media.queries import published_photos

register = template.Library()


@register.inclusion_tag("media/photos.html")
def photos(layer: str, pk: int, sizes: str = "(max-width: 700px) 100vw, 640px") -> dict[str, Any]:
    """Every published photograph of the feature; nothing where there is none.

    `sizes` is the width it is shown at, as of the attribute of that name.
    """
    found = published_photos(layer, [pk]).get(pk, [])
    return {"photos": [(photo, sources(photo)) for photo in found], "sizes": sizes}


def sources(photo: Photo) -> list[tuple[int, int]]:
    """Pairs of the width that names a file and the one it has, without doubles, smallest first."""
    return list({min(width, photo.width): width for width in reversed(WIDTHS)}.items())[::-1]
