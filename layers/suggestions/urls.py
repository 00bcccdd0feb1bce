"""Addresses of the suggestions' pages."""

from django.urls import path

from layers.suggestions import views

urlpatterns = [
    path("mitmachen/", views.overview, name="take_part"),
    path("mitmachen/<uuid:code>/", views.suggestion, name="suggestion"),
    path("mitmachen/<uuid:code>/zurueckziehen/", views.withdraw, name="suggestion_withdraw"),
    path("vorschlagen/<slug:name>/", views.suggest, name="suggest"),
]
