"""The heat model in the terminal: `./run manage heat STEP --config heat.toml`."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from heatmodel.coverage import services as coverage
from heatmodel.demo import services as demo
from heatmodel.errors import HeatError
from heatmodel.raster.schedule import SERIAL, Schedule
from heatmodel.raster.tiles import bytes_of
from heatmodel.steps.config import read_config
from heatmodel.steps.table import STEPS, run_all

ALL = "all"
DEMO = "demo"


class Command(BaseCommand):
    help = "Runs a step of the heat model, or all whose tables are in heat.toml."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("step", choices=[*STEPS, ALL, DEMO])
        parser.add_argument(
            "--config",
            type=Path,
            help="heat.toml; demo needs none, and coverage without it is the map's own",
        )
        parser.add_argument("--out", type=Path, help="folder for the results")
        parser.add_argument("--workers", type=int, default=2, help="with --scheduler threads")
        parser.add_argument(
            "--scheduler", default=SERIAL, help="serial, threads, or tcp://host:port of Dask"
        )
        parser.add_argument("--max-mem", type=_bytes, default="2G", help="as 500M or 2G")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            results = self._run(options)
        except HeatError as problem:
            raise CommandError(str(problem)) from problem
        for line in results:
            self.stdout.write(str(line))

    def _run(self, options: dict[str, Any]) -> list[Any]:
        step, said = options["step"], self.stdout.write
        schedule = Schedule(options["scheduler"], options["workers"])
        if step == DEMO:
            return [demo.compute(said, schedule=schedule, max_bytes=options["max_mem"]).run_id]
        if step == "coverage" and options["config"] is None:
            return [coverage.compute(said).run_id]
        if options["config"] is None:
            raise CommandError("--config is missing")
        config = read_config(
            options["config"],
            out=options["out"],
            schedule=schedule,
            max_bytes=options["max_mem"],
            report=said,
        )
        return list(run_all(config) if step == ALL else STEPS[step].run(config))


def _bytes(text: str) -> int:
    try:
        return bytes_of(text)
    except (ValueError, KeyError) as problem:
        raise argparse.ArgumentTypeError(f"{text!r} is no amount of memory") from problem
