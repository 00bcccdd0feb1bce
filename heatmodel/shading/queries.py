"""Shade at a point in time: the raster behind the map's picture, and the shares of places."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from django.conf import settings

from heatmodel.models import HeatRun, PlaceShade
from heatmodel.results.queries import current_run
from heatmodel.shading.moments import HALF_MONTHS, Moment, named
from heatmodel.symbols import INDOOR
from layers.registry import Picture, Pictures

_DEFAULT = Moment(half_month=12, hour=9)  # the 8th of July, 15 o'clock


def raster_folder(run: HeatRun) -> Path:
    """Where the rasters of `run` lie, below HEAT_DIR."""
    return settings.HEAT_DIR / run.folder


def shade_file(folder: Path, half_month: int) -> Path:
    """One raster a day: bit k of a cell is set if it lies in shade at stored hour k."""
    return folder / f"shade-{half_month:02d}.tif"


def current_pictures() -> Pictures | None:
    """The shade of the current run; None without one, or if its rasters are gone."""
    run = current_run()
    if run is None or not run.folder:
        return None
    folder = raster_folder(run)
    if not all(shade_file(folder, one).is_file() for one in range(HALF_MONTHS)):
        return None

    def find(variant: str) -> Picture | None:
        moment = named(variant)
        if moment is None:
            return None
        return Picture(shade_file(folder, moment.half_month), bit=moment.hour)

    return Pictures(run.run_id, _DEFAULT.name, find, (run.dataset_id,))


def shade_day(run: HeatRun | None, half_month: int) -> date | None:
    """The day whose sun stands for a half month in `run`."""
    if run is None or run.shade_year is None:
        return None
    return Moment(half_month, None).day(run.shade_year)


def is_night(run: HeatRun, moment: Moment) -> bool:
    """Whether the sun is down at a stored hour; every hour that is not stored is night."""
    if moment.hour is None:
        return True
    return run.sun_bits is not None and not run.sun_bits[moment.half_month] >> moment.hour & 1


@dataclass(frozen=True)
class Shades:
    """Shade of places at one moment. `shares` are percent by place; None is unknown.

    `is_night`: the sun is down or too low for a stored hour. Without `run` nothing was computed.
    """

    run: HeatRun | None
    moment: Moment
    shares: dict[int, int | None]
    is_night: bool = False

    @property
    def variant(self) -> str:
        """The picture of the raster layer that shows this moment; empty in the night."""
        return "" if self.is_night else self.moment.name

    @property
    def day(self) -> date | None:
        """The day whose sun was taken."""
        return shade_day(self.run, self.moment.half_month)

    def of(self, place_id: int, kind: str) -> "Shade":
        """What is known of one place of a kind of CoolPlace."""
        if self.run is None:
            return Shade("none")
        if kind in INDOOR:
            return Shade("indoor")
        if self.is_night:
            return Shade("night")
        share = self.shares.get(place_id)
        return Shade("unknown") if share is None else Shade("known", share)


@dataclass(frozen=True)
class Shade:
    """Shade of one place at one moment: rooms and the night have no sun; `percent` if known."""

    state: Literal["none", "indoor", "night", "known", "unknown"]
    percent: int | None = None

    @property
    def ring(self) -> str:
        """As the sign's ring shows it: a percentage, "unknown", or empty for none."""
        if self.state == "known":
            return str(self.percent)
        return {"indoor": "100", "night": "100", "unknown": "unknown"}.get(self.state, "")


def shades_at(moment: Moment, place_ids: Iterable[int]) -> Shades:
    """The share of shade of each place; two queries."""
    run = current_run()
    if run is None or is_night(run, moment):
        return Shades(run, moment, {}, is_night=run is not None)
    rows = PlaceShade.objects.filter(
        run=run, half_month=moment.half_month, place__in=list(place_ids)
    ).values_list("place", f"shares__{moment.hour}")
    return Shades(run, moment, dict(rows))


def day_of(place_id: int, half_month: int) -> PlaceShade | None:
    """All stored hours of one day at one place in the current run."""
    run = current_run()
    if run is None:
        return None
    found = PlaceShade.objects.filter(run=run, half_month=half_month, place=place_id)
    return found.select_related("run").first()
