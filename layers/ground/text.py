"""Names as people type them: one folded spelling, computed and indexed by the database; and
texts of strangers without what is not seen."""

import unicodedata

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


_LAYOUT = "\n\t"
_JOINERS = "\u200c\u200d"  # Arabic, Indic and composed signs need them
_MARKS_IN_A_ROW = 3


def visible(text: str) -> str:
    """`text` composed (NFC), without control, direction and other signs that cannot be seen.

    Directional overrides let a text read as something else than it is; heaps of combining marks
    run over the lines around them, so no sign keeps more than three.
    """
    kept: list[str] = []
    marks = 0
    for sign in unicodedata.normalize("NFC", text.replace("\r\n", "\n")):
        category = unicodedata.category(sign)
        marks = marks + 1 if category in ("Mn", "Me") else 0
        if sign in _LAYOUT or sign in _JOINERS:
            kept.append(sign)
        elif category in ("Zl", "Zp"):
            kept.append("\n")
        elif category not in ("Cc", "Cf", "Cs", "Co", "Cn") and marks <= _MARKS_IN_A_ROW:
            kept.append(sign)
    return "".join(kept).strip()
