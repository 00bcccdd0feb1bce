"""Addresses of what the front end's build made: icons, sprite and fonts."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest
from django_vite.core.asset_loader import DjangoViteAssetLoader


@cache  # as the loader keeps its manifest; a page has two hundred of them
def asset_url(name: str) -> str:
    """The address of a built file by the name it has in Vite's manifest."""
    return DjangoViteAssetLoader.instance().generate_vite_asset_url(name)


def asset_file(name: str) -> Path:
    """The same file on disk, for what is made on the server."""
    return settings.FRONTEND_DIST / asset_url(name).removeprefix(settings.STATIC_URL)


def icons_url() -> str:
    return asset_url("icons.svg")


def sprite_url(theme: str, request: HttpRequest) -> str:
    """As MapLibre wants it: absolute, without “.png” or “@2x.json”."""
    return request.build_absolute_uri(asset_url(f"sprite/{theme}.png")).removesuffix(".png")


def font_url(subset: str, request: HttpRequest) -> str:
    package = "noto-sans-arabic" if subset == "arabic" else "fira-sans"
    name = f"node_modules/.fonts/{package}-{subset}-500.woff2"
    return request.build_absolute_uri(asset_url(name))
