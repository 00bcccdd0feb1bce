"""The plan in Django's admin, where heat planners keep it."""

from django.contrib import admin

from heatmodel.action_plan.models import (
    HeatDayEntry,
    MeasurePlace,
    PlanMeasure,
    RiskFacility,
)
from layers import registry
from layers.editing.admin import FeatureAdmin


class MeasurePlaceInline(admin.TabularInline):
    model = MeasurePlace
    extra = 1


@admin.register(PlanMeasure)
class PlanMeasureAdmin(admin.ModelAdmin):
    list_display = ("title", "element", "owner", "trigger", "state", "due_on", "published")
    list_filter = ("element", "state", "trigger", "published")
    search_fields = ("title", "owner")
    inlines = (MeasurePlaceInline,)


@admin.register(HeatDayEntry)
class HeatDayEntryAdmin(admin.ModelAdmin):
    list_display = ("day", "level", "office", "measure", "published")
    list_filter = ("level", "published")
    date_hierarchy = "day"


@admin.register(RiskFacility)
class RiskFacilityAdmin(FeatureAdmin):
    layer = registry.layer("vulnerable_facilities")
