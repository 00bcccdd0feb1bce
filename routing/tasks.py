"""Background jobs of routing; each calls one service."""

from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from routing.errors import NoNetwork
from routing.school import catching


@app.task(queueing_lock="routing.compute_catchments", lock="routing.compute_catchments")
def compute_catchments() -> bool:
    """Which primary school is the nearest from where; False without a network."""
    try:
        catching.refresh()
    except NoNetwork:
        return False
    return True


@app.periodic(cron="50 3 * * *")
@app.task(queueing_lock="routing.catchments_nightly", pass_context=False)
def catchments_nightly(timestamp: int) -> bool:
    """At night, for schools, their entrances and ways change one by one."""
    return compute_catchments_later()


def compute_catchments_later() -> bool:
    """False if it waits already."""
    try:
        compute_catchments.defer()
    except AlreadyEnqueued:
        return False
    return True
