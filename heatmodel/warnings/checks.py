"""Settings under which the weather service could not be read, found before the first try."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

_ADDRESSES = ("DWD_WARNINGS_URL", "DWD_TREND_URL", "DWD_WEATHER_URL")


@register
def check_weather_service(**_kwargs: Any) -> list[CheckMessage]:
    return [*_addresses(), *_cells()]


def _addresses() -> Iterator[CheckMessage]:
    for name in _ADDRESSES:
        url = getattr(settings, name)
        if url and (urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).netloc):
            yield Error(
                f"{name} is no http or https address.",
                hint=f"Correct {name}, or leave it out: then nothing is read.",
                id="heatmodel.E001",
            )


def _cells() -> Iterator[CheckMessage]:
    for cell in settings.DWD_WARNING_CELLS:
        if not (cell.isdecimal() and len(cell) == 9):
            yield Error(
                f"DWD_WARNING_CELLS holds {cell!r}, which is no warning cell.",
                hint="A cell has nine digits, like 805915000; leave it out to take the city's own.",
                id="heatmodel.E002",
            )
