"""Documents of JSON with an HTML form beside it."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from layers.publish.answers import is_known, not_modified, weak_etag
from layers.publish.ogcapi.links import HTML, JSON
from layers.publish.ogcapi.parameters import Parameter, form, format_parameter, read

FORMS = {"json": JSON, "html": HTML}
F = format_parameter(FORMS)


def chosen_form(
    request: HttpRequest,
    forms: dict[str, str] | None = None,
    known: tuple[Parameter, ...] = (),
) -> str:
    """The form of a document that takes no parameters but `known`."""
    forms = FORMS if forms is None else forms
    return form(request, read(request, (format_parameter(forms), *known)), forms)


def json_answer(
    request: HttpRequest, document: Any, media_type: str = JSON, **headers: str
) -> HttpResponse:
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    etag = weak_etag(body)
    if is_known(request, etag):
        return not_modified(etag)
    return HttpResponse(
        body,
        content_type=media_type,
        headers={"ETag": etag, "Cache-Control": "public, no-cache", **headers},
    )


def page(
    request: HttpRequest, template: str, document: dict[str, Any], **context: Any
) -> HttpResponse:
    """The same document for people; it carries the reader's menu, so nobody else may keep it."""
    response = render(request, f"ogcapi/{template}.html", {"document": document, **context})
    response.headers["Cache-Control"] = "private, no-cache"
    patch_vary_headers(response, ["Cookie"])
    return response


def answer(
    request: HttpRequest,
    chosen: str,
    document: dict[str, Any],
    template: str = "document",
    media_type: str = JSON,
    **context: Any,
) -> HttpResponse:
    if chosen == "html":
        return page(request, template, document, **context)
    return json_answer(request, document, media_type)
