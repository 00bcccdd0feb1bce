"""The style document over HTTP."""

import json
from typing import cast, get_args

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from layers.publish.styles.palette import ThemeName
from layers.publish.styles.style import style


@require_safe
@conditional_page
@cache_control(public=True, no_cache=True)
def style_json(request: HttpRequest, theme: str) -> HttpResponse:
    """`/stil/light.json`: asked for anew each time, for it names the tiles' current revisions."""
    if theme not in get_args(ThemeName):
        raise Http404
    body = json.dumps(
        style(cast(ThemeName, theme), request), ensure_ascii=False, separators=(",", ":")
    )
    return HttpResponse(body, content_type="application/json; charset=utf-8")
