"""The map page: list, filters, card and everything its scripts need to draw beside them."""

from dataclasses import dataclass, replace
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from gis_app import places, shade_days
from gis_app.forms import MapState, read_map_state
from gis_app.texts import script_texts
from heatmodel.places import queries
from layers import registry
from layers.ground.models import Dataset
from layers.publish.provenance import datasets_behind
from layers.registry import MapLayer, Theme
from layers.site import Site, site
from routing.directions.pages import panel


@dataclass(frozen=True)
class LayerChoice:
    """A row of the layer switcher."""

    layer: MapLayer
    checked: bool

    @property
    def name(self) -> str:
        return self.layer.name

    @property
    def title(self) -> str:
        return str(self.layer.title)

    @property
    def url(self) -> str:
        return reverse("layer", args=[self.layer.name])


@dataclass(frozen=True)
class ThemeGroup:
    theme: Theme
    choices: tuple[LayerChoice, ...]

    @property
    def title(self) -> str:
        return str(self.theme.label)


@require_safe
@vary_on_headers("X-Fragment", "Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
def map_page(request: HttpRequest) -> HttpResponse:
    state = read_map_state(request.GET)
    here = site()
    found = places.results(state, here.calendar)
    shown = _shown_layers(state)
    sources = list(datasets_behind(shown))
    results = _results_context(state, found, sources)
    if request.headers.get("X-Fragment") == "results":
        return render(request, "map/results.html", results)
    selected = _selected(state, here, found)
    context = {
        **results,
        "city": here.city,
        "selected": selected,
        "shade_day": shade_days.shade_day(selected.place, state.now) if selected else None,
        "today": places.week(selected.place, state, here.calendar, days=1) if selected else [],
        "way_panel": panel(request),
        "themes": _themes(state),
        "shown_layers": shown,
        "attributions": sources,
        "map_config": _map_config(state, here, found, selected),
    }
    return render(request, "map.html", context)


@require_safe
@vary_on_headers("X-Fragment", "Accept-Language", "Cookie")
@cache_control(private=True, no_cache=True)
def place(request: HttpRequest, slug: str) -> HttpResponse:
    state = read_map_state(request.GET)
    found = queries.cool_place(slug)
    if found is None:
        raise Http404
    here = site()
    is_card = request.headers.get("X-Fragment") == "card"
    near = [] if is_card else queries.neighbours(found)
    item, *neighbours = places.items([found, *near], state, here.calendar)
    context = {
        "state": state,
        "item": item,
        "place": found,
        "dataset": found.dataset,
        "city": here.city,
        "shade_day": shade_days.shade_day(found, state.now),
    }
    if is_card:
        context["today"] = places.week(found, state, here.calendar, days=1)
        return render(request, "map/card.html", context)
    context["neighbours"] = neighbours
    context["week"] = places.week(found, state, here.calendar)
    return render(request, "place.html", context)


def _results_context(
    state: MapState, found: places.Results, sources: list[Dataset]
) -> dict[str, Any]:
    return {
        "has_demo_data": any(source.kind != Dataset.Kind.REAL for source in sources),
        "state": state,
        "places": found.items,
        "place_ids": found.pks,
        "rings": found.rings,
        "shades": found.shades,
        "count": found.count,
        "chips": found.chips,
        "more_chips": found.more_chips,
        "kind_chips": found.kind_chips,
        "counts": found.counts,
        "has_more_filters": any(chip.checked for chip in (*found.more_chips, *found.kind_chips))
        or bool(state.stay_h or state.order),
        "stays": range(1, queries.MOST_STAY_H + 1),
        "order": found.order,
        "sun_minutes": places.SUN_S // 60,
        "within_reach": found.within_reach,
        "reach_minutes": places.REACH_MINUTES,
        "unknown_hours": found.unknown_hours,
        "nearest_way": places.way_link("nearest:cool_places", state),
        "any_way": places.way_link("", state),
        "page": found.page,
        "pages": found.pages,
        "previous_link": state.link(page=found.page - 1) if found.page > 1 else "",
        "next_link": state.link(page=found.page + 1) if found.page < found.pages else "",
    }


def _selected(state: MapState, here: Site, found: places.Results) -> places.PlaceItem | None:
    """The place whose card is open; mostly one of the list, which knows its hours and shade."""
    place = queries.cool_place(state.selected) if state.selected else None
    if place is None:
        return None
    listed = next((item for item in found.items if item.place == place), None)
    return replace(listed, place=place) if listed else places.item(place, state, here.calendar)


def _shown_layers(state: MapState) -> tuple[MapLayer, ...]:
    """What the map draws: the base map and the layers switched on."""
    return tuple(
        layer for layer in registry.map_layers() if layer.basemap or layer.name in state.layers
    )


def _themes(state: MapState) -> tuple[ThemeGroup, ...]:
    groups = []
    for theme in Theme:
        choices = tuple(
            LayerChoice(layer, layer.name in state.layers)
            for layer in registry.map_layers()
            if layer.theme == theme and not layer.basemap
        )
        if choices:
            groups.append(ThemeGroup(theme, choices))
    return tuple(groups)


def _map_config(
    state: MapState, here: Site, found: places.Results, selected: places.PlaceItem | None
) -> dict[str, Any]:
    """What the scripts start from; JSON in the page. Coordinates are longitude, latitude."""
    return {
        "language": get_language(),
        "centre": here.centre,
        "bounds": here.bounds,
        "styles": {theme: reverse("style", args=[theme]) for theme in ("light", "dark")},
        "layers": list(state.layers),
        "places_layer": "cool_places",
        "place_ids": found.pks,
        "filtered": state.is_filtered,
        "selected": _selected_config(selected),
        "near": [state.near.x, state.near.y] if state.near else None,
        "now": state.now.isoformat(timespec="minutes"),
        "is_live": state.is_live,
        "urls": {
            "map": reverse("map"),
            "place": reverse("place", args=["SLUG"]),
            "feature": reverse("feature_page", args=["LAYER", 0]),
            "search": reverse("api_search"),
            "way": reverse("way"),
            "matrix": reverse("routing:matrix"),
        },
        "texts": script_texts(),
    }


def _selected_config(item: places.PlaceItem | None) -> dict[str, Any] | None:
    if item is None:
        return None
    return {
        "id": item.place.pk,
        "slug": item.slug,
        "name": item.place.name,
        "lon": round(item.lon, 7),
        "lat": round(item.lat, 7),
    }
