"""Background jobs of heat: the weather service, the demonstration, planners' scenarios.

Without addresses of the weather service its jobs do nothing.
"""

from datetime import UTC, datetime
from importlib import import_module
from uuid import UUID

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from heatmodel.models import HeatRun
from heatmodel.results.queries import current_run, is_stale, is_superseded
from heatmodel.warnings import services
from heatmodel.warnings.subscription import services as subscription


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="heatmodel.read_warnings", lock="heatmodel.read_warnings")
def read_warnings(timestamp: int) -> bool:
    """The warnings in force, every five minutes."""
    return services.read_warnings(datetime.now(UTC))


@app.periodic(cron="1-59/5 * * * *")
@app.task(queueing_lock="heatmodel.announce", lock="heatmodel.announce")
def announce_warnings(timestamp: int) -> int:
    """A minute after they were read."""
    return subscription.announce(datetime.now(UTC))


@app.periodic(cron="47 * * * *")
@app.task(queueing_lock="heatmodel.forget_unconfirmed")
def forget_unconfirmed(timestamp: int) -> int:
    """Every hour."""
    return subscription.forget_unconfirmed(datetime.now(UTC))


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


@app.task(queueing_lock="heatmodel.compute_demo", lock="heatmodel.compute_demo")
def compute_demo() -> str:
    """Zones, islands and shade of the demonstration, some minutes after its data was loaded."""
    # Its numeric libraries are loaded by this job alone, not by every process that knows of it.
    services = import_module("heatmodel.demo.services")
    run_id = str(services.compute().run_id)
    compute_coverage_later()
    return run_id


@app.periodic(cron="40 3 * * *")
@app.task(queueing_lock="heatmodel.coverage_nightly", pass_context=False)
def coverage_nightly(timestamp: int) -> bool:
    """At night, if places, ways or people have changed since."""
    run = current_run(HeatRun.About.COVERAGE)
    return run is not None and is_stale(run) and compute_coverage_later()


@app.task(queueing_lock="heatmodel.compute_coverage", lock="heatmodel.compute_coverage")
def compute_coverage() -> str:
    """Who reaches an open cool place in which hour of a week, and the ranks of heat zones."""
    services = import_module("heatmodel.coverage.services")
    return str(services.compute().run_id)


def compute_coverage_later() -> bool:
    """False if it waits already."""
    try:
        compute_coverage.defer()
    except AlreadyEnqueued:
        return False
    return True


def renew_coverage(**_signal: object) -> bool:
    """After migrations: queue what an older release computed, so that nobody need know of it."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return False  # tables of this release are not all there yet
    run = current_run(HeatRun.About.COVERAGE)
    return run is not None and is_superseded(run) and compute_coverage_later()


def compute_demo_later(**_signal: object) -> str:
    """Queue it if there is no result yet or its input has changed since; a line that says so."""
    run = current_run()
    if run is not None and not is_stale(run):
        return ""
    try:
        compute_demo.defer()
    except AlreadyEnqueued:
        return ""
    return gettext("Das Hitzemodell rechnet im Hintergrund.")


@app.task(queue="heat")
def compute_scenario(key: str, version: int, language: str) -> bool:
    """What a planner's measures would change; whether it came to a result."""
    running = import_module("heatmodel.planning.running")
    return bool(running.run(UUID(key), version, language))


@app.task(queue="heat")
def make_report(key: str, version: int, form: str, language: str) -> None:
    """A report of a scenario as PDF or HTML; what makes them is loaded by this job alone."""
    running = import_module("heatmodel.planning.running")
    running.report(UUID(key), version, form, language)
