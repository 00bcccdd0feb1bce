"""The files of photographs."""

import uuid
from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from layers.media import queries
from layers.media.images import WIDTHS
from layers.media.models import Photo

# A photograph that is taken back is gone from browsers within an hour.
_PUBLIC = "public, max-age=3600"
_POLICY = "default-src 'none'; sandbox"


@require_safe
def photo_file(request: HttpRequest, key: uuid.UUID, width: int) -> HttpResponse:
    """404 for what is not public, unless the reader decides about it."""
    photo = get_object_or_404(Photo, key=key)
    account: Any = request.user
    public = queries.is_public(photo)
    if width not in WIDTHS or not (public or queries.may_review(account, photo)):
        raise Http404
    try:
        with default_storage.open(photo.path(width)) as file:
            content = file.read()
    except FileNotFoundError as error:
        raise Http404 from error
    return HttpResponse(
        content,
        content_type="image/jpeg",
        headers={
            "Cache-Control": _PUBLIC if public else "private, no-store",
            "Content-Disposition": f'inline; filename="{key.hex}-{width}.jpg"',
            "Content-Security-Policy": _POLICY,
        },
    )
