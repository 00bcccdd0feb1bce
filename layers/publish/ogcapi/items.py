"""Features: pages of a collection, and one feature."""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from layers.publish import counts, revisions
from layers.publish.answers import is_known, not_modified, weak_etag
from layers.publish.crs import CRS84, Crs
from layers.publish.execution import fetch
from layers.publish.feature_json import dataset_slugs
from layers.publish.filters import cql2
from layers.publish.filters.compile import condition, property_sql
from layers.publish.filters.errors import FilterError
from layers.publish.filters.sql import Sql, put
from layers.publish.ogcapi import documents, jsonfg, parameters
from layers.publish.ogcapi.errors import BadParameter
from layers.publish.ogcapi.links import (
    GEOJSON,
    HTML,
    JSON,
    JSONFG,
    address,
    here,
    link,
    self_and_alternates,
)
from layers.publish.ogcapi.lookup import collection, keep
from layers.publish.ogcapi.parameters import Parameter
from layers.publish.pages import Page, fetch_page
from layers.publish.properties import shown
from layers.publish.rows import FeatureQuery, Order, mark, read_mark, select
from layers.registry import Field, Layer

FORMS = {"json": GEOJSON, "jsonfg": JSONFG, "html": HTML}
F = parameters.format_parameter(FORMS)
ITEM_PARAMETERS = (F, jsonfg.PROFILE, parameters.CRS)
ITEMS_PARAMETERS = (
    parameters.BBOX,
    parameters.BBOX_CRS,
    parameters.CRS,
    parameters.DATETIME,
    parameters.LIMIT,
    parameters.OFFSET,
    parameters.AFTER,
    parameters.FILTER,
    parameters.FILTER_LANG,
    parameters.FILTER_CRS,
    F,
    jsonfg.PROFILE,
)
MAX_ID = 2**63 - 1
_RESERVED = {"sortby", *(one.name for one in (*ITEMS_PARAMETERS, parameters.LANGUAGE))}
_LONGEST_SORT = 5
# GDAL 3.6 walks a collection by pages of ten, whatever it is told. Who has followed this many
# links wants all of it, and the links after that lead to ever larger pages.
_PATIENT_PAGES = 20
_LARGEST_GROWN = 1000


def filter_fields(layer: Layer) -> dict[str, Field]:
    """The properties that can be asked for as `name=value`."""
    return {one.name: one for one in shown(layer) if one.name not in _RESERVED}


def property_parameters(layer: Layer) -> tuple[Parameter, ...]:
    return tuple(
        Parameter(name, one.title, _schema(one)) for name, one in filter_fields(layer).items()
    )


def layer_parameters(layer: Layer) -> tuple[Parameter, ...]:
    """What a layer's items take besides `ITEMS_PARAMETERS`."""
    keys = [sign + name for name in sort_names(layer) for sign in ("", "-", "+")]
    sortby = Parameter(
        "sortby",
        gettext_lazy("Reihenfolge: Merkmale, durch Komma getrennt, „-“ davor für absteigend."),
        {
            "type": "array",
            "items": {"type": "string", "enum": keys},
            "minItems": 1,
            "maxItems": _LONGEST_SORT,
            "uniqueItems": True,
        },
    )
    return (sortby, *property_parameters(layer))


def sort_names(layer: Layer) -> list[str]:
    return ["id", *(one.name for one in shown(layer))]


def _schema(one: Field) -> dict[str, Any]:
    return {"string": {"type": "string"}, "date": {"type": "string"}}.get(
        one.type, {"type": "string"} if one.type == "datetime" else {"type": one.type}
    )


@dataclass(frozen=True)
class Asked:
    """What a request for items wants, read and checked."""

    layer: Layer
    form: str
    profile: str
    crs: Crs
    query: FeatureQuery
    page: int  # how many links "next" led here, from 0


def read_query(request: HttpRequest, layer: Layer) -> Asked:
    asked = parameters.read(request, (*ITEMS_PARAMETERS, *layer_parameters(layer)))
    order = _order(layer, asked)
    after, page = _after(asked, order)
    offset = parameters.offset(asked)
    if after is not None and offset:
        raise BadParameter("offset", _("Das schließt sich mit „after“ aus."))
    query = FeatureQuery(
        layer=layer,
        condition=condition_of(layer, asked),
        order=order,
        limit=parameters.limit(asked),
        offset=offset,
        after=after,
    )
    form = parameters.form(request, asked, FORMS)
    profile = jsonfg.profile(asked, form)
    return Asked(layer, form, profile, parameters.crs(asked, parameters.CRS), query, page)


def condition_of(layer: Layer, asked: dict[str, str]) -> Sql | None:
    """What bbox, datetime, properties and filter ask for together; None where nothing is."""
    parts: list[Sql] = []
    if box := parameters.box(asked):
        numbers, system = box
        tree: Any = {"op": "s_intersects", "args": [{"property": "geometry"}, {"bbox": numbers}]}
        parts.append(condition(tree, layer, srid=system.srid))
    if "datetime" in asked:
        parts.append(condition(_valid_in(asked["datetime"]), layer, srid=CRS84.srid))
    for name, one in filter_fields(layer).items():
        if name in asked:
            parts.append(condition(_equals(one, asked[name]), layer, srid=CRS84.srid))
    if words := asked.get("filter"):
        system = parameters.crs(asked, parameters.FILTER_CRS)
        tree = _tree(words, asked.get("filter-lang"))
        parts.append(condition(tree, layer, srid=system.srid, north_first=system.north_first))
    elif "filter" in asked:
        raise BadParameter("filter", _("Der Filter ist leer."))
    else:
        parameters.crs(asked, parameters.FILTER_CRS)
        _language(asked.get("filter-lang"))
    if not parts:
        return None
    return put(" AND ".join("({})" for _part in parts), *parts)


def _tree(words: str, language: str | None) -> Any:
    if _language(language) == "cql2-json" or (language is None and words.lstrip()[:1] == "{"):
        return cql2.parse_json(words)
    return cql2.parse_text(words)


def _language(language: str | None) -> str | None:
    known = parameters.FILTER_LANG.schema["enum"]
    if language is not None and language not in known:
        raise BadParameter(
            "filter-lang", _("Möglich ist: %(values)s") % {"values": ", ".join(known)}
        )
    return language


def _valid_in(text: str) -> dict[str, Any]:
    """Rows whose time of validity touches the one asked for; an open end lasts for ever."""
    validity = {"interval": [{"property": "valid_from"}, {"property": "valid_to"}]}
    return {"op": "t_intersects", "args": [validity, {"interval": [*parameters.interval(text)]}]}


def _equals(one: Field, text: str) -> dict[str, Any]:
    this = {"property": one.name}
    if one.type in ("date", "datetime"):
        interval = {"interval": [*parameters.interval(text, one.name)]}
        return {"op": "t_intersects", "args": [this, interval]}
    value: Any = text
    if one.type == "boolean":
        if text not in ("true", "false"):
            raise BadParameter(one.name, _("Möglich ist: %(values)s") % {"values": "true, false"})
        value = text == "true"
    elif one.type in ("integer", "number"):
        if not re.fullmatch(r"[-+]?[0-9]{1,18}(\.[0-9]{1,18})?([eE][-+]?[0-9]{1,2})?", text):
            raise BadParameter(one.name, _("Erwartet wird eine Zahl."))
        value = float(text)
    return {"op": "=", "args": [this, value]}


def _order(layer: Layer, asked: dict[str, str]) -> tuple[Order, ...]:
    words = asked.get("sortby")
    if words is None:
        return ()
    keys = words.split(",")
    names = [key.lstrip("+- ") for key in keys]  # a plus sign not escaped arrives as a space
    known = sort_names(layer)
    if len(keys) > _LONGEST_SORT or len(set(names)) != len(names) or not set(names) <= set(known):
        raise BadParameter("sortby", _("Möglich ist: %(values)s") % {"values": ", ".join(known)})
    return tuple(
        Order(name, descending=key.startswith("-")) for key, name in zip(keys, names, strict=True)
    )


def _after(asked: dict[str, str], order: tuple[Order, ...]) -> tuple[tuple[Any, ...] | None, int]:
    """The mark to start behind, and the number of the page."""
    words = asked.get("after")
    if words is None:
        return None, 0
    word, _dot, page = words.partition(".")
    if not re.fullmatch(r"[0-9]{1,9}", page, re.ASCII):
        raise BadParameter("after", _("Die Marke der Seite ist nicht lesbar."))
    try:
        after = read_mark(word)
    except FilterError as error:
        raise BadParameter("after", str(error)) from error
    last = after[-1] if after else None
    if len(after) != len(order) + 1 or type(last) is not int or abs(last) > MAX_ID:
        raise BadParameter("after", _("Diese Marke passt nicht zur Reihenfolge."))
    return after, int(page)


def items(request: HttpRequest, name: str) -> HttpResponse:
    """A page of features."""
    layer = collection(request, name)
    asked = read_query(request, layer)
    revision = revisions.current([layer])[layer.name]
    datasets = dataset_slugs()
    etag = weak_etag(revision, request.get_full_path(), repr(datasets), asked.form)
    if asked.form != "html" and is_known(request, etag):
        return keep(not_modified(etag), layer)
    text = jsonfg.text(layer, asked.crs, asked.profile, datasets=datasets)
    found = fetch_page(asked.query, text, walker=_walker(request))
    walking = asked.query.offset > 0 or asked.query.after is not None
    matched = counts.matched(asked.query, revision=revision, walking=walking)
    links = _page_links(request, layer, asked, found)
    if asked.form == "html":
        return _items_page(request, layer, found, matched, links)
    members = {
        **jsonfg.root_members(request, layer, asked.crs, asked.profile),
        **jsonfg.dimension(layer, asked.profile),
        "links": links,
    }
    response = HttpResponse(
        _feature_collection(members, found, matched),
        content_type=FORMS[asked.form],
        headers={"ETag": etag, "Content-Crs": f"<{asked.crs.uri}>"},
    )
    return keep(response, layer)


def _walker(request: HttpRequest) -> str:
    return f"{request.META.get('REMOTE_ADDR')} {request.headers.get('User-Agent', '')[:200]}"


def _feature_collection(members: dict[str, Any], found: Page, matched: int | None) -> bytes:
    head: dict[str, Any] = {"type": "FeatureCollection", **members}
    head["timeStamp"] = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    if matched is not None:
        head["numberMatched"] = matched
    head["numberReturned"] = len(found.texts)
    opening = json.dumps(head, ensure_ascii=False)[:-1].encode() + b',"features":['
    return b"".join((opening, b",\n".join(found.texts), b"]}"))


def _page_links(
    request: HttpRequest, layer: Layer, asked: Asked, found: Page
) -> list[dict[str, Any]]:
    links = self_and_alternates(request, asked.form, FORMS)
    if found.after is not None:
        word = f"{mark(list(found.after))}.{asked.page + 1}"
        next_page = here(request, offset=None, after=word, **_larger(asked))
        links.append(link("next", next_page, FORMS[asked.form], _("Nächste Seite")))
    links.append(link("collection", address(request, "collection", layer.name), JSON, layer.title))
    if asked.form != "html":
        links.append(jsonfg.profile_link(asked.profile))
    return links


def _larger(asked: Asked) -> dict[str, Any]:
    """The limit of the next page where it grows; nothing where it stays."""
    limit = asked.query.limit or 0
    if asked.form == "html" or asked.page < _PATIENT_PAGES or limit >= _LARGEST_GROWN:
        return {}
    return {"limit": min(2 * limit, _LARGEST_GROWN)}


def _items_page(
    request: HttpRequest,
    layer: Layer,
    found: Page,
    matched: int | None,
    links: list[dict[str, Any]],
) -> HttpResponse:
    features = [json.loads(text) for text in found.texts]
    columns = [one for one in shown(layer) if one.in_list] or list(shown(layer))[:5]
    rows = [
        (feature["id"], [for_people(one, feature["properties"][one.name]) for one in columns])
        for feature in features
    ]
    document = {"title": str(layer.title), "links": links}
    return documents.page(
        request,
        "items",
        document,
        layer=layer,
        columns=columns,
        rows=rows,
        matched=matched,
        next=next((one["href"] for one in links if one["rel"] == "next"), None),
    )


def for_people(one: Field, value: Any) -> str:
    """A value in words; what is unknown says so."""
    if value is None or value == "":
        return _("unbekannt")
    if isinstance(value, bool):
        return _("ja") if value else _("nein")
    if one.choices is not None:
        return str(dict(one.choices.choices).get(value, value))
    return f"{value} {one.unit}".strip() if one.unit not in ("", "1") else str(value)


def item(request: HttpRequest, name: str, feature_id: str) -> HttpResponse:
    """One feature; its ETag is its version, for If-Match."""
    layer = collection(request, name)
    asked = parameters.read(request, ITEM_PARAMETERS)
    form = parameters.form(request, asked, FORMS)
    crs = parameters.crs(asked, parameters.CRS)
    profile = jsonfg.profile(asked, form)
    text, version = published_feature(layer, feature_id, crs, profile)
    links = [
        *self_and_alternates(request, form, FORMS),
        link("collection", address(request, "collection", layer.name), JSON, layer.title),
    ]
    if form == "html":
        return _item_page(request, layer, json.loads(text), links)
    etag = f'"{version}"' if form == "json" else f'"{version}-{form}"'
    if is_known(request, etag):
        return keep(not_modified(etag), layer)
    head = {
        **jsonfg.root_members(request, layer, crs, profile),
        "links": [*links, jsonfg.profile_link(profile)],
    }
    response = HttpResponse(
        json.dumps(head, ensure_ascii=False)[:-1].encode() + b"," + text[1:],
        content_type=FORMS[form],
        headers={"ETag": etag, "Content-Crs": f"<{crs.uri}>"},
    )
    return keep(response, layer)


def published_feature(
    layer: Layer, feature_id: str, crs: Crs = CRS84, profile: str = jsonfg.PLAIN
) -> tuple[bytes, int]:
    """The feature's text and version; Http404 where no published row has that id."""
    if not re.fullmatch(r"[0-9]{1,19}", feature_id, re.ASCII) or int(feature_id) > MAX_ID:
        raise Http404
    this_row = put("{} = {}", property_sql(layer, "id"), Sql("%s", (int(feature_id),)))
    written = jsonfg.text(layer, crs, profile, datasets=dataset_slugs())
    columns = put("{}, q.version", written)
    rows = fetch(select(FeatureQuery(layer=layer, condition=this_row, limit=1), columns))
    if not rows:
        raise Http404
    [(text, version)] = rows
    assert text is not None and version is not None  # neither can be NULL
    return text, int(version)


def _item_page(
    request: HttpRequest, layer: Layer, feature: dict[str, Any], links: list[dict[str, Any]]
) -> HttpResponse:
    values = [(one, for_people(one, feature["properties"][one.name])) for one in shown(layer)]
    title = feature["properties"].get(layer.title_field) or f"{layer.title} {feature['id']}"
    document = {"title": str(title), "links": links}
    return documents.page(request, "item", document, layer=layer, values=values, feature=feature)
