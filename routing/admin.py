"""Builds of the network, to be read, and drop-off zones with their rules, in the administration."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest

from layers import registry
from layers.admin import ReadOnlyAdmin
from layers.editing.admin import FeatureAdmin
from routing.errors import NoNetwork
from routing.models import DropOffZone, NetworkBuild
from routing.queries import current_graph
from routing.school import queries, walking


@admin.register(NetworkBuild)
class NetworkBuildAdmin(ReadOnlyAdmin):
    list_display = ("finished_at", "source", "backend", "segments", "length_km", "dataset")
    list_filter = ("backend", "dataset")
    list_select_related = ("dataset",)


@admin.register(DropOffZone)
class DropOffZoneAdmin(FeatureAdmin):
    layer = registry.layer("drop_off_zones")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Saved whatever the rules say; they are for those who decide, and are told to them."""
        super().save_model(request, obj, form, change)
        try:
            graph = current_graph()
        except NoNetwork as problem:
            self.message_user(request, str(problem), messages.WARNING)
            return
        school = queries.published("schools").filter(slug=obj.school_id).first()
        if school is None:
            return
        for rule in walking.zone_rules(graph, obj, queries.goals(school)):
            level = messages.INFO if rule.held else messages.WARNING
            self.message_user(request, rule.words, level)
