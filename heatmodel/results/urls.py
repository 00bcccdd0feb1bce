from django.urls import include, path

from heatmodel.planning import views as planning
from heatmodel.results import views

urlpatterns = [
    path("", views.zones, name="heat"),
    path("erreichbarkeit/", include("heatmodel.coverage.urls")),
    path("schatten/", views.shade, name="shade"),
    path("schatten/<slug:run_id>/<int:half_month>.tif", views.shade_raster, name="shade_raster"),
    path("szenarien/", planning.public, name="public_scenarios"),
    *(
        path(
            f"szenarien/<uuid:key>/{state}.tif",
            planning.raster,
            {"state": state},
            name=f"scenario_{state}",
        )
        for state in ("before", "after", "delta")
    ),
    path("laeufe/<slug:run_id>/", views.run, name="heat_run"),
]
