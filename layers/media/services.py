"""Take a photograph, publish it, take it back."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from accounts.models import Consent
from layers.media.images import WIDTHS, clean
from layers.media.models import Photo
from layers.registry import Layer

KEEP_UNUSED = timedelta(days=180)


def take(
    source: BinaryIO,
    layer: Layer,
    *,
    alt: str,
    licence: Photo.Licence,
    author: str = "",
    consent: Consent | None = None,
) -> Photo:
    """A photograph for a feature of `layer`, cleaned and not yet published.

    Raises what `layers.media.images.clean` raises; then nothing is kept.
    """
    pictures = clean(source)
    photo = Photo(
        layer=layer.name,
        alt=alt,
        author=author,
        licence=licence,
        consent=consent,
        width=pictures.width,
        height=pictures.height,
    )
    with transaction.atomic():
        photo.save(force_insert=True)
        for width, content in pictures.files.items():
            default_storage.save(photo.path(width), ContentFile(content))
    return photo


def publish(photo: Photo, target: int) -> None:
    """Show it with the feature that has the primary key `target`."""
    photo.target, photo.published = target, True
    photo.save(update_fields=["target", "published"])


def delete(photo: Photo) -> None:
    """The row goes with the transaction, the files once it is certain."""
    paths = [photo.path(width) for width in WIDTHS]
    photo.delete()
    transaction.on_commit(partial(_delete_files, paths))


def delete_unused(now: datetime) -> int:
    """Delete what was never published and has waited for KEEP_UNUSED; how many they were."""
    unused = list(Photo.objects.filter(published=False, created_at__lt=now - KEEP_UNUSED))
    for photo in unused:
        delete(photo)
    return len(unused)


def _delete_files(paths: Iterable[str]) -> None:
    for path in paths:
        default_storage.delete(path)
