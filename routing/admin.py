"""Builds of the network in the administration, to be read."""

from django.contrib import admin

from layers.admin import ReadOnlyAdmin
from routing.models import NetworkBuild


@admin.register(NetworkBuild)
class NetworkBuildAdmin(ReadOnlyAdmin):
    list_display = ("finished_at", "source", "backend", "segments", "length_km", "dataset")
    list_filter = ("backend", "dataset")
    list_select_related = ("dataset",)
