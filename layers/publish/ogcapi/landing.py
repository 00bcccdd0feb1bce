"""The landing page and the list of what this service conforms to."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from layers.ground.models import City
from layers.publish.ogcapi import documents, jsonfg
from layers.publish.ogcapi.links import HTML, JSON, OPENAPI, REL, address, link, self_and_alternates

_FEATURES = "http://www.opengis.net/spec/ogcapi-features-{}/1.0/conf/{}"
_CQL2 = "http://www.opengis.net/spec/cql2/1.0/conf/"
_TILES = "http://www.opengis.net/spec/ogcapi-tiles-1/1.0/conf/"
_COMMON = "http://www.opengis.net/spec/ogcapi-common-{}/1.0/conf/{}"
_STYLES = "http://www.opengis.net/spec/ogcapi-styles-1/1.0/conf/"
_RECORDS = "http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/"

CONFORMS_TO = [
    *(_COMMON.format(1, one) for one in ("core", "json", "html", "oas30", "landing-page")),
    _COMMON.format(2, "collections"),
    *(_FEATURES.format(1, one) for one in ("core", "oas30", "html", "geojson")),
    _FEATURES.format(2, "crs"),
    *(
        _FEATURES.format(3, one)
        for one in ("filter", "features-filter", "queryables", "queryables-query-parameters")
    ),
    *(
        _FEATURES.format(4, one)
        for one in (
            "create-replace-delete",
            "update",
            "optimistic-locking-etags",
            "features",
        )
    ),
    *(
        _FEATURES.format(5, one)
        for one in (
            "schemas",
            "core-roles-features",
            "returnables-and-receivables",
            "queryables",
            "sortables",
            "profile-parameter",
        )
    ),
    *jsonfg.CLASSES,
    _FEATURES.format(8, "sorting"),
    *(
        _CQL2 + one
        for one in (
            "cql2-text",
            "cql2-json",
            "basic-cql2",
            "advanced-comparison-operators",
            "case-insensitive-comparison",
            "accent-insensitive-comparison",
            "basic-spatial-functions",
            "basic-spatial-functions-plus",
            "spatial-functions",
            "temporal-functions",
            "property-property",
            "functions",
            "arithmetic",
        )
    ),
    *(
        _TILES + one
        for one in (
            "core",
            "tileset",
            "tilesets-list",
            "dataset-tilesets",
            "geodata-tilesets",
            "mvt",
            "oas30",
        )
    ),
    *(_STYLES + one for one in ("core", "mapbox-styles", "sld-10", "sld-11", "style-info")),
    *(
        _RECORDS + one
        for one in (
            "record-core",
            "record-core-query-parameters",
            "record-collection",
            "record-api",
            "searchable-catalog",
            "json",
            "html",
        )
    ),
]


def landing(request: HttpRequest) -> HttpResponse:
    chosen = documents.chosen_form(request)
    return documents.answer(request, chosen, _landing_document(request, chosen), "landing")


def _landing_document(request: HttpRequest, chosen: str) -> dict[str, Any]:
    city = City.objects.first()
    name = city.name if city else ""
    return {
        "title": _("Geodaten der Stadt %(city)s") % {"city": name},
        "description": _(
            "Alle Ebenen der Stadtkarte für GIS-Programme: als Objekte, als Vektorkacheln, "
            "mit Stilen und als Katalog."
        ),
        "links": [
            *self_and_alternates(request, chosen, documents.FORMS),
            link(
                "service-desc",
                address(request, "api"),
                OPENAPI,
                _("Beschreibung der Schnittstelle (OpenAPI)"),
            ),
            link(
                "service-doc",
                address(request, "api-html"),
                HTML,
                _("Beschreibung der Schnittstelle zum Lesen"),
            ),
            link("conformance", address(request, "conformance"), JSON, _("Erfüllte Normen")),
            link(REL + "conformance", address(request, "conformance"), JSON, _("Erfüllte Normen")),
            link("data", address(request, "collections"), JSON, _("Ebenen")),
            link(REL + "data", address(request, "collections"), JSON, _("Ebenen")),
            link(
                REL + "tilesets-vector",
                address(request, "tilesets"),
                JSON,
                _("Vektorkacheln der Grundkarte"),
            ),
            link(
                REL + "tiling-schemes",
                address(request, "tile-matrix-sets"),
                JSON,
                _("Kachelschemata"),
            ),
            link(REL + "styles", address(request, "styles"), JSON, _("Stile der Karte")),
            link(REL + "functions", address(request, "functions"), JSON, _("Funktionen in CQL2")),
            link(REL + "ogc-catalog", address(request, "records"), JSON, _("Katalog")),
        ],
    }


def conformance(request: HttpRequest) -> HttpResponse:
    chosen = documents.chosen_form(request)
    document = {
        "title": _("Erfüllte Normen"),
        "links": self_and_alternates(request, chosen, documents.FORMS),
        "conformsTo": CONFORMS_TO,
    }
    return documents.answer(request, chosen, document)
