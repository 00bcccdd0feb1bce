"""What was read from the weather service, and when: warnings, heat trend, hourly weather."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from heatmodel.warnings.errors import Failure
from heatmodel.warnings.trend import Outlook


class Feed(models.Model):
    """How reading one source went: the last try, the last success, and what failed since.

    `made_at` is when the content read last was made, as the source says; without a word of it,
    when it was first seen.
    """

    class Name(models.TextChoices):
        WARNINGS = "warnings", _("Hitzewarnungen")
        TREND = "trend", _("Hitzetrend")
        WEATHER = "weather", _("Wetter stündlich")

    name = models.CharField(_("Quelle"), max_length=10, primary_key=True, choices=Name.choices)
    tried_at = models.DateTimeField(_("zuletzt versucht"))
    read_at = models.DateTimeField(_("zuletzt gut gelesen"), null=True, blank=True)
    made_at = models.DateTimeField(_("Stand des Inhalts"), null=True, blank=True)
    failure = models.CharField(
        _("seitdem gescheitert"), max_length=12, blank=True, default="", choices=Failure.choices
    )
    etag = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name = _("Quelle des Wetterdienstes")
        verbose_name_plural = _("Quellen des Wetterdienstes")

    def __str__(self) -> str:
        return self.get_name_display()


class FeedSpan(models.Model):
    """A time through which a source was read without a gap; tells later what was known when."""

    feed = models.ForeignKey(Feed, models.CASCADE, related_name="spans")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["feed", "since"], name="heatmodel_feedspan_once"),
            models.CheckConstraint(
                condition=models.Q(since__lte=models.F("until")), name="heatmodel_feedspan_ordered"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.feed_id}: {self.since:%Y-%m-%d %H:%M} – {self.until:%Y-%m-%d %H:%M}"


class HeatWarning(models.Model):
    """A heat warning for the city, as the DWD sent it. Kept when it is over.

    It is known from `sent`, holds from `onset` to `expires` (NULL: until it is withdrawn), and
    ends at `ended_at` if an update, a cancellation or its silent absence ended it before.
    """

    identifier = models.CharField(max_length=200, unique=True)
    level = models.PositiveSmallIntegerField()
    sent = models.DateTimeField()
    onset = models.DateTimeField()
    expires = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    texts = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["sent"], name="heatmodel_heatwarning_sent")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(level__in=[1, 2]), name="heatmodel_heatwarning_level"
            ),
            models.CheckConstraint(
                condition=models.Q(expires=None) | models.Q(onset__lt=models.F("expires")),
                name="heatmodel_heatwarning_ordered",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.level}: {self.onset:%Y-%m-%d %H:%M}"


class HeatTrend(models.Model):
    """The outlook that the DWD gave on one day, day by day from it (`Outlook`)."""

    issued_on = models.DateField(unique=True)
    outlook = models.JSONField()

    def __str__(self) -> str:
        return f"{self.issued_on:%Y-%m-%d}"

    @property
    def days(self) -> list[Outlook]:
        return [Outlook(code) for code in self.outlook]


class WeatherHour(models.Model):
    """One hour of the point forecast, of its latest issue. The hour ends at `at`; NULL: unknown."""

    station = models.CharField(max_length=20)
    at = models.DateTimeField()
    issued_at = models.DateTimeField()
    air_c = models.FloatField(null=True)
    humidity_pct = models.FloatField(null=True)
    wind_ms = models.FloatField(null=True)
    global_wm2 = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["station", "at"], name="heatmodel_weatherhour_once")
        ]

    def __str__(self) -> str:
        return f"{self.station} {self.at:%Y-%m-%d %H:%M}"
