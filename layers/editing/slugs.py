"""Names for addresses: made from the German name, unique, and never given to another feature."""

import re
import unicodedata
from collections.abc import Iterable, Sequence

from django.db.models import Model

_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe"})
_LONGEST = 120  # leaves room for "-123" in the column's 140


def slug_of(name: str, *, otherwise: str = "ort") -> str:
    """`name` as part of an address: "Maxipark (Süd)" is "maxipark-sued".

    `otherwise` is taken where nothing of the name can be written in ASCII.
    """
    lower = unicodedata.normalize("NFC", name).lower().translate(_SPELLED_OUT)
    plain = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return words[:_LONGEST].strip("-") or otherwise


def free_slugs(model: type[Model], names: Sequence[str]) -> list[str]:
    """A slug for each of `names`, in their order, unique in the table and among themselves.

    The first bearer of a name gets it bare, later ones "-2", "-3". A slug of a deleted feature
    stays its own as long as the history remembers it: its link never leads elsewhere, and the
    deletion can be undone.
    """
    wanted = [slug_of(name) for name in names]
    taken = _taken(model, set(wanted))
    return [_claim(slug, taken) for slug in wanted]


def is_taken(model: type[Model], slug: str) -> bool:
    """Whether a feature of the table bears `slug`, or one that is gone did."""
    return "\x00" not in slug and slug in _taken(model, {slug})


def _taken(model: type[Model], wanted: set[str]) -> set[str]:
    tables = [model._default_manager]
    if hasattr(model, "history"):
        tables.append(model._meta.get_field("history").related_model._default_manager)
    taken: set[str] = set()
    for table in tables:
        rows = table.filter(slug__isnull=False)
        if len(wanted) == 1:
            rows = rows.filter(slug__startswith=next(iter(wanted)))
        taken.update(_values(rows))
    return taken


def _values(rows) -> Iterable[str]:
    return rows.values_list("slug", flat=True).order_by().distinct()


def _claim(slug: str, taken: set[str]) -> str:
    free, number = slug, 1
    while free in taken:
        number += 1
        free = f"{slug}-{number}"
    taken.add(free)
    return free
