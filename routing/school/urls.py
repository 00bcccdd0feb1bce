"""Addresses below /schulen/."""

from django.urls import path, re_path

from routing.school import views

urlpatterns = [
    path("", views.schools, name="schools"),
    path("laufbus/<slug:slug>/", views.walking_bus, name="walking_bus"),
    path("<slug:slug>/", views.school, name="school"),
    path("<slug:slug>/schulwege.gpx", views.ways_gpx, name="school_gpx"),
    path("<slug:slug>/schulwegplan.pdf", views.printed_plan, name="school_plan"),
    path("<slug:slug>/zu-fuss/", views.walk, name="school_walk"),
    re_path(
        r"^(?P<slug>[-\w]+)/karte-(?P<shape>breit|schmal)-(?P<theme>light|dark)\.svg\Z",
        views.picture,
        name="school_picture",
    ),
]
