"""Geometry in a form: a text field that everybody can fill, and a map upon it.

The text is what is sent, so the field works by keyboard and without JavaScript; the map only
writes into it.
"""

from typing import Any

from django import forms
from django.contrib.gis.geos import GEOSException, GEOSGeometry
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_vite.core.asset_loader import DjangoViteAssetLoader
from django_vite.core.exceptions import DjangoViteAssetNotFoundError

from layers.editing.coordinates import geojson, parsed, typed
from layers.editing.shapes import stored_shape
from layers.ground.models import City

_SCRIPT = "src/widget.ts"


class MapWidget(forms.Textarea):
    """`parse_url` answers what a typed text means; `others` are shapes to compare with."""

    template_name = "editing/map_widget.html"

    def __init__(self, geometry_type: str, parse_url: str, attrs: dict | None = None) -> None:
        super().__init__(attrs={"rows": 2 if geometry_type == "POINT" else 5, **(attrs or {})})
        self.geometry_type, self.parse_url = geometry_type, parse_url
        self.others: list[tuple[str, GEOSGeometry]] = []

    @property
    def media(self) -> forms.Media:
        return forms.Media(js=[_script_tags()])

    def format_value(self, value: Any) -> str:
        return typed(value) if isinstance(value, GEOSGeometry) else str(value or "")

    def get_context(self, name: str, value: Any, attrs: dict | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        help_id = f"{context['widget']['attrs'].get('id', name)}_how"
        context["widget"]["attrs"]["aria-describedby"] = help_id
        context["widget"]["attrs"]["spellcheck"] = "false"
        context["help_id"], context["config_id"] = help_id, f"{help_id}_config"
        context["is_point"] = self.geometry_type == "POINT"
        context["config"] = self._config(value)
        return context

    def _config(self, value: Any) -> dict[str, Any]:
        city = City.objects.first()
        return {
            "type": self.geometry_type,
            "style": "/stil/light.json",
            "parseUrl": self.parse_url,
            "centre": geojson(city.centre)["coordinates"] if city else [10.4, 51.2],
            "zoom": 12 if city else 5,
            "shape": self._drawn(value),
            "others": [
                {"label": str(label), "shape": geojson(shape)} for label, shape in self.others
            ],
            "language": get_language(),
            "texts": {name: str(text) for name, text in _TEXTS.items()},
        }

    def _drawn(self, value: Any) -> dict[str, Any] | None:
        """What the map shows at first; a text that cannot be read shows nothing."""
        try:
            shape = value if isinstance(value, GEOSGeometry) else parsed(value, self.geometry_type)
            return geojson(stored_shape(shape, self.geometry_type))
        except (ValidationError, GEOSException, TypeError, AttributeError):
            return None


class ShapeField(forms.CharField):
    """Text in, geometry in EPSG:25832 out."""

    def __init__(self, *, geometry_type: str, **options: Any) -> None:
        self.geometry_type = geometry_type
        super().__init__(**options)

    def to_python(self, value: Any) -> GEOSGeometry | None:
        text = super().to_python(value)
        if not text:
            return None
        return stored_shape(parsed(text, self.geometry_type), self.geometry_type)

    def run_validators(self, value: Any) -> None:
        """None of text: the shape has been checked."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Typing rounds to a centimetre; only what was typed anew is a change."""
        before = typed(initial) if isinstance(initial, GEOSGeometry) else (initial or "")
        return before.strip() != (data or "").strip()


def parse_url(admin_name: str, model_meta: Any) -> str:
    return reverse(f"{admin_name}:{model_meta.app_label}_{model_meta.model_name}_shape")


def _script_tags() -> SafeString | str:
    """Without a front-end build the text field serves alone."""
    try:
        return SafeString(DjangoViteAssetLoader.instance().generate_vite_asset(_SCRIPT))
    except DjangoViteAssetNotFoundError:
        return SafeString("")


# The map's own words; msgids here so that they are collected.
_TEXTS = {
    "map": _("Karte zum Eintragen der Lage"),
    "place": _("Punkt setzen"),
    "placeHere": _("In die Kartenmitte setzen"),
    "move": _("Verschieben"),
    "draw": _("Neuen Teil zeichnen"),
    "edit": _("Punkte bearbeiten"),
    "clear": _("Alles entfernen"),
    "undo": _("Rückgängig"),
    "redo": _("Wiederholen"),
    "show": _("Auf der Karte zeigen"),
    "zoomIn": _("Vergrößern"),
    "zoomOut": _("Verkleinern"),
    "taken": _("Lage übernommen."),
    "unreachable": _("Die Lage konnte nicht geprüft werden. Sie wird beim Sichern geprüft."),
    "holes": _("Teile mit Löchern lassen sich hier nur als Text ändern."),
    "noMap": _("Die Karte lässt sich hier nicht anzeigen. Das Textfeld genügt."),
}
