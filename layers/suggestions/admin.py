"""The queue of suggestions: what is proposed beside what is there, and a decision."""

from contextlib import suppress
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
from layers.ground.text import visible
from layers.publish.pictures import Frame, Overlay, draw
from layers.suggestions import queries, services
from layers.suggestions.deciding import Case
from layers.suggestions.errors import AlreadyDecided
from layers.suggestions.forms import ValuesForm
from layers.suggestions.models import Suggestion


@admin.register(Suggestion)
class SuggestionAdmin(admin.ModelAdmin):
    """Nobody writes a suggestion here; whoever may edit its layer decides."""

    list_display = ("created_at", "title", "layer_title", "about", "state", "decided_by")
    list_filter = ("state", "layer", ("consent__withdrawn_at", admin.EmptyFieldListFilter))
    list_select_related = ("decided_by",)
    actions = ["discard"]

    @admin.display(description=_("Vorschlag"))
    def title(self, suggestion: Suggestion) -> str:
        return str(suggestion)

    @admin.display(description=_("Ebene"), ordering="layer")
    def layer_title(self, suggestion: Suggestion) -> str:
        return str(registry.layer(suggestion.layer).title)

    @admin.display(description=_("Anlass"))
    def about(self, suggestion: Suggestion) -> str:
        report = queries.report_called(registry.layer(suggestion.layer), suggestion.report)
        if report:
            return str(report.title)
        return str(_("Bemerkung") if suggestion.target else _("Neu"))

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
        suggestion = get_object_or_404(self.get_queryset(request), pk=int(object_id[:18]))
        if not self.has_change_permission(request, suggestion):
            raise PermissionDenied
        case = Case(suggestion, request.GET.get("mit", ""))
        form = case.form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and self._decided(request, case, form):
            return HttpResponseRedirect(reverse("admin:layers_suggestion_changelist"))
        context = {
            **self.admin_site.each_context(request),
            "title": str(suggestion),
            "opts": self.opts,
            "case": case,
            "suggestion": suggestion,
            "layer": case.layer,
            "rows": case.rows(form),
            "form": form,
            "target_admin": case.admin_url,
            "alike": case.alike,
            "waiting": queries.waiting_near(suggestion),
            "picture": _picture(case),
            "photo_url": reverse("photo", args=[suggestion.photo_id, 640])
            if suggestion.photo_id
            else "",
        }
        return TemplateResponse(request, "suggestions/decide.html", context)

    @admin.action(description=_("Ausgewählte ohne Antwort verwerfen"), permissions=["change"])
    def discard(self, request: HttpRequest, chosen: QuerySet[Suggestion]) -> None:
        """For a flood: no answer is written, and none is sent."""
        account: Any = request.user
        discarded = 0
        for suggestion in chosen.filter(state=Suggestion.State.OPEN):
            with suppress(AlreadyDecided):
                services.discard(suggestion, account=account)
                discarded += 1
        self.message_user(
            request, _("Verworfen: %(count)s") % {"count": discarded}, messages.SUCCESS
        )

    def _decided(self, request: HttpRequest, case: Case, form: ValuesForm) -> bool:
        account: Any = request.user
        answer = visible(request.POST.get("answer", ""))[:2_000]
        try:
            if "reject" in request.POST:
                if not answer:
                    self.message_user(request, _("Bitte nennen Sie einen Grund."), messages.ERROR)
                    return False
                services.reject(case.suggestion, account=account, answer=answer)
                self.message_user(request, _("Nicht übernommen."), messages.SUCCESS)
                return True
            if not form.is_valid():
                return False
            services.accept(
                case.suggestion,
                account=account,
                values=form.cleaned_data,
                answer=answer,
                seen_version=_number(request.POST.get("version", "")),
                merge_with=case.merge_with.pk if case.merge_with else None,
                with_photo="with_photo" in request.POST,
            )
            self.message_user(request, _("Übernommen."), messages.SUCCESS)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        except AlreadyDecided:
            self.message_user(request, _("Darüber ist schon entschieden."), messages.WARNING)
        except Refused as refusal:
            self.message_user(request, explained(refusal), messages.ERROR)
            return False
        return True


def _number(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 10 else None


def _picture(case: Case) -> str:
    """Proposed as a ring, what is there as a square; nothing where neither has a place."""
    places = [one.geometry for one in (case.suggestion, case.target) if one and one.geometry]
    if not places:
        return ""
    middle = places[0].centroid
    frame = Frame((middle.x, middle.y), 500, 480, 320)
    marks = []
    if case.suggestion.geometry:
        marks.append(
            '<circle cx="240" cy="160" r="10" fill="none" stroke="@closed" stroke-width="4"/>'
        )
    if case.target:
        there = case.target.geometry.centroid
        left, top = frame.pixel(there.x, there.y)
        marks.append(
            f'<rect x="{left - 12:.1f}" y="{top - 12:.1f}" width="24" height="24" fill="none" '
            'stroke="@ink" stroke-width="3"/>'
        )
    shown = [one for one in registry.public_layers() if one.basemap or one is case.layer]
    return mark_safe(draw(frame, shown, theme="light", above=[Overlay(mark) for mark in marks]))
