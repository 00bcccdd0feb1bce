"""The background job of a scenario: reads, computes, draws, keeps; tells its progress meanwhile."""

import logging
from uuid import UUID

from django.utils import translation

from heatmodel.errors import HeatError, TooLarge
from heatmodel.planning import keeping, pictures, rasters, reports, services
from heatmodel.planning.computing import CRS, Outcome, compute, looked_at
from heatmodel.planning.ground import ground_of, residents
from heatmodel.planning.models import Scenario, ScenarioReport
from heatmodel.scenario.measures import read_measures

logger = logging.getLogger(__name__)

MAX_REPORT_BYTES = 20_000_000


def run(key: UUID, version: int, language: str) -> bool:
    """Compute the scenario's draft of `version`; False if it is another by now, or if it failed.

    Reports in `language` are asked for, so that they are there when somebody wants them.
    What goes wrong in the computation is told in the scenario; anything else also fails the job.
    """
    scenario = services.begin(key, version)
    if scenario is None:
        return False
    folder = rasters.new_folder(scenario)
    try:
        _compute(scenario, version, folder)
    except HeatError as error:
        logger.warning("scenario %s: %s", key, error)
        services.fail(key, str(error))
        rasters.forget({folder})
        return False
    except BaseException:
        services.fail(key, "")
        rasters.forget({folder})
        raise
    for form in ScenarioReport.Form:
        services.ask_for_report(key, form, language)
    return True


def report(key: UUID, version: int, form: str, language: str) -> None:
    """Make a report of the result of `version`; nothing if another has taken its place.

    Raises TooLarge beyond MAX_REPORT_BYTES. A report that fails may be asked for again.
    """
    scenario = Scenario.objects.filter(key=key, computed_version=version).first()
    if scenario is None:
        return
    make = {ScenarioReport.Form.PDF: reports.pdf, ScenarioReport.Form.HTML: reports.html_map}
    try:
        with translation.override(language):
            content = make[ScenarioReport.Form(form)](scenario)
        if len(content) > MAX_REPORT_BYTES:
            raise TooLarge(f"a report of {len(content) / 1e6:.0f} MB")
    except BaseException:
        services.drop_report(key, version, form, language)
        raise
    services.keep_report(key, version, form, language, content)


def _compute(scenario: Scenario, version: int, folder: str) -> None:
    measures = read_measures(scenario.measures, CRS)
    outcome = compute(
        measures,
        ground_of(looked_at(measures)),
        residents,
        lambda percent: services.tell_progress(scenario.key, percent),
    )
    keeping.write(outcome, measures, folder)
    drawn = pictures.draw(outcome, measures)
    services.finish(scenario.key, version, _kept(outcome), drawn, folder)


def _kept(outcome: Outcome) -> dict[str, object]:
    """Numbers and the shapes to publish, as JSON; shapes in EPSG:25832."""
    effects = [
        {
            "effect": one.effect,
            "wkt": one.shape.wkt,
            "pet_before_c": one.pet_before_c,
            "pet_after_c": one.pet_after_c,
            "pet_delta_k": one.pet_delta_k,
            "shade_delta_h": one.shade_delta_h,
        }
        for one in outcome.effects
    ]
    return {**outcome.numbers, "effects": effects, "bounds": outcome.grid.bounds}
