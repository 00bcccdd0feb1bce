"""What the commands that read one layer share: the dataset, the progress bar, the report."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from tqdm import tqdm

from layers.ground.models import Dataset
from layers.importing.errors import ImportProblem
from layers.importing.models import ImportRun
from layers.importing.readers.reading import Finding, Reading
from layers.importing.records import Record
from layers.importing.reports import report


class ImportCommand(BaseCommand):
    """A command whose `run` imports one source. Problems become a plain message."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--max-shrink",
            type=float,
            default=0.3,
            help="share of the dataset's rows that may disappear (default 0.3)",
        )
        parser.add_argument(
            "--overwrite-edits", action="store_true", help="also change rows edited by people"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run = self.run(**options)
        except ImportProblem as problem:
            raise CommandError(str(problem)) from problem
        self.stdout.write(report([run]))

    def run(self, **options: Any) -> ImportRun:
        raise NotImplementedError

    def tell(self, reading: Reading) -> None:
        """What the reader found and what it guessed, before the rows are read."""
        for finding in reading.findings:
            self.stdout.write(line_of(finding))
        self.stdout.write("")


def line_of(finding: Finding) -> str:
    guessed = _(" (erraten)") if finding.guessed else ""
    return f"{finding.title}: {finding.value}{guessed}"


def watched(records: Iterable[Record], verbosity: int) -> Iterable[Record]:
    """`records` behind a progress bar on stderr."""
    unit = _(" Objekte")
    return tqdm(records, unit=unit, file=sys.stderr, mininterval=0.5, disable=not verbosity)


def dataset_called(slug: str, described: dict[str, str]) -> Dataset:
    """The dataset `slug`; made from `described` if there is none and title, publisher and
    licence are given."""
    found = Dataset.objects.filter(slug=slug).first()
    if found is not None:
        return found
    if not all(described.get(key) for key in ("title", "publisher", "licence")):
        known = ", ".join(Dataset.objects.order_by("slug").values_list("slug", flat=True)) or "–"
        raise CommandError(
            _(
                "Den Datensatz „%(slug)s“ gibt es nicht. Vorhanden: %(known)s. Ein neuer braucht "
                "--title, --publisher und --licence."
            )
            % {"slug": slug, "known": known}
        )
    attribution = described.get("attribution") or described["publisher"]
    return Dataset.objects.create(slug=slug, **{**described, "attribution": attribution})
