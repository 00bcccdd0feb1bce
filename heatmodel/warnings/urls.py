from django.urls import path

from heatmodel.warnings import views
from heatmodel.warnings.subscription import views as subscription

urlpatterns = [
    path("", views.page, name="heat_warning"),
    path("feed.atom", views.atom, name="heat_warning_atom"),
    path("kalender.ics", views.calendar, name="heat_warning_calendar"),
    path("abonnieren/", subscription.subscribe, name="heat_warning_subscribe"),
    path("abonnieren/bestaetigen/", subscription.confirm, name="heat_warning_confirm"),
    path("abbestellen/", subscription.end, name="heat_warning_end"),
]
