"""Pages on paper: WeasyPrint with our own fonts, which never asks a network."""

import json
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

from layers.publish.errors import PressBusy

# WeasyPrint takes files of one family for one font and mixes up their glyphs. Each subset is a
# family of its own; none is called as the files are, or it would stand in for the others' bold.
_FONTS = (
    ("Paper Fira Sans", "fira-sans", "latin"),
    ("Paper Fira Sans latin-ext", "fira-sans", "latin-ext"),
    ("Paper Fira Sans cyrillic", "fira-sans", "cyrillic"),
    ("Paper Noto Sans Arabic", "noto-sans-arabic", "arabic"),
)
_FAMILIES = ", ".join([*(family for family, _package, _subset in _FONTS), "sans-serif"])
_PATIENCE_S = 10
_one_at_a_time = Lock()


def printed(template: str, context: dict[str, Any]) -> bytes:
    """`template` as a PDF in the reader's language; what reads the same is made once.

    Raises PressBusy.
    """
    page = composed(template, context)
    if not _one_at_a_time.acquire(timeout=_PATIENCE_S):
        raise PressBusy("others are printing")
    try:
        return _kept(page)
    finally:
        _one_at_a_time.release()


def composed(template: str, context: dict[str, Any]) -> str:
    """The page of HTML; the template also gets `fonts`, `families`, `language` and `direction`."""
    reader = {
        "fonts": list(fonts()),
        "families": _FAMILIES,
        "language": get_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
    }
    return render_to_string(template, {**context, **reader})


@lru_cache(maxsize=32)
def _kept(page: str) -> bytes:
    return to_pdf(page)


def to_pdf(page: str) -> bytes:
    """`page` (HTML) as a PDF. It may name data: URIs and files of the front end's build."""
    return HTML(string=page, url_fetcher=_OwnFiles()).write_pdf()


def fonts() -> Iterator[tuple[str, int, str]]:
    """Family, weight and address of our own fonts; a machine may have none."""
    manifest = json.loads((Path(settings.FRONTEND_DIST) / "manifest.json").read_text())
    for family, package, subset in _FONTS:
        for weight in (400, 600):
            file = manifest[f"node_modules/.fonts/{package}-{subset}-{weight}.woff2"]["file"]
            yield family, weight, (Path(settings.FRONTEND_DIST) / file).as_uri()


class _OwnFiles(URLFetcher):
    """Pictures within the page and our own built files; nothing else is ever asked for."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        built = Path(settings.FRONTEND_DIST).resolve()
        path = Path(url.removeprefix("file://")).resolve()
        if not url.startswith("data:") and built not in path.parents:
            raise URLFetchingError(f"a report takes nothing from {url[:80]}")
        return super().fetch(url, headers)
