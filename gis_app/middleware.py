"""What every answer carries, what is written down of it, who may read it in a page of another
origin, and the language a reader asked for."""

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from layers.publish.answers import open_to_all, preflight

GetResponse = Callable[[HttpRequest], HttpResponse]

# KERN's icons are data: URIs; MapLibre draws pictures from blobs. Nothing else leaves the origin.
CONTENT_SECURITY_POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "worker-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'self'",
    ]
)
# In a frame of any other site, without script; forms there would send readers astray.
EMBEDDED_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors *"
)
# The same with our own script, which draws the map there.
EMBEDDED_MAP_POLICY = (
    "default-src 'none'; script-src 'self'; worker-src 'self'; connect-src 'self'; "
    "style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors *"
)
# The position is asked for by a button of the map; nothing else of a device is.
PERMISSIONS_POLICY = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()"

# What programs read; pages for people and everything that writes by a session are not among it.
OPEN_DATA = (
    "/api/",
    "/daten/herunterladen/",
    "/ogc",
    "/raster/",
    "/stil/",
    "/tiles/",
    "/wfs",
)

access = logging.getLogger("gis_app.access")


def access_log(get_response: GetResponse) -> GetResponse:
    """One line per answer: method, path, status, duration. Never the query or who asked."""

    def middleware(request: HttpRequest) -> HttpResponse:
        start = time.perf_counter()
        response = get_response(request)
        took_ms = (time.perf_counter() - start) * 1000
        access.info("%s %s %s %.0f ms", request.method, request.path, response.status_code, took_ms)
        return response

    return middleware


def security_headers(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


def open_data(get_response: GetResponse) -> GetResponse:
    """Pages of any origin may read the data (CORS), also what is wrong with a question.

    Not with a login: "*" and cookies exclude one another. What nobody may keep but the one who
    asked, as a layer that is not public, stays without.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith(OPEN_DATA):
            return response
        if request.method == "OPTIONS" and not response.has_header("Access-Control-Allow-Methods"):
            allowed = [one.strip() for one in response.get("Allow", "").split(",") if one.strip()]
            methods = sorted({*allowed, "OPTIONS"})
            return preflight(methods, methods) if allowed else response
        if response.get("Cache-Control") == "private, no-store":
            return response
        return open_to_all(response)

    return middleware


def language_from_query(get_response: GetResponse) -> GetResponse:
    """`?sprache=ar` wins over cookie and browser, so that a shared address keeps its language."""
    codes = {code for code, _name in settings.LANGUAGES}

    def middleware(request: HttpRequest) -> HttpResponse:
        wanted = request.GET.get("sprache")
        if wanted not in codes:
            return get_response(request)
        request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = wanted
        response = get_response(request)
        if "frame-ancestors *" in response.headers.get("Content-Security-Policy", ""):
            return response  # in somebody else's page nothing is remembered
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            wanted,
            max_age=31_536_000,
            samesite="Lax",
            secure=settings.HTTPS,
        )
        return response

    return middleware
