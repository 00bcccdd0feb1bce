"""Names as people type them: one folded spelling, computed and indexed by the database."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db.models import F, Func, TextField, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Concat


class Fold(Func):
    """Lower case, without umlauts, accents and punctuation; „Straße“ and „Str.“ alike."""

    function = "layers_fold"
    output_field = TextField()


def folded(*columns: str) -> Fold:
    """The columns of a row as one folded text, in their order."""
    parts: list[Combinable] = []
    for column in columns:
        parts += [F(column), Value(" ")]
    return Fold(Concat(*parts[:-1]) if len(columns) > 1 else F(columns[0]))


def search_index(*columns: str) -> GinIndex:
    """The index that `layers.search` needs on the columns which a layer declares as `search`."""
    return GinIndex(OpClass(folded(*columns), "gin_trgm_ops"), name="%(class)s_search_trgm")
