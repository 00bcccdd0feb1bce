"""The frame of every write: one transaction, one change set, one history context."""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import transaction

from accounts.models import User
from layers.editing.models import ChangeSet


@contextmanager
def change_set(
    *,
    door: ChangeSet.Door,
    account: User | None = None,
    comment: str = "",
    undoes: ChangeSet | None = None,
) -> Iterator[ChangeSet]:
    """Everything written inside belongs to the change set yielded, also by COPY and raw SQL.

    The row is inserted first and by the ORM: only then does PostgreSQL know the history
    context for the rest of the transaction.
    """
    with transaction.atomic(), pghistory.context() as context:
        yield ChangeSet.objects.create(
            context_id=context.id, account=account, door=door, comment=comment, undoes=undoes
        )
