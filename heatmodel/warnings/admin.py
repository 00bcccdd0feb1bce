"""How reading the weather service goes, for those who look after it; read-only."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from heatmodel.warnings.models import Feed
from heatmodel.warnings.queries import State, feed_state

_WORDS = {
    State.CURRENT: _("aktuell"),
    State.STALE: _("nicht aktuell"),
    State.UNCONNECTED: _("keine Verbindung eingerichtet"),
}


@admin.register(Feed)
class FeedAdmin(admin.ModelAdmin):
    list_display = ["name", "state", "read_at", "made_at", "failure", "tried_at"]
    fields = ["name", "state", "read_at", "made_at", "failure", "tried_at"]

    @admin.display(description=_("Zustand"))
    def state(self, feed: Feed) -> str | Promise:
        return _WORDS[feed_state(feed, timezone.now())]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
