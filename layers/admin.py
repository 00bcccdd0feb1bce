"""Every layer in Django's admin, with its change sets, imports, datasets and the city."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _

import layers.suggestions.admin  # noqa: F401  # registers its own
from layers.editing import queries
from layers.editing.admin import (
    ADMIN,
    HTTPS,
    FeatureAdmin,
    MapAdmin,
    explained,
    shown_diffs,
)
from layers.editing.errors import NotAllowed, Refused
from layers.editing.models import ChangeSet
from layers.editing.services import undo
from layers.ground.models import City, Dataset
from layers.importing.models import ImportRun
from layers.registry import Layer, all_layers

admin.site.site_header = _("Verwaltung der Stadtkarte")
admin.site.site_title = _("Stadtkarte")
admin.site.index_title = _("Daten und Einstellungen")


class ReadOnlyAdmin(admin.ModelAdmin):
    """A record of what happened: nobody makes, changes or deletes it."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ChangeSet)
class ChangeSetAdmin(ReadOnlyAdmin):
    list_display = ("created_at", "door", "account", "comment", "layers", "state")
    list_filter = ("door", "created_at")
    search_fields = ("comment", "account__username", "account__display_name")
    list_select_related = ("account", "undoes", "undone_by")

    @admin.display(description=_("Ebenen"))
    def layers(self, change_set: ChangeSet) -> str:
        return ", ".join(str(layer.title) for layer in written_layers(change_set))

    @admin.display(description=_("Stand"))
    def state(self, change_set: ChangeSet) -> str:
        if hasattr(change_set, "undone_by"):
            return str(_("rückgängig gemacht"))
        return str(_("macht rückgängig")) if change_set.undoes_id else ""

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("undone_by")

    def get_urls(self) -> list:
        view = self.admin_site.admin_view(self.undo_view)
        return [path("<int:pk>/undo/", view, name="layers_changeset_undo"), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        change_set = get_object_or_404(self.get_queryset(request), pk=object_id)
        if not self.has_view_permission(request, change_set):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": str(change_set),
            "opts": self.opts,
            "change_set": change_set,
            "undone_by": getattr(change_set, "undone_by", None),
            "written": [
                (
                    layer,
                    [
                        (entry, entry.values.get(layer.title_field), shown_diffs(layer, entry))
                        for entry in queries.changes_of(change_set, layer)
                    ],
                    f"{layer.model._meta.app_label}_{layer.model._meta.model_name}",
                )
                for layer in written_layers(change_set)
            ],
        }
        return TemplateResponse(request, "admin/change_set.html", context)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        change_set = get_object_or_404(ChangeSet, pk=pk)
        if request.method == "POST":
            try:
                change_set = undo(change_set, account=request.user, door=ADMIN)
                self.message_user(request, _("Rückgängig gemacht."), messages.SUCCESS)
            except NotAllowed as refusal:
                raise PermissionDenied from refusal
            except Refused as refusal:
                self.message_user(request, explained(refusal), messages.ERROR)
        return HttpResponseRedirect(reverse("admin:layers_changeset_change", args=[change_set.pk]))


def written_layers(change_set: ChangeSet) -> list[Layer]:
    """One layer for each table that the change set wrote to."""
    return [layer for table, layer in layer_by_table().items() if table in change_set.tables]


def layer_by_table() -> dict[str, Layer]:
    """The layer that stands for a table: if several show parts of it, the one that shows most."""
    found: dict[str, Layer] = {}
    for layer in sorted(all_layers(), key=lambda one: len(one.where)):
        found.setdefault(layer.model._meta.db_table, layer)
    return found


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    list_display = (
        "finished_at",
        "layer",
        "source",
        "state",
        "created",
        "updated",
        "unchanged",
        "withdrawn",
        "rejected",
    )
    list_filter = ("state", "layer", "dataset")
    search_fields = ("source", "layer")
    list_select_related = ("dataset", "change_set")


@admin.register(Dataset)
class DatasetAdmin(admin.ModelAdmin):
    list_display = ("title", "publisher", "licence", "kind", "source_date")
    list_filter = ("kind", "licence")
    search_fields = ("title", "publisher", "slug")
    readonly_fields = ("read_at",)
    formfield_overrides = HTTPS


@admin.register(City)
class CityAdmin(MapAdmin):
    list_display = ("name", "ags", "margin_m")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not City.objects.exists()


def register_layers() -> None:
    """An admin for each layer whose app has not shaped one of its own."""
    autodiscover_modules("admin")  # those come first
    for layer in layer_by_table().values():
        if not admin.site.is_registered(layer.model):
            name = f"{layer.model.__name__}Admin"
            admin.site.register(layer.model, type(name, (FeatureAdmin,), {"layer": layer}))


register_layers()
