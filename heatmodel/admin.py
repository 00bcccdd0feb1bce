"""Cool places in Django's admin, in the order in which one describes a place."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from heatmodel.action_plan import admin as plan  # noqa: F401 -- registers its own
from heatmodel.places.models import ClosureRule, CoolPlace
from heatmodel.warnings import admin as feeds  # noqa: F401 -- registers its own
from layers import registry
from layers.editing.admin import FeatureAdmin


@admin.register(CoolPlace)
class CoolPlaceAdmin(FeatureAdmin):
    layer = registry.layer("cool_places")
    fieldsets = (
        (None, {"fields": ["name", "kind", "geometry", "address", "description"]}),
        (
            _("Zeiten"),
            {
                "fields": [
                    "opening_hours",
                    "closures",
                    ("warning_hours", "warning_level"),
                    ("out_of_order_since", "out_of_order_until"),
                    "out_of_order_reason",
                ]
            },
        ),
        (
            _("Zugang"),
            {"fields": ["operator", "cost", "audience", "step_free", "wheelchair_toilet"]},
        ),
        (
            _("Ausstattung"),
            {"fields": ["drinking_water", "seating", "toilet", "changing_table", "wifi"]},
        ),
        (_("Aufenthalt"), {"fields": ["max_27c", "quiet", "dogs", "medical_care"]}),
        (_("Kontakt"), {"fields": ["phone", "website", "checked_on", "checked_by"]}),
        (_("Sichtbarkeit"), {"fields": ["published", "valid_from", "valid_to"]}),
        (
            _("Herkunft"),
            {"fields": ["dataset", "source_id", "source_note", "accuracy_m", "slug"]},
        ),
    )


@admin.register(ClosureRule)
class ClosureRuleAdmin(admin.ModelAdmin):
    list_display = ("operator", "closures", "source_note")
    list_filter = ("operator",)
