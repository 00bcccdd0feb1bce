"""The background job of a scenario: reads, computes, draws, keeps; tells its progress meanwhile."""

import logging
from uuid import UUID

from heatmodel.errors import HeatError
from heatmodel.planning import pictures, services
from heatmodel.planning.computing import CRS, Outcome, compute
from heatmodel.planning.ground import Ground, residents
from heatmodel.scenario.measures import read_measures

logger = logging.getLogger(__name__)


def run(key: UUID, version: int) -> bool:
    """Compute the scenario's draft of `version`; False if it is another by now, or if it failed.

    What goes wrong in the computation is told in the scenario; anything else also fails the job.
    """
    scenario = services.begin(key, version)
    if scenario is None:
        return False
    try:
        measures = read_measures(scenario.measures, CRS)
        outcome = compute(
            measures, Ground(), residents, lambda percent: services.tell_progress(key, percent)
        )
        drawn = pictures.draw(outcome, measures)
    except HeatError as error:
        logger.warning("scenario %s: %s", key, error)
        services.fail(key, str(error))
        return False
    except BaseException:
        services.fail(key, "")
        raise
    services.finish(key, version, _kept(outcome), drawn)
    return True


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
