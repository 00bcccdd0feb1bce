"""Reading the weather service: each call is one reading, and a second one changes nothing.

What cannot be read leaves what was read before in place, and the feed says why.
"""

import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from heatmodel.warnings import cap, mosmix
from heatmodel.warnings.download import MIB, Answer, fetch
from heatmodel.warnings.errors import Empty, FeedError, Frozen, NotOurs
from heatmodel.warnings.models import Feed, FeedSpan, HeatTrend, HeatWarning, WeatherHour
from heatmodel.warnings.queries import WARNINGS_GO_STALE
from heatmodel.warnings.trend import read_trend
from layers.ground.models import City

logger = logging.getLogger(__name__)

_KEEP_HOURS = timedelta(days=14)  # of weather that is over
_MAX_TREND = 4 * MIB

# Content older than that tells nothing of the present: the DWD is taken to write its file of
# warnings anew every few minutes and a point forecast four times a day. The trend has its day.
MAX_AGE = {Feed.Name.WARNINGS: timedelta(hours=6), Feed.Name.WEATHER: timedelta(days=1)}

Take = Callable[[bytes], None]


def read_warnings(now: datetime) -> bool:
    """Read the warnings in force from DWD_WARNINGS_URL; whether it went well.

    Without an address nothing is done, and the answer is False.
    """
    return _read(
        Feed.Name.WARNINGS,
        settings.DWD_WARNINGS_URL,
        now,
        lambda content: _take_warnings(cap.read_alerts(content, _cells()), now),
    )


def read_heat_trend(now: datetime) -> bool:
    """Read the trend issued on the day of `now` from DWD_TREND_URL, whose `{date}` it becomes."""
    day = timezone.localtime(now).date()
    if HeatTrend.objects.filter(issued_on=day).exists():
        return True
    city = City.objects.only("name").first()

    def take(content: bytes) -> None:
        codes = read_trend(content, area=settings.DWD_TREND_AREA, city=city.name if city else "")
        _take_trend(day, [int(code) for code in codes])

    url = settings.DWD_TREND_URL.replace("{date}", f"{day:%Y%m%d}")
    return _read(Feed.Name.TREND, url, now, take, max_bytes=_MAX_TREND)


def read_weather(now: datetime) -> bool:
    """Read the hourly point forecast from DWD_WEATHER_URL."""
    return _read(
        Feed.Name.WEATHER,
        settings.DWD_WEATHER_URL,
        now,
        lambda content: _take_weather(
            mosmix.read_forecast(content, station=settings.DWD_WEATHER_STATION), now
        ),
    )


def warning_cells() -> frozenset[str]:
    """The DWD's cells of the city: as configured, else its municipality and its district.

    A cell's id is 8 (municipality) or 1 (district) before the official key of 8 digits.
    """
    if settings.DWD_WARNING_CELLS:
        return frozenset(settings.DWD_WARNING_CELLS)
    city = City.objects.only("ags").first()
    if city is None or len(city.ags) != 8:
        return frozenset()
    return frozenset({f"8{city.ags}", f"1{city.ags[:5]}000"})


def _cells() -> frozenset[str]:
    """Raises NotOurs: without a cell every warning would pass unseen."""
    if cells := warning_cells():
        return cells
    raise NotOurs("warnings: no warning cell is known")


def _read(
    name: Feed.Name, url: str, now: datetime, take: Take, *, max_bytes: int = 64 * MIB
) -> bool:
    if not url:
        return False
    feed, _created = Feed.objects.get_or_create(name=name, defaults={"tried_at": now})
    feed.tried_at = now
    try:
        answer = fetch(url, etag=feed.etag, max_bytes=max_bytes)
        feed.made_at = _made_at(feed, answer, now)
        with transaction.atomic():
            if answer.content is not None:
                take(answer.content)
            feed.read_at, feed.failure, feed.etag = now, "", answer.etag
            feed.save()
            _extend_span(feed, now)
    except FeedError as error:
        logger.warning("%s: %s (%s)", name.value, error.failure.value, error)
        Feed.objects.filter(pk=feed.pk).update(tried_at=now, failure=error.failure)
        return False
    return True


def _made_at(feed: Feed, answer: Answer, now: datetime) -> datetime:
    """When the content of `answer` was made; Frozen if that is too long ago."""
    unchanged = answer.content is None and feed.made_at
    made_at = answer.made_at or unchanged or now
    limit = MAX_AGE.get(Feed.Name(feed.name))
    if limit and made_at < now - limit:
        Feed.objects.filter(pk=feed.pk).update(made_at=made_at)
        raise Frozen(f"made {made_at:%Y-%m-%d %H:%M} UTC")
    return made_at


def _extend_span(feed: Feed, now: datetime) -> None:
    newest = feed.spans.order_by("-since").first()
    if newest and newest.until <= now <= newest.until + WARNINGS_GO_STALE:
        FeedSpan.objects.filter(pk=newest.pk).update(until=now)
    elif newest is None or newest.until < now:
        FeedSpan.objects.create(feed=feed, since=now, until=now)


def _take_warnings(alerts: cap.Alerts, now: datetime) -> None:
    """Warnings that are new or changed, the end of those replaced, and of those no longer told."""
    held = HeatWarning.objects.filter(ended_at=None).filter(Q(expires=None) | Q(expires__gt=now))
    if not alerts.messages and held.exists():
        raise Empty("no message at all, while a warning was in force")
    told = [_keep(alert) for alert in alerts.heat if alert.identifier not in alerts.ended]
    for identifier, at in alerts.ended.items():
        HeatWarning.objects.filter(identifier=identifier, ended_at=None).update(ended_at=at)
    held.exclude(identifier__in=told).update(ended_at=now)


def _keep(alert: cap.Alert) -> str:
    values = {
        "level": alert.level,
        "sent": alert.sent,
        "onset": alert.onset,
        "expires": alert.expires,
        "texts": {language: dict(texts) for language, texts in alert.texts.items()},
        "ended_at": None,
    }
    kept, created = HeatWarning.objects.get_or_create(identifier=alert.identifier, defaults=values)
    if not created and any(getattr(kept, name) != value for name, value in values.items()):
        HeatWarning.objects.filter(pk=kept.pk).update(**values)
    return alert.identifier


def _take_trend(day: date, codes: list[int]) -> None:
    HeatTrend.objects.update_or_create(issued_on=day, defaults={"outlook": codes})


def _take_weather(forecast: mosmix.Forecast, now: datetime) -> None:
    """The newer issue wins hour by hour; an older one than that known writes nothing."""
    known = WeatherHour.objects.filter(
        station=forecast.station, issued_at__gte=forecast.issued_at
    ).values_list("at", flat=True)
    newer = set(known)
    WeatherHour.objects.bulk_create(
        [
            WeatherHour(
                station=forecast.station,
                at=hour.at,
                issued_at=forecast.issued_at,
                air_c=hour.air_c,
                humidity_pct=hour.humidity_pct,
                wind_ms=hour.wind_ms,
                global_wm2=hour.global_wm2,
            )
            for hour in forecast.hours
            if hour.at not in newer
        ],
        update_conflicts=True,
        unique_fields=["station", "at"],
        update_fields=["issued_at", "air_c", "humidity_pct", "wind_ms", "global_wm2"],
    )
    WeatherHour.objects.filter(at__lt=now - _KEEP_HOURS).delete()
