from django.urls import path

from heatmodel.warnings import views

urlpatterns = [
    path("", views.page, name="heat_warning"),
    path("feed.atom", views.atom, name="heat_warning_atom"),
    path("kalender.ics", views.calendar, name="heat_warning_calendar"),
]
