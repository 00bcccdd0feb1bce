"""Cool places in Django's admin, in the order in which one describes a place."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from heatmodel.models import CoolPlace
from heatmodel.warnings import admin as feeds  # noqa: F401 -- registers its own
from layers import registry
from layers.editing.admin import FeatureAdmin


@admin.register(CoolPlace)
class CoolPlaceAdmin(FeatureAdmin):
    layer = registry.layer("cool_places")
    fieldsets = (
        (None, {"fields": ["name", "kind", "geometry", "address", "description"]}),
        (_("Zugang"), {"fields": ["opening_hours", "cost", "step_free", "wheelchair_toilet"]}),
        (_("Ausstattung"), {"fields": ["drinking_water", "seating", "toilet", "wifi"]}),
        (_("Kontakt"), {"fields": ["phone", "website", "checked_on"]}),
        (_("Sichtbarkeit"), {"fields": ["published", "valid_from", "valid_to"]}),
        (
            _("Herkunft"),
            {"fields": ["dataset", "source_id", "source_note", "accuracy_m", "slug"]},
        ),
    )
