"""Django's admin for features: forms that write through the one way in, and lose nothing."""

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.gis.db.models import GeometryField
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import QuerySet
from django.db.models.functions import Collate
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from layers.editing import queries
from layers.editing.coordinates import geojson, parsed
from layers.editing.errors import Gone, Invalid, NotAllowed, Refused, Stale
from layers.editing.models import ChangeSet
from layers.editing.services import Change, restore, write
from layers.editing.shapes import stored_shape
from layers.editing.widgets import MapWidget, ShapeField, parse_url
from layers.registry import Layer

GERMAN = "de-x-icu"  # Ä beside A, whatever the database's own order
ADMIN = ChangeSet.Door.ADMIN
# Filled in by the service where the form leaves them empty.
_FILLED_IN = {
    "dataset": _("leer: Erfassung der Stadt"),
    "source_id": _("leer: wird vergeben"),
    "slug": _("leer: wird aus dem Namen gebildet"),
}
_LONGEST_SHAPE = 2_000_000  # characters
# Addresses typed without a scheme are of the secure web.
HTTPS: Mapping[type[models.Field], Mapping[str, Any]] = {
    models.URLField: {"assume_scheme": "https"}
}


class MapAdmin(admin.ModelAdmin):
    """A model with geometry: drawn or typed on a map of our own."""

    formfield_overrides = HTTPS

    def formfield_for_dbfield(
        self, db_field: models.Field, request: HttpRequest, **kwargs: Any
    ) -> forms.Field | None:
        if isinstance(db_field, GeometryField):
            return ShapeField(
                geometry_type=db_field.geom_type,
                label=db_field.verbose_name,
                help_text=db_field.help_text,
                required=not db_field.blank,
                widget=MapWidget(db_field.geom_type, parse_url(self.admin_site.name, self.opts)),
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_urls(self) -> list:
        name = f"{self.opts.app_label}_{self.opts.model_name}_shape"
        return [
            path("shape/", self.admin_site.admin_view(self.shape_view), name=name),
            *super().get_urls(),
        ]

    def shape_view(self, request: HttpRequest) -> JsonResponse:
        """What a typed text means: `shape` as GeoJSON, or the `error` in words."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        text, geometry_type = request.POST.get("text", ""), request.POST.get("type", "POINT")
        try:
            shape = stored_shape(parsed(text[:_LONGEST_SHAPE], geometry_type), geometry_type)
        except ValidationError as error:
            return JsonResponse({"error": " ".join(error.messages)})
        return JsonResponse({"shape": geojson(shape)})


class FeatureForm(forms.ModelForm):
    """Carries the version that the writer saw, and shows why a write was refused."""

    seen_version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    refusal: Refused | None = None
    layer: Layer

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        if self.instance.pk:
            self.initial["seen_version"] = self.instance.version
        if isinstance(self.refusal, Stale):
            self._keep_mine(self.refusal)
        for name, hint in _FILLED_IN.items():
            if name in self.fields:
                self.fields[name].required = bool(self.instance.pk) and name != "slug"
                self.fields[name].help_text = "" if self.instance.pk else hint

    def _keep_mine(self, stale: Stale) -> None:
        """My changes upon their row: shown again, to be saved upon their version."""
        self.initial.update({name: stale.mine[name] for name in stale.changed_by_me})
        shape = self.fields.get("geometry")
        if shape and "geometry" in stale.conflicts:
            others = [(_("ihre Fassung"), stale.theirs), (_("vorher"), stale.base)]
            shape.widget.others = [(label, row["geometry"]) for label, row in others if row]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and cleaned.get("seen_version") is None:
            raise ValidationError(_("Die Fassung fehlt. Bitte laden Sie die Seite neu."))
        if isinstance(self.refusal, Invalid):
            for name, said in self.refusal.errors.items():
                self.add_error(name if name in self.fields else None, [str(one) for one in said])
        return cleaned


class FeatureAdmin(MapAdmin):
    """One layer of the registry; subclasses may arrange `fieldsets`."""

    layer: Layer
    form = FeatureForm
    change_form_template = "admin/feature_change_form.html"
    delete_confirmation_template = "admin/feature_delete.html"
    delete_selected_confirmation_template = "admin/feature_delete_selected.html"
    list_select_related = ("dataset",)
    list_per_page = 50
    show_full_result_count = False
    actions = ("publish_selected", "withdraw_selected")

    # --- list

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(**self.layer.where)

    def get_list_display(self, request: HttpRequest) -> Sequence[Any]:
        declared = [f.name for f in self.layer.fields if f.in_list]
        title = self.layer.title_field
        names = [title, *(name for name in declared if name != title)]
        columns = queries.writable_fields(self.layer)
        shown = [_column(self.layer, columns[name]) for name in names if name in columns]
        return [*shown, "published", "dataset"]

    def get_list_filter(self, request: HttpRequest) -> Sequence[str]:
        columns = queries.writable_fields(self.layer).values()
        few = [c.name for c in columns if c.choices or isinstance(c, models.BooleanField)]
        return [*(name for name in few if name != "published"), "published", "dataset"]

    def get_search_fields(self, request: HttpRequest) -> Sequence[str]:
        columns = queries.writable_fields(self.layer)
        named = dict.fromkeys([*self.layer.search, self.layer.title_field, "address", "source_id"])
        return [name for name in named if name in columns]

    def get_ordering(self, request: HttpRequest) -> Sequence[Any]:
        column = queries.writable_fields(self.layer).get(self.layer.title_field)
        if isinstance(column, models.CharField):
            return [Collate(column.name, GERMAN), "pk"]
        return ["pk"]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict | None = None
    ) -> HttpResponse:
        """A refused action does nothing at all and says why."""
        if request.method != "POST":
            return super().changelist_view(request, extra_context)
        try:
            with transaction.atomic():
                return super().changelist_view(request, extra_context)
        except Refused as refusal:
            self.message_user(request, explained(refusal), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        seen = dict(part.split(":") for part in request.POST.getlist("seen"))
        changes = [
            Change(self.layer, "delete", pk=pk, seen_version=int(seen[str(pk)]))
            for pk in queryset.values_list("pk", flat=True)
        ]
        write(changes, door=ADMIN, account=request.user)

    @admin.action(description=_("Ausgewählte veröffentlichen"), permissions=["change"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._set_published(request, queryset, True)

    @admin.action(description=_("Ausgewählte verbergen"), permissions=["change"])
    def withdraw_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._set_published(request, queryset, False)

    def _set_published(self, request: HttpRequest, queryset: QuerySet, published: bool) -> None:
        keys = queryset.values_list("pk", flat=True)
        changes = [Change(self.layer, "update", {"published": published}, pk=pk) for pk in keys]
        made = write(changes, door=ADMIN, account=request.user)
        self.message_user(request, _("%(count)s geändert.") % {"count": len(made.written)})

    # --- form

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*queries.writable_fields(self.layer), "seen_version"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list:
        if self.fieldsets:
            return [*self.fieldsets, (None, {"fields": ["seen_version"]})]
        origin = ["dataset", "source_id", "source_note", "accuracy_m", "slug"]
        shown = ["published", "valid_from", "valid_to"]
        every = queries.writable_fields(self.layer)
        gml = [name for name in every if name.startswith("gml_")]
        own = [name for name in every if name not in origin + shown + gml]
        return [
            (None, {"fields": [*own, "seen_version"]}),
            (_("Sichtbarkeit"), {"fields": shown}),
            (_("Herkunft"), {"fields": origin}),
            (_("Für GIS-Werkzeuge (GML)"), {"fields": gml, "classes": ["collapse"]}),
        ]

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **options: Any
    ) -> type[forms.ModelForm]:
        form = super().get_form(request, obj, change, **options)
        refusal = getattr(request, "refusal", None)
        return type(form.__name__, (form,), {"refusal": refusal, "layer": self.layer})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except Gone as refusal:
            self.message_user(request, explained(refusal), messages.ERROR)
            return HttpResponseRedirect(self._url("changelist"))
        except (Invalid, Stale) as refusal:
            return self._shown_again(request, object_id, form_url, extra_context, refusal)

    def _shown_again(
        self,
        request: HttpRequest,
        object_id: str | None,
        form_url: str,
        extra_context: dict | None,
        refusal: Invalid | Stale,
    ) -> HttpResponse:
        """The form with everything that was typed. After Stale it starts from their row."""
        again: Any = copy.copy(request)
        again.refusal = refusal
        extra = {**(extra_context or {})}
        if isinstance(refusal, Stale):
            again.method = "GET"
            extra["conflict"] = conflict_table(self.layer, refusal)
            extra["their_change"] = next(iter(queries.history(self.layer, refusal.pk)), None)
        response = super().changeform_view(again, object_id, form_url, extra)
        response.status_code = 409 if isinstance(refusal, Stale) else 200
        return response

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        columns = queries.writable_fields(self.layer)
        names = form.changed_data if change else form.cleaned_data
        theirs = {name for name in columns if request.POST.get(f"choose_{name}") == "theirs"}
        values = {n: form.cleaned_data[n] for n in names if n in columns and n not in theirs}
        if not change:
            values = {n: v for n, v in values.items() if v or n not in _FILLED_IN}
        action = Change(
            self.layer,
            "update" if change else "insert",
            values,
            pk=obj.pk,
            seen_version=form.cleaned_data.get("seen_version"),
        )
        made = write([action], door=ADMIN, account=request.user)
        for written in made.written:
            obj.pk = written.pk
        obj._state.adding = False
        obj.refresh_from_db()

    # --- deletion

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        try:
            return super().delete_view(request, object_id, extra_context)
        except Refused as refusal:
            self.message_user(request, explained(refusal), messages.ERROR)
            return HttpResponseRedirect(request.get_full_path())

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        seen = int(request.POST["seen_version"])
        change = Change(self.layer, "delete", pk=obj.pk, seen_version=seen)
        write([change], door=ADMIN, account=request.user)

    # --- history

    def get_urls(self) -> list:
        name = f"{self.opts.app_label}_{self.opts.model_name}_restore"
        view = self.admin_site.admin_view(self.restore_view)
        return [path("<int:pk>/restore/", view, name=name), *super().get_urls()]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict | None = None
    ) -> HttpResponse:
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        pk = self.opts.pk.to_python(unquote(object_id))
        entries = queries.history(self.layer, pk)
        if not entries:
            return super().history_view(request, object_id, extra_context)
        obj = self.get_object(request, unquote(object_id))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Verlauf: %(name)s") % {"name": obj or entries[0].values.get("name", pk)},
            "opts": self.opts,
            "object": obj,
            "pk": pk,
            "entries": [(entry, shown_diffs(self.layer, entry)) for entry in entries],
            "module_name": str(self.opts.verbose_name_plural),
            "may_restore": obj is not None and self.has_change_permission(request, obj),
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/feature_history.html", context)

    def restore_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method == "POST":
            try:
                restore(
                    self.layer,
                    pk,
                    int(request.POST["version"]),
                    seen_version=int(request.POST["seen_version"]),
                    door=ADMIN,
                    account=request.user,
                )
                self.message_user(request, _("Fassung wiederhergestellt."), messages.SUCCESS)
            except NotAllowed as refusal:
                raise PermissionDenied from refusal
            except Refused as refusal:
                self.message_user(request, explained(refusal), messages.ERROR)
        return HttpResponseRedirect(self._url("history", pk))

    def _url(self, view: str, *arguments: Any) -> str:
        name = f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_{view}"
        return reverse(name, args=arguments)


def _column(layer: Layer, column: models.Field) -> str | Callable:
    """A text column is sorted as in a German dictionary; others are Django's own."""
    if column.choices or not isinstance(column, (models.CharField, models.TextField)):
        return column.name

    @admin.display(
        description=str(queries.field_title(layer, column)), ordering=Collate(column.name, GERMAN)
    )
    def text(row: models.Model) -> Any:
        return getattr(row, column.name)

    text.__name__ = column.name
    return text


def explained(refusal: Refused) -> str:
    """A refusal in a sentence, where no form can show it."""
    if isinstance(refusal, Stale):
        return str(_("Inzwischen hat jemand anderes diesen Eintrag geändert; bitte neu prüfen."))
    if isinstance(refusal, Gone):
        return str(_("Diesen Eintrag gibt es nicht mehr."))
    if isinstance(refusal, NotAllowed):
        return str(_("Dazu fehlt die Berechtigung."))
    if isinstance(refusal, Invalid):
        return " ".join(str(one) for said in refusal.errors.values() for one in said)
    rows = ", ".join(row.title for row in getattr(refusal, "rows", ()))
    tables = ", ".join(getattr(refusal, "tables", ()))
    reason = str(getattr(refusal, "reason", refusal))
    return f"{reason} {rows or tables}".strip()


def conflict_table(layer: Layer, stale: Stale) -> list[dict[str, Any]]:
    """Field by field what was, what I want and what they made of it, for every difference."""
    touched = {*stale.changed_by_me, *stale.changed_by_them}
    conflicts, mine = set(stale.conflicts), set(stale.changed_by_me)

    def shown(row: dict[str, Any] | None, name: str) -> Any:
        return queries.shown_value(layer, name, row[name]) if row and name in row else None

    return [
        {
            "name": name,
            "title": queries.field_title(layer, column),
            "base": shown(stale.base, name),
            "mine": shown(stale.mine, name) if name in mine else None,
            "theirs": shown(stale.theirs, name),
            "conflict": name in conflicts,
            "is_mine": name in mine,
        }
        for name, column in queries.writable_fields(layer).items()
        if name in touched
    ]


def shown_diffs(layer: Layer, entry: queries.HistoryEntry) -> list[dict[str, Any]]:
    return [
        {
            "title": diff.title,
            "before": queries.shown_value(layer, diff.name, diff.before),
            "after": queries.shown_value(layer, diff.name, diff.after),
        }
        for diff in entry.diffs
    ]
