"""The frame of every write: one transaction, one change set, one history context."""

from collections.abc import Iterator
from contextlib import contextmanager

import pghistory
from django.db import connection, transaction

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
        made = ChangeSet.objects.create(
            context_id=context.id, account=account, door=door, comment=comment, undoes=undoes
        )
        yield made
        made.tables = _touched_tables()
        # Not save(): whoever wrote nothing may have taken the change set back.
        ChangeSet.objects.filter(pk=made.pk).update(tables=made.tables)


def _touched_tables() -> list[str]:
    """The feature tables this transaction wrote to, as their statement triggers noted them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name FROM layers_touch"
            " WHERE transaction_id = pg_current_xact_id()::text::bigint ORDER BY 1"
        )
        return [name for (name,) in cursor]
