"""The bulk writer: records in, one transaction, an honest report out."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import User
from layers.editing.changes import change_set
from layers.editing.models import ChangeSet
from layers.editing.slugs import free_slugs
from layers.ground.models import City, Dataset
from layers.importing.checks import Checker, importable_fields
from layers.importing.errors import (
    DatabaseRefused,
    ImportProblem,
    NotAllowedToImport,
    NothingUsable,
    SourceEmpty,
    SourceShrank,
    UnknownFields,
)
from layers.importing.models import ImportRun
from layers.importing.reasons import Reasons
from layers.importing.records import Record
from layers.importing.staging import Staging
from layers.registry import Layer

logger = logging.getLogger(__name__)

BATCH = 2_000  # records in memory at a time


@dataclass(frozen=True)
class Policy:
    """How far an import may go. `max_shrink` is the share of rows it may withdraw."""

    max_shrink: float = 0.3
    withdraw: bool = True
    overwrite_edits: bool = False
    empty_ok: bool = False  # an empty source is an answer, not a failure


def import_records(
    layer: Layer,
    dataset: Dataset,
    records: Iterable[Record],
    *,
    source: str,
    account: User | None = None,
    door: str = "import",
    sha256: str = "",
    max_shrink: float = 0.3,
    withdraw: bool = True,
    overwrite_edits: bool = False,
    empty_ok: bool = False,
) -> ImportRun:
    """Make the rows of `dataset` in `layer` equal to `records`, which are consumed lazily.

    Rows are matched by source id, so primary keys, slugs and links survive. A field that no
    record names is left as it is. Rows the source no longer has are deleted (their history
    stays) if `withdraw`; rows whose record was rejected stay as they are. Rows edited by a
    person since the last import stay too, and are reported, unless `overwrite_edits`.
    A second, identical import writes no feature and raises no revision.

    Raises an ImportProblem, after which nothing has changed except that an ImportRun in state
    "refused" tells of it (if the caller holds a transaction open, that run goes with it).
    """
    policy = Policy(max_shrink, withdraw, overwrite_edits, empty_ok)
    [run] = _import(
        dataset, ((layer, one) for one in records), [layer], policy, source, account, door, sha256
    )
    return run


def import_many(
    dataset: Dataset,
    records: Iterable[tuple[Layer, Record]],
    layers: Iterable[Layer],
    *,
    source: str,
    account: User | None = None,
    door: str = "import",
    sha256: str = "",
    max_shrink: float = 0.3,
    withdraw: bool = True,
    overwrite_edits: bool = False,
) -> list[ImportRun]:
    """Like `import_records` for a source that feeds several layers, in one pass and transaction.

    Every layer of `layers` gets a run. A layer may be empty; the source as a whole may not.
    """
    layers = list(layers)
    policy = Policy(max_shrink, withdraw, overwrite_edits, empty_ok=len(layers) > 1)
    return _import(dataset, records, layers, policy, source, account, door, sha256)


def _import(
    dataset: Dataset,
    records: Iterable[tuple[Layer, Record]],
    layers: Iterable[Layer],
    policy: Policy,
    source: str,
    account: User | None,
    door: str,
    sha256: str,
) -> list[ImportRun]:
    targets = {layer.name: layer for layer in layers}
    runs = {name: _new_run(layer, dataset, source, sha256) for name, layer in targets.items()}
    tallies = {name: Reasons() for name in targets}
    current = next(iter(targets))
    try:
        for layer in targets.values():
            _check_permission(layer, account)
        with _act(ChangeSet.Door(door), account, source, list(runs.values())) as act:
            writers = {
                name: Writer(layer, dataset, policy, tallies[name])
                for name, layer in targets.items()
            }
            waiting: dict[str, list[Record]] = {name: [] for name in targets}
            for layer, record in records:
                current = layer.name
                waiting[current].append(record)
                if len(waiting[current]) >= BATCH:
                    writers[current].add(waiting[current])
                    waiting[current] = []
            for current, rest in waiting.items():
                writers[current].add(rest)
            if len(writers) > 1:
                _refuse_uselessness(writers.values())
            for current, writer in writers.items():
                writer.finish(runs[current], act)
    except ImportProblem as problem:
        refuse(runs[current], problem, tallies[current])
        raise
    for run in runs.values():
        logger.info("%s", _summary(run))
    return list(runs.values())


def _refuse_uselessness(writers: Iterable["Writer"]) -> None:
    """One layer may have nothing usable, but not all of them."""
    if any(writer.accepted for writer in writers):
        return
    seen = sum(writer.seen for writer in writers)
    if not seen:
        raise SourceEmpty
    reasons = "; ".join(str(writer.reasons) for writer in writers if writer.seen)
    raise NothingUsable(count=seen, reasons=reasons)


def _new_run(layer: Layer, dataset: Dataset, source: str, sha256: str) -> ImportRun:
    return ImportRun(
        dataset=dataset,
        layer=layer.name,
        source=source[:500],
        sha256=sha256,
        started_at=timezone.now(),
        state=ImportRun.State.DONE,
    )


def refuse(run: ImportRun, problem: ImportProblem, reasons: Reasons) -> None:
    """Keep the report of an import that did not happen."""
    logger.warning("%s refused: %s", run, problem)
    refused = ImportRun(
        dataset=run.dataset,
        layer=run.layer,
        source=run.source,
        sha256=run.sha256,
        started_at=run.started_at,
        state=ImportRun.State.REFUSED,
        rejected=reasons.rejected,
        reasons={
            "refused": {"count": 1, "examples": [f"{type(problem).__name__}: {problem}"]},
            **reasons.as_json(),
        },
    )
    keep_refused(problem, refused)


def keep_refused(problem: ImportProblem, refused: ImportRun) -> None:
    """Save the report; again if the transaction that held it was rolled back.

    A dataset that went with that transaction never came to be, and its report is the error.
    """
    if not Dataset.objects.filter(pk=refused.dataset_id).exists():
        return
    refused.pk = None
    refused.save(force_insert=True)
    problem.refused = refused


def _check_permission(layer: Layer, account: User | None) -> None:
    if account is not None and not account.has_perms(layer.edit_permissions.values()):
        raise NotAllowedToImport(account=account.get_username(), layer=layer.title)


@contextmanager
def _act(
    door: ChangeSet.Door, account: User | None, source: str, runs: list[ImportRun]
) -> Iterator[ChangeSet]:
    """The change set of an import, dropped if nothing changed; keeps the runs' reports."""
    with transaction.atomic():
        with change_set(door=door, account=account, comment=source[:300]) as act:
            yield act
        if not any(run.created or run.updated or run.withdrawn for run in runs):
            for run in runs:
                run.change_set = None
            act.delete()
        ImportRun.objects.bulk_create(runs)


def _summary(run: ImportRun) -> str:
    return (
        f"{run.layer}: {run.created} created, {run.updated} updated, {run.unchanged} unchanged, "
        f"{run.withdrawn} withdrawn, {run.rejected} rejected"
    )


class Writer:
    """Takes batches for one layer, then writes what differs. Lives inside one change set."""

    def __init__(self, layer: Layer, dataset: Dataset, policy: Policy, reasons: Reasons) -> None:
        self.layer = layer
        self.dataset = dataset
        self.policy = policy
        self.reasons = reasons
        self.seen = self.accepted = 0
        self.checker = Checker(layer.model, City.objects.first(), reasons)
        self.staging = Staging(layer, dataset)
        self.staging.create()

    def add(self, batch: list[Record]) -> None:
        if not batch:
            return
        self.seen += len(batch)
        rows, rejected = self.checker.checked(batch)
        known = importable_fields(self.layer.model)
        if unknown := self.checker.named - known.keys():
            raise UnknownFields(
                layer=self.layer.name,
                fields=", ".join(sorted(map(str, unknown))),
                known=", ".join(known),
            )
        self.accepted += len(rows)
        self.staging.copy(rows, rejected)

    def finish(self, run: ImportRun, act: ChangeSet) -> None:
        """Write the difference and fill the report in."""
        staging, named = self.staging, self.checker.named
        self._reject(staging.reject_duplicates(), "duplicate")
        self._reject(staging.reject_invalid(), "invalid_geometry")
        self._reject(staging.reject_taken_slugs(), "slug_taken")
        self.reasons.add("repaired", [], self.checker.repaired)
        staged = staging.staged_count()
        self._refuse_emptiness(staged)
        staging.match(named)
        if self.policy.withdraw:
            staging.find_gone()
            self._refuse_shrinking()
        edited: list[str] = []
        if staging.changed_count() or staging.gone_count():
            staging.lock()
            if not self.policy.overwrite_edits:
                edited, edited_and_gone = staging.keep_edited(named)
                self._reject(edited + edited_and_gone, "edited")
        self._write(run, named)
        run.unchanged = staged - run.created - run.updated - len(edited)
        run.rejected = self.reasons.rejected
        run.reasons = self.reasons.as_json()
        run.change_set = act
        staging.drop()
        Dataset.objects.filter(pk=self.dataset.pk).update(read_at=timezone.now())

    def _reject(self, source_ids: list[str], reason: str) -> None:
        self.reasons.add(reason, source_ids, len(source_ids))

    def _refuse_emptiness(self, staged: int) -> None:
        if staged or self.policy.empty_ok:
            return
        if self.seen:
            raise NothingUsable(count=self.seen, reasons=str(self.reasons))
        raise SourceEmpty

    def _refuse_shrinking(self) -> None:
        before, missing = self.staging.existing_count(), self.staging.gone_count()
        if missing > self.policy.max_shrink * before:
            raise SourceShrank(
                before=before, missing=missing, allowed=round(self.policy.max_shrink * 100)
            )

    def _write(self, run: ImportRun, named: set[str]) -> None:
        try:
            if self.staging.gone_count():  # first, so that their slugs are free
                run.withdrawn = self.staging.delete()
            if self.staging.changed_count():
                run.updated = self.staging.update(named)
            run.created = self._insert()
        except IntegrityError as error:
            diagnosis = getattr(error.__cause__, "diag", None)
            constraint = getattr(diagnosis, "constraint_name", None) or str(error)
            raise DatabaseRefused(constraint=constraint) from error

    def _insert(self) -> int:
        """New rows that bring their slug first, then the others, which take what is free."""
        staging = self.staging
        staging.restore_slugs()
        created = staging.insert(with_slug=True) if staging.new_count(with_slug=True) else 0
        if staging.new_count(with_slug=False):
            if self.layer.page:
                nameless = staging.without_slug()
                slugs = free_slugs(self.layer.model, [name for _n, name in nameless])
                numbers = [n for n, _name in nameless]
                staging.set_slugs(list(zip(numbers, slugs, strict=True)))
            created += staging.insert(with_slug=bool(self.layer.page))
        return created
