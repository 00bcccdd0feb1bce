"""The form of a suggestion: the layer's own fields, a place, and a photograph."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib.gis.geos import Point
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.translation import gettext_lazy as _

from layers.editing.queries import field_title, writable_fields
from layers.ground.models import City
from layers.humans import HumanForm
from layers.media.images import MAX_BYTES
from layers.media.models import Photo
from layers.publish.pictures.picker import read_point
from layers.registry import Layer, Report

_LONGEST = 2_000  # characters of a remark

CONSENT = _(
    "Meine Angaben dürfen nach Prüfung als offene Daten erscheinen, frei für alle (CC0). Ein Foto "
    "habe ich selbst gemacht, niemand ist darauf zu erkennen, und es darf unter der gewählten "
    "Lizenz erscheinen."
)


def value_fields(
    layer: Layer, names: tuple[str, ...], *, required: bool = True
) -> dict[str, forms.Field]:
    """Form fields of what may be suggested, as the layer titles them."""
    columns = writable_fields(layer)
    made: dict[str, forms.Field] = {}
    for name in names:
        column: Any = columns[name]
        field = column.formfield(label=field_title(layer, column), help_text="")
        field.required = field.required and required
        if isinstance(field, forms.TypedChoiceField):
            empty = _("Bitte wählen") if field.required else _("unbekannt")
            field.choices = [("", empty), *column.choices]
        if isinstance(column, models.TextField):
            field.max_length = _LONGEST
            field.widget = forms.Textarea(attrs={"rows": 3, "maxlength": _LONGEST})
            field.validators = [*field.validators, _max_length]
        if isinstance(column, models.DateField):
            field.widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
        made[name] = field
    return made


def _max_length(text: str) -> None:
    if len(text) > _LONGEST:
        raise forms.ValidationError(_("Bitte fassen Sie sich kürzer."))


def _not_too_large(file: UploadedFile) -> None:
    if file.size is None or file.size > MAX_BYTES:
        raise forms.ValidationError(_("Das Foto ist zu groß. Erlaubt sind 12 MB."))


class ValuesForm(forms.Form):
    """The values alone, as the moderator sees them."""

    def __init__(
        self, layer: Layer, names: tuple[str, ...], *arguments: Any, **options: Any
    ) -> None:
        super().__init__(*arguments, **options)
        self.fields.update(value_fields(layer, names))


class SuggestionForm(HumanForm):
    """`is_new`: of a new feature; else about one that is there: a remark, or a `report` on it."""

    remark = forms.CharField(
        label=_("Bemerkung"),
        required=False,
        max_length=_LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Bitte keine Namen und nichts, woran man Personen erkennt."),
    )
    photo = forms.FileField(
        label=_("Foto"),
        required=False,
        help_text=_(
            "Freiwillig: JPEG, PNG oder WebP bis 12 MB. Ort und Gerät, die in der Datei stehen "
            "können, entfernen wir. Bitte keine Gesichter und keine Kennzeichen."
        ),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        validators=[_not_too_large],
    )
    photo_alt = forms.CharField(
        label=_("Was ist auf dem Foto zu sehen?"),
        required=False,
        max_length=200,
        help_text=_("Für alle, die das Foto nicht sehen können."),
    )
    photo_author = forms.CharField(
        label=_("Name, der am Foto stehen soll"),
        required=False,
        max_length=100,
        help_text=_("Freiwillig. Mit Namen gilt die Lizenz CC BY 4.0, ohne Namen CC0."),
    )
    email = forms.EmailField(
        label=_("E-Mail-Adresse für die Antwort"),
        required=False,
        max_length=254,
        help_text=_("Freiwillig. Wir löschen sie mit der Antwort, spätestens nach 90 Tagen."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    consent = forms.BooleanField(
        label=CONSENT,
        error_messages={"required": _("Ohne diese Zustimmung dürfen wir nichts veröffentlichen.")},
    )

    def __init__(
        self,
        layer: Layer,
        *,
        is_new: bool,
        age_s: float | None,
        report: Report | None = None,
        **options: Any,
    ) -> None:
        super().__init__(age_s=age_s, **options)
        self.layer, self.is_new = layer, is_new
        self.asked = layer.suggest if is_new else report.asks if report else ()
        self.fields = {**value_fields(layer, self.asked, required=is_new), **self.fields}
        self.fields["remark"].required = not self.asked

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if cleaned.get("photo") and not cleaned.get("photo_alt"):
            self.add_error("photo_alt", _("Bitte beschreiben Sie, was auf dem Foto zu sehen ist."))
        if self.is_new:
            cleaned["geometry"] = self._place()
        elif not any(self.values.values()) and not cleaned.get("remark"):
            raise forms.ValidationError(_("Bitte schreiben Sie, was sich geändert hat."))
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
        """What was entered for the layer's fields; of a report only what was filled in."""
        entered = {name: self.cleaned_data.get(name) for name in self.asked}
        if self.is_new:
            return entered
        return {name: value for name, value in entered.items() if value not in (None, "")}

    @property
    def photo_licence(self) -> Photo.Licence:
        named = bool(self.cleaned_data["photo_author"])
        return Photo.Licence.CC_BY if named else Photo.Licence.CC_ZERO
