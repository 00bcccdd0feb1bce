"""All addresses of the application."""

from django.contrib import admin
from django.urls import include, path

from gis_app.views import api, embed, errors, layers, map, offline, pages, search
from heatmodel.coverage.views import gaps
from layers.publish.downloads.views import download
from layers.publish.styles.views import style_json
from routing.directions.pages import way
from routing.siting.pages import sites

urlpatterns = [
    path("", map.map_page, name="map"),
    path("orte/<slug:slug>/", map.place, name="place"),
    path("weg/", way, name="way"),
    path("suche/", search.search, name="search"),
    path("ebenen/", layers.layers, name="layers"),
    path("ebenen/<slug:name>/", layers.layer, name="layer"),
    path("ebenen/<slug:name>/<int:pk>/", layers.feature, name="feature"),
    path("ebenen/<slug:name>/<int:pk>/seite/", layers.own_page, name="feature_page"),
    path("", include("layers.suggestions.urls")),
    path("", include("layers.media.urls")),
    path("schulen/", include("routing.school.urls")),
    path("hitze/", include("heatmodel.results.urls")),
    path("hitze/warnung/", include("heatmodel.warnings.urls")),
    path("hitzeaktionsplan/", include("heatmodel.action_plan.urls")),
    path("drucken/", include("heatmodel.print.urls")),
    path("planung/luecken/", gaps, name="gaps"),
    path("planung/standorte/", sites, name="sites"),
    path("planung/szenarien/", include("heatmodel.planning.urls")),
    path("daten/", pages.data, name="data"),
    path("daten/verbinden/", pages.connect, name="connect"),
    path("daten/herunterladen/", include("layers.publish.downloads.urls")),
    path("einbetten/", embed.generator, name="embed"),
    path("einbetten/karte/", embed.embedded_map, name="embed_karte"),
    path("einbetten/beweglich/", embed.embedded_moving_map, name="embed_beweglich"),
    path("einbetten/liste/", embed.embedded_list, name="embed_liste"),
    path("impressum/", pages.imprint, name="imprint"),
    path("datenschutz/", pages.privacy, name="privacy"),
    path("barrierefreiheit/", pages.accessibility, name="accessibility"),
    path("api/search/", search.suggestions, name="api_search"),
    path("api/routing/", include("routing.urls")),
    path("api/layers/", api.layers, name="api_layers"),
    path(
        "api/layers/<slug:name>.geojson",
        download,
        {"extension": "geojson"},
        name="layer_geojson",
    ),
    path("api/layers/<slug:name>/", api.features, name="api_features"),
    path("api/layers/<slug:name>/<int:pk>/", api.feature, name="api_feature"),
    path("stil/<slug:theme>.json", style_json, name="style"),
    path("tiles/", include("layers.publish.tiles.urls")),
    path("raster/", include("layers.publish.rasters.urls")),
    path("ogc/", include("layers.publish.ogcapi.urls")),
    path("wfs", include("layers.publish.wfs.urls")),
    path("konto/", include("accounts.urls")),
    path("verwaltung/", admin.site.urls),
    path("offline/", offline.page, name="offline"),
    path("offline/umfang.json", offline.scope, name="offline_scope"),
    path("sw.js", offline.service_worker, name="service_worker"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("robots.txt", pages.robots, name="robots"),
    path("favicon.ico", pages.favicon, name="favicon"),
    path("health/", pages.health, name="health"),
]

handler400 = errors.bad_request
handler403 = errors.permission_denied
handler404 = errors.page_not_found
handler500 = errors.server_error
