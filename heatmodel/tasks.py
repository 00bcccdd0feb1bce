"""Background jobs of heat: reading the weather service. Without addresses they do nothing."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from heatmodel.warnings import services


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="heatmodel.read_warnings", lock="heatmodel.read_warnings")
def read_warnings(timestamp: int) -> bool:
    """The warnings in force, every five minutes."""
    return services.read_warnings(datetime.now(UTC))


@app.periodic(cron="20 6-21 * * *")
@app.task(queueing_lock="heatmodel.read_trend", lock="heatmodel.read_trend")
def read_heat_trend(timestamp: int) -> bool:
    """Issued once a day, in the morning; asked for every hour until it is there."""
    return services.read_heat_trend(datetime.now(UTC))


@app.periodic(cron="35 * * * *")
@app.task(queueing_lock="heatmodel.read_weather", lock="heatmodel.read_weather")
def read_weather(timestamp: int) -> bool:
    """The point forecast, every hour."""
    return services.read_weather(datetime.now(UTC))
