"""Writing a scenario's rasters with what is to be known of them."""

from collections.abc import Sequence

from heatmodel.planning import rasters
from heatmodel.planning.computing import CLIMATE, Outcome
from heatmodel.raster.files import write_cog
from heatmodel.raster.provenance import Kind, Provenance, Source, source_of, write_sidecar
from heatmodel.results.origins import layers_as_sources
from heatmodel.results.queries import current_run
from heatmodel.results.survey import survey_of
from heatmodel.scenario.measures import Placed
from heatmodel.scenario.run import LOCAL, parameters_of

NOTES = ("Differences of a model, not calibrated; a tree is seen in the radiant temperature.",)
DRAWN_FROM = ("buildings", "built_up_areas", "green_areas", "streets", "trees", "water_areas")


def write(outcome: Outcome, measures: Sequence[Placed], folder: str) -> None:
    """Before, after and delta as COGs in `folder` below HEAT_DIR, each with its sidecar."""
    parameters = parameters_of(measures, outcome.conditions, CLIMATE)
    surveyed = bool(outcome.numbers["assumptions"]["survey"])
    provenance = Provenance("scenario", Kind.SCENARIO, _sources(surveyed), parameters, NOTES)
    for state in rasters.STATES:
        path = rasters.raster_of(folder, state)
        write_cog(path, outcome.whole_grid, outcome.whole[state], bands=LOCAL)
        write_sidecar(path, provenance)


def _sources(surveyed: bool) -> list[Source]:
    """The rasters of the survey, if it was read, and the layers that fill what it lacks."""
    survey = survey_of(current_run()) if surveyed else None
    return [
        *(source_of(path) for path in (survey.rasters if survey else ())),
        *layers_as_sources(DRAWN_FROM),
    ]
