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
# Of the map's own layers; these need no heat.toml.
OF_THE_MAP = {"demo": demo, "coverage": coverage}


class Command(BaseCommand):
    help = "Runs a step of the heat model, or all whose tables are in heat.toml."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("step", choices=[*STEPS, ALL, *OF_THE_MAP])
        parser.add_argument("--config", type=Path, help="heat.toml; demo and coverage need none")
        parser.add_argument("--out", type=Path, help="folder for the results")
        parser.add_argument("--workers", type=int, default=2, help="with --scheduler threads")
        parser.add_argument(
            "--scheduler", default=SERIAL, help="serial, threads, or tcp://host:port of Dask"
        )
        parser.add_argument("--max-mem", type=_bytes, default="2G", help="as 500M or 2G")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["step"] in OF_THE_MAP:
            self._of_the_map(options["step"])
            return
        if options["config"] is None:
            raise CommandError("--config is missing")
        try:
            config = read_config(
                options["config"],
                out=options["out"],
                schedule=Schedule(options["scheduler"], options["workers"]),
                max_bytes=options["max_mem"],
                report=self.stdout.write,
            )
            step = options["step"]
            results = run_all(config) if step == ALL else STEPS[step].run(config)
        except HeatError as problem:
            raise CommandError(str(problem)) from problem
        for path in results:
            self.stdout.write(str(path))

    def _of_the_map(self, step: str) -> None:
        try:
            run = OF_THE_MAP[step].compute(self.stdout.write)
        except HeatError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(run.run_id)


def _bytes(text: str) -> int:
    try:
        return bytes_of(text)
    except (ValueError, KeyError) as problem:
        raise argparse.ArgumentTypeError(f"{text!r} is no amount of memory") from problem
