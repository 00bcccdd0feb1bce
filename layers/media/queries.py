"""Which photographs belong to a feature, and who may see one."""

from collections.abc import Collection

from accounts.models import User
from layers import registry
from layers.media.models import Photo


def published_photos(layer: str, pks: Collection[int]) -> dict[int, list[Photo]]:
    """The published photographs of the features of `layer`, by primary key, oldest first.

    One query; the layer's own queryset has to say which features are shown at all.
    """
    found: dict[int, list[Photo]] = {}
    for photo in Photo.objects.filter(layer=layer, target__in=pks, published=True):
        found.setdefault(photo.target or 0, []).append(photo)
    return found


def is_public(photo: Photo) -> bool:
    """Published, of a feature that is published, in a layer that everybody may see."""
    try:
        layer = registry.layer(photo.layer)
    except KeyError:
        return False
    return photo.published and layer.public and layer.published().filter(pk=photo.target).exists()


def may_review(account: User, photo: Photo) -> bool:
    """Whether the account edits the layer that the photograph is for."""
    try:
        layer = registry.layer(photo.layer)
    except KeyError:
        return False
    return account.has_perms(layer.edit_permissions.values())
