"""List and detail of every public layer, from its declared fields: what the map shows, in words."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib.gis.db.models.functions import Envelope, Transform
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.db.models.functions import Collate
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe
from django.views.decorators.vary import vary_on_headers

from gis_app import values
from gis_app.forms import clean_text, read_map_state, read_page
from gis_app.links import feature_url, map_url
from layers import registry
from layers.ground.crs import WEB_SRID
from layers.ground.models import Feature
from layers.hours import opening, opening_words
from layers.publish.downloads import formats
from layers.registry import Layer, Theme
from layers.search import matching
from layers.site import site

PAGE_SIZE = 50
_IN_GERMAN_ORDER = "de-x-icu"


@dataclass(frozen=True)
class FeatureItem:
    """One feature of a layer, as a row of the list or as its page; it carries `box`."""

    layer: Layer
    feature: Feature
    values: list[values.Value]

    @property
    def title(self) -> str:
        return values.title(self.layer, self.feature)

    @property
    def url(self) -> str:
        return feature_url(self.layer, self.feature.pk, self.feature.slug)

    @property
    def map_url(self) -> str:
        return map_url(self.layer, self.feature.slug, cast(Any, self.feature).box.extent)


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
@conditional_page
def layers(request: HttpRequest) -> HttpResponse:
    """All public layers by theme; the base map's last."""
    groups = [
        (theme, [layer for layer in registry.map_layers() if layer.theme == theme])
        for theme in Theme
    ]
    return render(request, "layers.html", {"groups": [group for group in groups if group[1]]})


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
@conditional_page
def layer(request: HttpRequest, name: str) -> HttpResponse:
    if name in {one.name for one in registry.raster_layers()}:
        return redirect(registry.raster_layer(name).page)
    shown = public_layer_or_404(name)
    q = clean_text(request.GET.get("q", "")) if shown.search else ""
    rows = in_order(shown, matching(shown, q, shown.published()) if q else shown.published())
    page = Paginator(rows, PAGE_SIZE).get_page(read_page(request.GET))
    context = {
        "layer": shown,
        "q": q,
        "page": page,
        "items": _items(shown, page),
        "columns": [str(field.title) for field in shown.fields if field.in_list],
        "formats": formats.ALL,
    }
    return render(request, "layer.html", context)


@require_safe
@vary_on_headers("Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
@conditional_page
def feature(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    shown = public_layer_or_404(name)
    found = get_object_or_404(_with_box(shown.published().select_related("dataset")), pk=pk)
    state = read_map_state(request.GET)
    here = site()
    in_force = shown.destination.hours if shown.destination else ""
    hours = getattr(found, in_force or "opening_hours", None)
    now = opening(hours, state.now, calendar=here.calendar)
    context = {
        "layer": shown,
        "item": FeatureItem(shown, found, values.values(shown, found)),
        "feature": found,
        "dataset": found.dataset,
        "city": here.city,
        "state": state,
        "opening": now if "opening_hours" in shown.fields_by_name else None,
        "opening_text": opening_words(now, state.now),
    }
    return render(request, "feature.html", context)


@require_safe
def own_page(request: HttpRequest, name: str, pk: int) -> HttpResponse:
    """To the page that tells most of a feature: its own where its layer has one, as schools have.

    For the map, whose tiles know the number of a feature and not the name in its address.
    """
    shown = public_layer_or_404(name)
    found = get_object_or_404(shown.published().only("slug"), pk=pk)
    return redirect(feature_url(shown, found.pk, found.slug))


def public_layer_or_404(name: str) -> Layer:
    try:
        found = registry.layer(name)
    except KeyError as error:
        raise Http404 from error
    if not found.public:
        raise Http404
    return found


def in_order(layer: Layer, rows: QuerySet) -> QuerySet:
    """By title as Germans sort, what has none last; rows of one title by their number."""
    column = layer.model._meta.get_field(layer.title_field)
    if column.get_internal_type() not in ("CharField", "TextField"):
        return rows.order_by("pk")
    title = Collate(F(layer.title_field), _IN_GERMAN_ORDER)
    return rows.alias(_untitled=F(layer.title_field)).order_by(title.asc(nulls_last=True), "pk")


def _items(layer: Layer, page: Page) -> list[FeatureItem]:
    return [
        FeatureItem(layer, one, values.values(layer, one, only_list=True))
        for one in _with_box(cast(QuerySet, page.object_list))
    ]


def _with_box(rows: QuerySet) -> QuerySet:
    """Instead of the shape its `box` in EPSG:4326, which is all that a link needs."""
    box = Envelope(Transform("geometry", WEB_SRID))
    return rows.defer("geometry", "tile_geometry").annotate(box=box)
