from django.urls import include, path

from heatmodel.results import views

urlpatterns = [
    path("", views.zones, name="heat"),
    path("erreichbarkeit/", include("heatmodel.coverage.urls")),
    path("schatten/", views.shade, name="shade"),
    path("schatten/<slug:run_id>/<int:half_month>.tif", views.shade_raster, name="shade_raster"),
    path("laeufe/<slug:run_id>/", views.run, name="heat_run"),
]
