from django.urls import path

from heatmodel.planning import views

urlpatterns = [
    path("", views.scenarios, name="scenarios"),
    path("<uuid:key>/", views.scenario, name="scenario"),
    path("<uuid:key>/entwurf/", views.draft, name="scenario_draft"),
    path("<uuid:key>/massnahme/", views.add_measure, name="scenario_add"),
    path("<uuid:key>/massnahmen/", views.change_measures, name="scenario_change"),
    path("<uuid:key>/geojson/", views.paste, name="scenario_paste"),
    path("<uuid:key>/massnahmen.geojson", views.measures, name="scenario_measures"),
    path("<uuid:key>/stand/", views.progress, name="scenario_progress"),
    path("<uuid:key>/berechnen/", views.compute, name="scenario_compute"),
    path("<uuid:key>/veroeffentlichen/", views.publish, name="scenario_publish"),
    path("<uuid:key>/zurueckziehen/", views.withdraw, name="scenario_withdraw"),
    path("<uuid:key>/loeschen/", views.delete, name="scenario_delete"),
    path(
        "<uuid:key>/bild/<slug:quantity>/<slug:moment>.png", views.picture, name="scenario_picture"
    ),
    *(
        path(f"<uuid:key>/bericht.{form}", views.report, {"form": form}, name=f"scenario_{form}")
        for form in ("pdf", "html")
    ),
]
