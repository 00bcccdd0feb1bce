"""The catalogue: one record for each layer and each dataset behind them (OGC API Records)."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from layers.ground.crs import transformer
from layers.ground.models import City, Dataset
from layers.publish.crs import CRS84
from layers.publish.extents import Extent, extents
from layers.publish.ogcapi import documents, jsonfg, parameters
from layers.publish.ogcapi.links import (
    GEOJSON,
    HTML,
    JSON,
    REL,
    address,
    here,
    link,
    self_and_alternates,
)
from layers.publish.ogcapi.lookup import collections, keep
from layers.publish.ogcapi.parameters import Parameter
from layers.publish.provenance import datasets_behind
from layers.registry import Layer

NAME = "records"
FORMS = {"json": GEOJSON, "html": HTML}
F = parameters.format_parameter(FORMS)
_CONFORMS = ["http://www.opengis.net/spec/ogcapi-records-1/1.0/req/record-core"]

Q = Parameter(
    "q",
    gettext_lazy("Wörter in Titel, Beschreibung oder Schlagwörtern; Komma heißt oder."),
    {"type": "array", "items": {"type": "string"}},
)
TYPE = Parameter(
    "type",
    gettext_lazy("Art des Eintrags: layer (Ebene) oder dataset (Datensatz)."),
    {"type": "array", "items": {"type": "string", "enum": ["layer", "dataset"]}},
)
IDS = Parameter(
    "ids",
    gettext_lazy("Kennungen, durch Komma getrennt."),
    {"type": "array", "items": {"type": "string"}},
)
PARAMETERS = (
    parameters.BBOX,
    parameters.BBOX_CRS,
    parameters.DATETIME,
    parameters.LIMIT,
    parameters.OFFSET,
    Q,
    TYPE,
    IDS,
    F,
    jsonfg.PROFILE,
)

ITEM_PARAMETERS = (F, jsonfg.PROFILE)


def catalogue(request: HttpRequest) -> HttpResponse:
    chosen = documents.chosen_form(request)
    city = City.objects.first()
    items = address(request, "record-items")
    document = {
        "id": NAME,
        "title": _("Katalog der Geodaten"),
        "description": _("Alle Ebenen und die Datensätze, aus denen sie kommen."),
        "itemType": "record",
        "conformsTo": _CONFORMS,
        "crs": [CRS84.uri],
        "extent": {"spatial": {"bbox": [list(_city_box(city) or ())], "crs": CRS84.uri}},
        "links": [
            *self_and_alternates(request, chosen, documents.FORMS),
            link("items", items, GEOJSON, _("Einträge")),
            link("items", f"{items}?f=html", HTML, _("Einträge als Liste")),
            link("root", address(request, "landing"), JSON),
        ],
    }
    return documents.answer(request, chosen, document)


def items(request: HttpRequest) -> HttpResponse:
    asked = parameters.read(request, PARAMETERS)
    form = parameters.form(request, asked, FORMS)
    found = [one for one in _records(request) if _fits(one, asked)]
    limit, offset = parameters.limit(asked), parameters.offset(asked)
    shown = found[offset : offset + limit]
    links = self_and_alternates(request, form, FORMS)
    if offset + limit < len(found):
        links.append(link("next", here(request, offset=offset + limit), FORMS[form]))
    links.append(link("collection", address(request, "records"), JSON))
    profile = jsonfg.profile(asked, form)
    if form == "json":
        links.append(jsonfg.profile_link(profile))
    document: dict[str, Any] = {
        "type": "FeatureCollection",
        "title": _("Katalog der Geodaten"),
        "links": links,
        "numberMatched": len(found),
        "numberReturned": len(shown),
        "features": shown,
    }
    if profile != jsonfg.PLAIN:  # there only the outermost object says what it conforms to
        for record in shown:
            del record["conformsTo"]
        document = {"conformsTo": [jsonfg.CORE], **document}
    response = documents.answer(request, form, document, "records", GEOJSON)
    return keep(response, *collections(request)) if form == "json" else response


def item(request: HttpRequest, record_id: str) -> HttpResponse:
    asked = parameters.read(request, ITEM_PARAMETERS)
    form = parameters.form(request, asked, FORMS)
    record = next((one for one in _records(request) if one["id"] == record_id), None)
    if record is None:
        raise Http404
    record["links"] = [
        *self_and_alternates(request, form, FORMS),
        link("collection", address(request, "records"), JSON),
        *record["links"],
    ]
    if form == "html":
        return documents.page(request, "record", {"title": record["properties"]["title"], **record})
    profile = jsonfg.profile(asked, form)
    record["links"].append(jsonfg.profile_link(profile))
    if profile != jsonfg.PLAIN:
        record["conformsTo"] = [*_CONFORMS, jsonfg.CORE]
    return keep(documents.json_answer(request, record, GEOJSON), *collections(request))


def _fits(record: dict[str, Any], asked: dict[str, str]) -> bool:
    properties = record["properties"]
    if "type" in asked and properties["type"] not in asked["type"].split(","):
        return False
    if "ids" in asked and record["id"] not in asked["ids"].split(","):
        return False
    if "q" in asked and not _says(properties, asked["q"]):
        return False
    box = parameters.box(asked)
    if "datetime" in asked:  # records say nothing about time, and so never exclude any
        parameters.interval(asked["datetime"])
    return box is None or _touches(record["geometry"], *box)


def _says(properties: dict[str, Any], q: str) -> bool:
    text = " ".join(
        (properties["title"], properties.get("description", ""), *properties["keywords"])
    ).casefold()
    return any(term.strip().casefold() in text for term in q.split(",") if term.strip())


def _touches(geometry: dict[str, Any] | None, box: list[float], system: Any) -> bool:
    if geometry is None:
        return False
    half = len(box) // 2
    move = transformer(system.srid, CRS84.srid).transform_bounds
    asked = move(box[0], box[1], box[half], box[half + 1])
    (west, south), _se, (east, north), *_rest = geometry["coordinates"][0]
    east_side = asked[2] if asked[0] <= asked[2] else 180.0
    return west <= east_side and asked[0] <= east and south <= asked[3] and asked[1] <= north


def _records(request: HttpRequest) -> Iterator[dict[str, Any]]:
    layers = collections(request)
    places = extents(layers)
    for layer in layers:
        yield _of_layer(request, layer, places[layer.name])
    box = _city_box(City.objects.first())
    for dataset in datasets_behind(layers):
        yield _of_dataset(request, dataset, box)


def _of_layer(request: HttpRequest, layer: Layer, extent: Extent) -> dict[str, Any]:
    name = layer.name
    properties = {
        "type": "layer",
        "title": str(layer.title),
        "description": str(layer.description),
        "keywords": [str(layer.theme.label), *map(str, layer.keywords)],
        "language": {"code": get_language() or "de"},
        "formats": [{"name": "GeoJSON", "mediaType": GEOJSON}],
    }
    links = [
        link("item", address(request, "items", name), GEOJSON, _("Objekte")),
        link("describedby", address(request, "collection", name), JSON, _("Ebene")),
    ]
    if layer.public:
        links.append(
            link(REL + "tilesets-vector", address(request, "collection-tilesets", name), JSON)
        )
    return _record(f"layer.{name}", extent.box, properties, links)


def _of_dataset(
    request: HttpRequest, dataset: Dataset, box: tuple[float, ...] | None
) -> dict[str, Any]:
    properties: dict[str, Any] = {
        "type": "dataset",
        "title": dataset.title,
        "description": dataset.description,
        "keywords": [str(dataset.get_kind_display())],
        "language": {"code": "de"},
        "license": dataset.licence_uri or dataset.licence,
        "rights": dataset.attribution,
        "contacts": [{"organization": dataset.publisher, "roles": ["publisher"]}],
    }
    if dataset.source_date:
        properties["updated"] = f"{dataset.source_date.isoformat()}T00:00:00Z"
    links = [link("about", request.build_absolute_uri(reverse("data")), HTML)]
    if dataset.source_url:
        links.append(link("via", dataset.source_url, "", _("Quelle")))
    if dataset.licence_uri:
        links.append(link("license", dataset.licence_uri, "", dataset.licence))
    return _record(f"dataset.{dataset.slug}", box, properties, links)


def _record(
    record_id: str,
    box: tuple[float, ...] | None,
    properties: dict[str, Any],
    links: list[dict[str, Any]],
) -> dict[str, Any]:
    geometry = None
    if box:
        west, south, east, north = box
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        geometry = {"type": "Polygon", "coordinates": [ring]}
    return {
        "id": record_id,
        "type": "Feature",
        "conformsTo": _CONFORMS,
        "time": None,
        "geometry": geometry,
        "properties": properties,
        "links": links,
    }


def _city_box(city: City | None) -> tuple[float, ...] | None:
    if city is None:
        return None
    extent = city.boundary.transform(CRS84.srid, clone=True).extent
    return tuple(round(one, 6) for one in extent)
