"""The heat model in the terminal: `./run manage heat STEP --config heat.toml`."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from heatmodel.demo.services import compute
from heatmodel.errors import HeatError
from heatmodel.raster.schedule import SERIAL, Schedule
from heatmodel.raster.tiles import bytes_of
from heatmodel.steps.config import read_config
from heatmodel.steps.table import STEPS, run_all

ALL, DEMO = "all", "demo"


class Command(BaseCommand):
    help = "Runs a step of the heat model, or all whose tables are in heat.toml."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("step", choices=[*STEPS, ALL, DEMO])
        parser.add_argument("--config", type=Path, help="heat.toml; demo needs none")
        parser.add_argument("--out", type=Path, help="folder for the results")
        parser.add_argument("--workers", type=int, default=2, help="with --scheduler threads")
        parser.add_argument(
            "--scheduler", default=SERIAL, help="serial, threads, or tcp://host:port of Dask"
        )
        parser.add_argument("--max-mem", type=_bytes, default="2G", help="as 500M or 2G")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["step"] == DEMO:
            self._demo()
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

    def _demo(self) -> None:
        try:
            run = compute(self.stdout.write)
        except HeatError as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(run.run_id)


def _bytes(text: str) -> int:
    try:
        return bytes_of(text)
    except (ValueError, KeyError) as problem:
        raise argparse.ArgumentTypeError(f"{text!r} is no amount of memory") from problem
