"""What the pages of a scenario accept."""

import json
import uuid
from typing import Any

from django import forms
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from heatmodel.planning.drafts import FIELD_NAMES, NAMES, number_limits
from heatmodel.planning.models import Scenario
from heatmodel.scenario.measures import Measure
from layers.editing.coordinates import geojson, parsed
from layers.editing.shapes import stored_shape

_LONGEST_TEXT = 200_000  # characters of typed coordinates


class NameForm(forms.ModelForm):
    name = forms.CharField(label=_("Name des Szenarios"), max_length=120)

    class Meta:
        model = Scenario
        fields = ("name",)


class MeasureForm(forms.Form):
    """One measure, placed by typed coordinates: the way without a mouse and without script."""

    measure = forms.ChoiceField(
        label=_("Maßnahme"), choices=[(measure.value, name) for measure, name in NAMES.items()]
    )
    height_m = forms.FloatField(label=FIELD_NAMES["height_m"], required=False)
    crown_m = forms.FloatField(label=FIELD_NAMES["crown_m"], required=False)
    place = forms.CharField(
        label=_("Lage als Text"),
        max_length=_LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
        help_text=_(
            "Länge und Breite (7.8203 51.6801) oder UTM 32 (418400 5726000); für Flächen je Zeile "
            "ein Punkt, oder GeoJSON."
        ),
    )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        measure = values.get("measure")
        for name, (least, _usual, most) in number_limits(measure).items():
            value = values.get(name)
            if value is not None and not least <= value <= most:
                self.add_error(
                    name,
                    _("Zwischen %(least)g und %(most)g m.") % {"least": least, "most": most},
                )
        if measure and values.get("place"):
            try:
                values["shape"] = self._shape(measure, values["place"])
            except ValidationError as error:
                self.add_error("place", error)
        return values

    @staticmethod
    def _shape(measure: str, text: str) -> GEOSGeometry:
        kind = "POINT" if measure == Measure.TREE else "POLYGON"
        return stored_shape(parsed(text, kind), kind)

    def feature(self) -> dict[str, Any]:
        """The measure as a GeoJSON feature in EPSG:4326."""
        values = self.cleaned_data
        numbers = {
            name: values[name]
            for name in number_limits(values["measure"])
            if values.get(name) is not None
        }
        return {
            "type": "Feature",
            "id": str(uuid.uuid4()),
            "properties": {"measure": values["measure"], **numbers},
            "geometry": geojson(values["shape"]),
        }


class PasteForm(forms.Form):
    """Measures from elsewhere; what cannot be read stays in the field."""

    text = forms.CharField(
        label=_("Maßnahmen als GeoJSON"),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false"}),
        strip=False,
        help_text=_(
            "Eine FeatureCollection in EPSG:4326, je Objekt die Eigenschaft measure: tree, unseal, "
            "green_roof, shade_sail oder water; dazu height_m und crown_m. Sie ersetzt die "
            "Maßnahmen."
        ),
    )

    @staticmethod
    def of(collection: dict[str, Any]) -> "PasteForm":
        return PasteForm(initial={"text": json.dumps(collection, ensure_ascii=False, indent=1)})
