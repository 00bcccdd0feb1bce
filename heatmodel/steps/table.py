"""The steps by name, in the order in which `all` runs them.

A step is a function of a Config that returns the files it wrote. To add one, write it, name it
here at its place, and say in which table of heat.toml it is configured: `all` runs the steps
whose table is there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from heatmodel.errors import BadConfig
from heatmodel.steps.config import Config

Run = Callable[[Config], list[Path]]


@dataclass(frozen=True)
class Step:
    """`where` is module:function, imported when it runs; `needs` a table of heat.toml."""

    name: str
    where: str
    needs: str

    def run(self, config: Config) -> list[Path]:
        module, function = self.where.split(":")
        run: Run = getattr(import_module(module), function)
        return run(config)


STEPS = {
    step.name: step
    for step in (
        Step("lst", "heatmodel.steps.surface:lst", "lst"),
        Step("ndvi", "heatmodel.steps.surface:ndvi", "ndvi"),
        Step("heights", "heatmodel.steps.light:heights", "heights"),
        Step("shade", "heatmodel.steps.light:shade", "shade"),
        Step("svf", "heatmodel.steps.light:svf", "shade"),
        Step("comfort", "heatmodel.steps.climate:comfort", "comfort"),
        Step("cooling", "heatmodel.steps.climate:cooling", "cooling"),
        Step("zones", "heatmodel.steps.areas:zones", "zones"),
        Step("exposure", "heatmodel.steps.areas:exposure", "exposure"),
        Step("coverage", "heatmodel.coverage.files:coverage", "coverage"),
        Step("priority", "heatmodel.steps.areas:priority", "priority"),
        Step("load", "heatmodel.results.loading:load", "load"),
        Step("scenario", "heatmodel.steps.scenarios:scenario", "scenario"),
        Step("validate", "heatmodel.steps.scenarios:validate", "validate"),
    )
}


def run_all(config: Config) -> list[Path]:
    """Every step whose table is in heat.toml, in order. Raises BadConfig if there is none."""
    chosen = [step for step in STEPS.values() if config.has(step.needs)]
    if not chosen:
        raise BadConfig("heat.toml has no table of any step")
    results = []
    for step in chosen:
        config.report(f"— {step.name}")
        results += step.run(config)
    return results
