"""The steps `scenario` and `validate`."""

import json
import os
from dataclasses import asdict
from pathlib import Path

import numpy as np

from heatmodel.comfort.weather import Weather
from heatmodel.errors import BadConfig, BadMeasure
from heatmodel.raster.files import grid_of_file, values_at
from heatmodel.raster.provenance import Kind
from heatmodel.scenario.lenses import Climate, Conditions
from heatmodel.scenario.measures import Placed, read_measures
from heatmodel.scenario.run import City, parameters_of, run_scenario
from heatmodel.steps.config import Config, Section
from heatmodel.tables import read_covers, read_measurements, read_weather
from heatmodel.validate import skill

NOTES = ("Differences of a model, not calibrated; a tree is seen in the radiant temperature.",)


def scenario(config: Config) -> list[Path]:
    """`scenario/<name>/` with before, after and delta of both lenses for [scenario] `measures`
    (GeoJSON), on `day`, at the hour `time` of `weather`; rasters as of [shade] and [cooling].
    """
    section = config.section("scenario")
    measures_file = section.path("measures")
    city = city_of(config)
    measures = _measures(measures_file, grid_of_file(city.surface).crs)
    conditions, weather_file = _conditions(config, section, city)
    climate = climate_of(config)
    folder = config.out / "scenario" / section.get("name", str, measures_file.stem)
    made = run_scenario(
        city,
        measures,
        conditions,
        climate,
        folder,
        schedule=config.schedule,
        max_bytes=config.max_bytes,
        progress=lambda share: config.report(f"{share:.0%}"),
    )
    inputs = [*city.files, measures_file, weather_file, config.section("cooling").path("table")]
    parameters = parameters_of(measures, conditions, climate)
    for path in made.files:
        config.finish(path, "scenario", Kind.SCENARIO, inputs, parameters, NOTES)
    summary = folder / "summary.json"
    _write_json(summary, dict(made.summary))
    return [*made.files, config.finish(summary, "scenario", Kind.SCENARIO, inputs, parameters)]


def city_of(config: Config) -> City:
    """The city's files as [shade] and [cooling] name them."""
    shade, cooling = config.section("shade"), config.section("cooling")
    et0 = cooling.values.get("et0")
    return City(
        surface=shade.path("surface"),
        canopy=shade.path("canopy"),
        land_cover=cooling.path("land_cover"),
        table=read_covers(cooling.path("table")),
        et0_mm=cooling.path("et0") if isinstance(et0, str) else cooling.get("et0", float),
    )


def climate_of(config: Config) -> Climate:
    """The hot day and night of [cooling]."""
    section = config.section("cooling")
    names = ("t_ref_day_c", "t_ref_night_c", "uhi_max_day_k", "uhi_max_night_k")
    more = ("cooling_distance_m", "air_radius_m")
    given = {name: section.get(name, float) for name in more if section.has(name)}
    return Climate(**{name: section.get(name, float) for name in names}, **given)


def _measures(path: Path, crs: str) -> list[Placed]:
    try:
        return read_measures(json.loads(path.read_text("utf-8")), crs)
    except (OSError, ValueError) as problem:
        raise BadMeasure(f"{path.name}: {problem}") from problem


def _conditions(config: Config, section: Section, city: City) -> tuple[Conditions, Path]:
    path = (
        section.path("weather")
        if section.has("weather")
        else config.section("comfort").path("weather")
    )
    hours = [weather for weather, _ in read_weather(path)]
    lon, lat = config.place_of(grid_of_file(city.surface))
    chosen = _chosen(section, hours)
    zone = config.zone
    return Conditions(chosen.time.date(), chosen, lon, lat, zone=zone), path


def _chosen(section: Section, hours: list[Weather]) -> Weather:
    """The hour [scenario] `time` names, or the one with the most sun."""
    if not section.has("time"):
        return max(hours, key=lambda weather: weather.global_wm2)
    wanted = str(section.values["time"])
    for weather in hours:
        if weather.time.isoformat(timespec="minutes").startswith(wanted):
            return weather
    raise BadConfig(f"[scenario] time: the weather has no {wanted}")


def validate(config: Config) -> list[Path]:
    """`validation.json`: how `raster` meets the `measurements` (CSV) of [validate]."""
    section = config.section("validate")
    raster, table = section.path("raster"), section.path("measurements")
    grid = grid_of_file(raster)
    points, measured = read_measurements(table, grid.crs)
    modelled = values_at(raster, points, section.get("band", int, 1))
    found = skill(modelled, measured)
    path = config.out / "validation.json"
    numbers = {name: None if np.isnan(value) else value for name, value in asdict(found).items()}
    _write_json(path, {**numbers, "outside_or_unknown": int(np.isnan(modelled).sum())})
    config.report(f"n {found.n}, RMSE {found.rmse:.2f}, bias {found.bias:+.2f}, R² {found.r2:.2f}")
    return [config.finish(path, "validate", Kind.MODELLED, [raster, table], {"n": found.n})]


def _write_json(path: Path, content: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}")
    draft.write_text(json.dumps(content, indent=1, sort_keys=True, allow_nan=False) + "\n", "utf-8")
    os.replace(draft, path)
