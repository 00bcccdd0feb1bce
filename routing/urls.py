"""Addresses of the routing interface, under `/api/routing/`."""

from django.urls import path

from routing.directions import api, openapi

app_name = "routing"
urlpatterns = [
    path("route", api.RouteView.as_view(), name="route"),
    path("isochrone", api.IsochroneView.as_view(), name="isochrone"),
    path("nearest", api.NearestView.as_view(), name="nearest"),
    path("coverage", api.CoverageView.as_view(), name="coverage"),
    path("sites", api.SitesView.as_view(), name="sites"),
    path("matrix", api.MatrixView.as_view(), name="matrix"),
    path("openapi.json", openapi.definition, name="openapi"),
]
