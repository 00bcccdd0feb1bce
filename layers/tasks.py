"""Background jobs of the layers; each calls one service."""

from datetime import UTC, datetime

from procrastinate.contrib.django import app

from layers.editing.schedule import follow_valid_time
from layers.media.services import delete_unused
from layers.suggestions.services import forget_addresses


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="follow_valid_time", pass_context=False)
def publish_by_valid_time(timestamp: int) -> int:
    """Every minute, at the minute."""
    return follow_valid_time(datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="29 3 * * *")
@app.task(queueing_lock="forget_addresses", pass_context=False)
def forget_suggestions_addresses(timestamp: int) -> int:
    """Every night."""
    return forget_addresses(datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="37 3 * * *")
@app.task(queueing_lock="delete_unused_photos", pass_context=False)
def delete_unused_photos(timestamp: int) -> int:
    """Every night."""
    return delete_unused(datetime.fromtimestamp(timestamp, UTC))
