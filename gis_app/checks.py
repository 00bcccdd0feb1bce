"""Settings and surroundings under which the map would not work, found before the first request."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connections

MIN_KEY = 32  # characters
MIN_POSTGIS = (3, 3)


@register(Tags.security)
def check_secret_key(**_kwargs: Any) -> list[CheckMessage]:
    """An error where the map is published; a machine for trying things out may have any key."""
    if settings.DEBUG or len(settings.SECRET_KEY) >= MIN_KEY:
        return []
    level = Error if settings.HTTPS else Warning
    return [
        level(
            f"SECRET_KEY has fewer than {MIN_KEY} characters.",
            hint="Set SECRET_KEY to a long random text, or leave it out: `./run` makes one.",
            id="gis_app.E001",
        )
    ]


@register(Tags.security)
def check_hosts(**_kwargs: Any) -> list[CheckMessage]:
    if settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        return []
    return [
        Error(
            "ALLOWED_HOSTS is empty or lets every name through.",
            hint="Set ALLOWED_HOSTS to the names under which the map is called, with commas.",
            id="gis_app.E002",
        )
    ]


@register(Tags.staticfiles)
def check_frontend(**_kwargs: Any) -> list[CheckMessage]:
    """A warning, because migrations and imports need no front end."""
    manifest = Path(str(settings.DJANGO_VITE["default"]["manifest_path"]))
    if manifest.is_file():
        return []
    return [
        Warning(
            f"The front end is not built: {manifest} is missing.",
            hint="`./run` builds it; by hand: npm ci and npm run build in frontend/.",
            id="gis_app.W001",
        )
    ]


@register(Tags.translation)
def check_languages(**_kwargs: Any) -> list[CheckMessage]:
    """Every language but that of the sources has a compiled catalogue, not older than its text."""
    return [
        Warning(
            f"The texts in {name} ({code}) are missing or not compiled.",
            hint="Run `./run manage compilemessages`.",
            id="gis_app.W002",
        )
        for code, name in settings.LANGUAGES
        if code != settings.LANGUAGE_CODE and not _is_compiled(code, settings.LOCALE_PATHS)
    ]


@register(Tags.database)
def check_postgis(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    return [message for alias in databases or [] for message in _postgis(alias)]


def _postgis(alias: str) -> Iterable[CheckMessage]:
    with connections[alias].cursor() as cursor:
        cursor.execute("SELECT default_version FROM pg_available_extensions WHERE name = 'postgis'")
        row = cursor.fetchone()
    version = tuple(int(part) for part in row[0].split(".")[:2]) if row else ()
    if version < MIN_POSTGIS:
        yield Error(
            f"The database server of {alias!r} has no PostGIS {MIN_POSTGIS[0]}.{MIN_POSTGIS[1]} "
            "or newer.",
            hint="On Debian: apt install postgresql-15-postgis-3.",
            id="gis_app.E003",
        )


def _is_compiled(code: str, folders: Iterable[Path]) -> bool:
    for folder in folders:
        source = Path(folder) / code / "LC_MESSAGES" / "django.po"
        compiled = source.with_suffix(".mo")
        if source.is_file():
            return compiled.is_file() and compiled.stat().st_mtime >= source.stat().st_mtime
    return False
