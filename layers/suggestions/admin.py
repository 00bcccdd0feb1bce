"""The queue of suggestions: what is proposed beside what is there, and a decision."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from layers import registry
from layers.editing.admin import explained
from layers.editing.errors import NotAllowed, Refused
from layers.publish.pictures import Frame, Overlay, draw
from layers.suggestions import queries, services
from layers.suggestions.errors import AlreadyDecided
from layers.suggestions.forms import ValuesForm
from layers.suggestions.models import Suggestion


@admin.register(Suggestion)
class SuggestionAdmin(admin.ModelAdmin):
    """Nobody writes a suggestion here; whoever may edit its layer decides."""

    list_display = ("created_at", "title", "layer_title", "state", "decided_by")
    list_filter = ("state", "layer")
    list_select_related = ("decided_by",)
    actions = None

    @admin.display(description=_("Vorschlag"))
    def title(self, suggestion: Suggestion) -> str:
        return str(suggestion)

    @admin.display(description=_("Ebene"), ordering="layer")
    def layer_title(self, suggestion: Suggestion) -> str:
        return str(registry.layer(suggestion.layer).title)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return queries.queue(request.user)  # type: ignore[arg-type]  # staff only

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        if not object_id.isdecimal():
            object_id = "0"
        suggestion = get_object_or_404(self.get_queryset(request), pk=int(object_id))
        if not self.has_change_permission(request, suggestion):
            raise PermissionDenied
        layer = registry.layer(suggestion.layer)
        posted = request.POST if request.method == "POST" else None
        form = ValuesForm(layer, posted, initial=suggestion.values)
        if posted is not None and self._decided(request, suggestion, form):
            return HttpResponseRedirect(reverse("admin:layers_suggestion_changelist"))
        target = layer.model._default_manager.filter(pk=suggestion.target).first()
        context = {
            **self.admin_site.each_context(request),
            "title": str(suggestion),
            "opts": self.opts,
            "suggestion": suggestion,
            "layer": layer,
            "form": form,
            "target": target,
            "target_admin": f"admin:{layer.model._meta.app_label}_{layer.model._meta.model_name}",
            "alike": queries.published_near(layer, suggestion.geometry)
            if suggestion.geometry and not target
            else [],
            "waiting": queries.waiting_near(suggestion),
            "picture": _picture(suggestion),
        }
        return TemplateResponse(request, "suggestions/decide.html", context)

    def _decided(self, request: HttpRequest, suggestion: Suggestion, form: ValuesForm) -> bool:
        account: Any = request.user
        answer = request.POST.get("answer", "").strip()[:2_000]
        try:
            if "reject" in request.POST:
                if not answer:
                    self.message_user(request, _("Bitte nennen Sie einen Grund."), messages.ERROR)
                    return False
                services.reject(suggestion, account=account, answer=answer)
                self.message_user(request, _("Nicht übernommen."), messages.SUCCESS)
                return True
            if suggestion.target is None and not form.is_valid():
                return False
            values = form.cleaned_data if suggestion.target is None else {}
            services.accept(suggestion, account=account, values=values, answer=answer)
            self.message_user(request, _("Übernommen."), messages.SUCCESS)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except AlreadyDecided:
            self.message_user(request, _("Darüber ist schon entschieden."), messages.WARNING)
        except Refused as refusal:
            self.message_user(request, explained(refusal), messages.ERROR)
            return False
        return True


def _picture(suggestion: Suggestion) -> str:
    if suggestion.geometry is None:
        return ""
    layer = registry.layer(suggestion.layer)
    frame = Frame((suggestion.geometry.x, suggestion.geometry.y), 500, 480, 320)
    mark = '<circle cx="240" cy="160" r="10" fill="none" stroke="@closed" stroke-width="4"/>'
    shown = [one for one in registry.public_layers() if one.basemap or one is layer]
    return mark_safe(draw(frame, shown, theme="light", above=[Overlay(mark)]))
