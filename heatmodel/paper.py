"""Pages on paper: WeasyPrint with our own fonts, which never asks a network."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

_FONTS = (
    ("Fira Sans", "fira-sans", ("latin", "latin-ext", "cyrillic")),
    ("Noto Sans Arabic", "noto-sans-arabic", ("arabic",)),
)


def to_pdf(page: str) -> bytes:
    """`page` (HTML) as a PDF. It may name data: URIs and files of the front end's build."""
    return HTML(string=page, url_fetcher=_OwnFiles()).write_pdf()


def fonts() -> Iterator[tuple[str, int, str]]:
    """Family, weight and address of our own fonts; a machine may have none."""
    manifest = json.loads((Path(settings.FRONTEND_DIST) / "manifest.json").read_text())
    for family, package, subsets in _FONTS:
        for subset in subsets:
            for weight in (400, 600):
                name = f"{package}/files/{package}-{subset}-{weight}-normal.woff2"
                file = manifest[f"node_modules/@fontsource/{name}"]["file"]
                yield family, weight, (Path(settings.FRONTEND_DIST) / file).as_uri()


class _OwnFiles(URLFetcher):
    """Pictures within the page and our own built files; nothing else is ever asked for."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        built = Path(settings.FRONTEND_DIST).resolve()
        path = Path(url.removeprefix("file://")).resolve()
        if not url.startswith("data:") and built not in path.parents:
            raise URLFetchingError(f"a report takes nothing from {url[:80]}")
        return super().fetch(url, headers)
