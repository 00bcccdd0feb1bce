"""Addresses of the suggestions' pages."""

from django.urls import path

from layers.suggestions import views

urlpatterns = [
    path("vorschlagen/<slug:name>/", views.suggest, name="suggest"),
    path("vorschlag/<uuid:code>/", views.suggestion, name="suggestion"),
]
