"""Who is to be warned, and of what they have been."""

from django.db import models
from django.db.models.functions import Upper

from accounts.models import Consent


class Subscription(models.Model):
    """An address that asked for warnings. Nothing is sent to it until it is confirmed.

    One that waits for its confirmation may stand beside the confirmed one that it would change.
    """

    address = models.EmailField()
    language = models.CharField(max_length=10)
    level = models.PositiveSmallIntegerField()  # warnings from this one on
    created_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    consent = models.ForeignKey(
        Consent, models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Upper("address"),
                condition=models.Q(confirmed_at__isnull=False),
                name="heatmodel_subscription_once",
            ),
            models.UniqueConstraint(
                Upper("address"),
                condition=models.Q(confirmed_at=None),
                name="heatmodel_subscription_waits_once",
            ),
            models.CheckConstraint(
                condition=models.Q(level__in=[1, 2]), name="heatmodel_subscription_level"
            ),
            models.CheckConstraint(
                condition=models.Q(confirmed_at=None) | models.Q(consent__isnull=False),
                name="heatmodel_subscription_consented",
            ),
        ]

    def __str__(self) -> str:
        return f"subscription {self.pk}"  # logs and errors must not name the address


class Notice(models.Model):
    """That a subscription was told of a warning: once for a day on which it begins and a level."""

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="notices")
    day = models.DateField()
    level = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subscription", "day", "level"], name="heatmodel_notice_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d}: {self.level}"
