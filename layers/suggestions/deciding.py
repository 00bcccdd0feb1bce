"""One suggestion as its moderator looks at it: proposed beside present, field by field."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.forms import BoundField
from django.urls import reverse

from layers import registry
from layers.editing.queries import shown_value
from layers.registry import Layer
from layers.suggestions import queries
from layers.suggestions.forms import ValuesForm
from layers.suggestions.models import Suggestion


@dataclass(frozen=True)
class Row:
    """One field: what is there now, what was proposed, and the input that will be written."""

    field: BoundField
    present: str
    proposed: str


class Case:
    """`mit` is the key, as text, of the feature that a new suggestion is said to be a double of."""

    def __init__(self, suggestion: Suggestion, mit: str = "") -> None:
        self.suggestion = suggestion
        self.layer: Layer = registry.layer(suggestion.layer)
        self.merge_with = self._feature(mit) if suggestion.target is None else None

    @cached_property
    def target(self) -> Any:
        """The feature it is about, None for a new one."""
        key = self.suggestion.target
        return self.merge_with or (self._feature(str(key)) if key else None)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The fields that a decision writes; none for a bare remark."""
        if self.suggestion.target is None:
            return self.layer.suggest
        report = queries.report_called(self.layer, self.suggestion.report)
        return report.asks if report and self.target else ()

    @cached_property
    def alike(self) -> list[Any]:
        """What it may be a double of, once it is decided nothing."""
        suggestion = self.suggestion
        if suggestion.geometry is None or suggestion.state != Suggestion.State.OPEN:
            return []
        name = str(suggestion.values.get(self.layer.title_field) or "")
        return queries.alike(self.layer, suggestion.geometry, name)

    def form(self, posted: Any = None) -> ValuesForm:
        """Proposed values of a new feature or a report; a double keeps what it already knows."""
        return ValuesForm(self.layer, self.names, posted, initial=self._initial())

    def rows(self, form: ValuesForm) -> list[Row]:
        return [
            Row(
                form[name],
                self._shown(name, getattr(self.target, name)) if self.target else "",
                self._shown(name, self.suggestion.values.get(name)),
            )
            for name in self.names
        ]

    @property
    def admin_url(self) -> str:
        """Name of the page that edits features of the layer."""
        meta = self.layer.model._meta
        return f"admin:{meta.app_label}_{meta.model_name}_change"

    @property
    def target_url(self) -> str:
        return reverse(self.admin_url, args=[self.target.pk]) if self.target else ""

    def _initial(self) -> dict[str, Any]:
        proposed = self.suggestion.values
        if self.target is None:
            return dict(proposed)
        present = {name: getattr(self.target, name) for name in self.names}
        first, second = (present, proposed) if self.merge_with else (proposed, present)
        return {
            name: second.get(name) if first.get(name) in (None, "") else first[name]
            for name in self.names
        }

    def _feature(self, key: str) -> Any:
        if not (key.isdecimal() and len(key) < 19):
            return None
        rows = self.layer.model._default_manager.filter(**self.layer.where)
        return rows.defer("tile_geometry").filter(pk=int(key)).first()

    def _shown(self, name: str, value: Any) -> str:
        return str(shown_value(self.layer, name, value))
