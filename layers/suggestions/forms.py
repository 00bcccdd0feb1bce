"""The form of a suggestion: the layer's own fields, a place, and what keeps programs out."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.core import signing
from django.db import models
from django.utils.translation import gettext_lazy as _

from layers.editing.queries import field_title, writable_fields
from layers.ground.models import City
from layers.publish.pictures.picker import read_point
from layers.registry import Layer

_SALT = "layers.suggestions"
_OLDEST_S = 24 * 3600
_LONGEST = 2_000  # characters of a remark


def stamp(now_s: float) -> str:
    """When the form was handed out, signed, so that a program cannot make one up."""
    return signing.dumps(int(now_s), salt=_SALT)


def stamped(text: str, now_s: float) -> float | None:
    """How many seconds ago; None if it is not ours or from another day."""
    try:
        age = now_s - signing.loads(text, salt=_SALT)
    except (signing.BadSignature, TypeError):
        return None
    return age if 0 <= age <= _OLDEST_S else None


def value_fields(layer: Layer) -> dict[str, forms.Field]:
    """Form fields of what may be suggested, as the layer titles them."""
    columns = writable_fields(layer)
    made: dict[str, forms.Field] = {}
    for name in layer.suggest:
        column: Any = columns[name]
        field = column.formfield(label=field_title(layer, column), help_text="")
        if isinstance(column, models.TextField):
            field.max_length = _LONGEST
            field.widget = forms.Textarea(attrs={"rows": 3, "maxlength": _LONGEST})
            field.validators = [*field.validators, _max_length]
        made[name] = field
    return made


def _max_length(text: str) -> None:
    if len(text) > _LONGEST:
        raise forms.ValidationError(_("Bitte fassen Sie sich kürzer."))


class ValuesForm(forms.Form):
    """The values alone, as the moderator sees them."""

    def __init__(self, layer: Layer, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.fields.update(value_fields(layer))


class SuggestionForm(forms.Form):
    """`is_new`: of a new feature; else a remark upon one that is there."""

    remark = forms.CharField(
        label=_("Bemerkung"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bitte keine Namen und nichts, woran man Personen erkennt."),
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse für die Antwort"),
        required=False,
        help_text=_("Freiwillig. Wir löschen sie mit der Antwort, spätestens nach 90 Tagen."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    # People do not see this field; programs fill it in.
    website = forms.CharField(
        label=_("Dieses Feld bitte leer lassen"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, layer: Layer, *, is_new: bool, age_s: float | None, **options: Any) -> None:
        super().__init__(**options)
        self.layer, self.is_new, self.age_s = layer, is_new, age_s
        if is_new:
            self.fields = {**value_fields(layer), **self.fields}
        else:
            self.fields["remark"].required = True

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("website"):
            self.add_error("website", _("Dieses Feld muss leer bleiben."))
        if self.age_s is None or self.age_s < 2:
            raise forms.ValidationError(
                _("Das Formular ist abgelaufen. Bitte senden Sie es noch einmal ab.")
            )
        if self.is_new:
            cleaned["geometry"] = self._place()
        return cleaned

    def _place(self) -> Point:
        point = read_point(str(self.data.get("ort", "")))
        if point is None:
            raise forms.ValidationError(_("Bitte zeigen Sie auf der Karte, wo das ist."))
        city = City.objects.first()
        if city is None or not city.boundary.contains(point):
            raise forms.ValidationError(_("Das liegt außerhalb des Stadtgebiets."))
        return point

    @property
    def values(self) -> Mapping[str, Any]:
        """What was entered for the layer's fields, as JSON holds it."""
        return {name: self.cleaned_data[name] for name in self.layer.suggest if self.is_new}
