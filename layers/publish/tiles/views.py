"""TileJSON: what a client must know of a layer's tiles, as a page of Django's."""

from django.http import Http404, HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from layers.ground.crs import WEB_SRID
from layers.ground.models import City
from layers.publish.provenance import datasets_behind
from layers.publish.revisions import tile_urls
from layers.publish.tiles.statements import BASE, MAX_REQUESTED_ZOOM, TileSet, tile_set
from layers.registry import Field, Layer

TILEJSON_TYPES = {"integer": "Number", "number": "Number", "boolean": "Boolean"}


@require_safe
def tilejson(request: HttpRequest, name: str) -> JsonResponse:
    """TileJSON 3.0.0 of a public layer, or of the base map."""
    tiles = tile_set(name)
    if tiles is None:
        raise Http404
    return JsonResponse(
        document(tiles, tile_urls(request)[name]),
        headers={"Cache-Control": "no-cache"},
        json_dumps_params={"ensure_ascii": False},
    )


def document(tiles: TileSet, url: str) -> dict:
    first = tiles.layers[0]
    answer = {
        "tilejson": "3.0.0",
        "name": str(first.title) if tiles.name != BASE else BASE,
        "description": str(first.description) if tiles.name != BASE else "",
        "attribution": ", ".join(attributions(tiles)),
        "scheme": "xyz",
        "tiles": [url],
        "minzoom": tiles.min_zoom,
        "maxzoom": requested_zoom(tiles),
        "vector_layers": [vector_layer(layer) for layer in tiles.layers],
    }
    if city := City.objects.first():
        boundary = city.boundary.transform(WEB_SRID, clone=True)
        centre = city.centre.transform(WEB_SRID, clone=True)
        answer["bounds"] = [round(degrees, 6) for degrees in boundary.extent]
        answer["center"] = [round(centre.x, 6), round(centre.y, 6), max(12, tiles.min_zoom)]
    return answer


def requested_zoom(tiles: TileSet) -> int:
    """The highest zoom a client should ask for; it enlarges what it has beyond that."""
    highest_start = max(layer.min_zoom for layer in tiles.layers)
    return min(tiles.max_zoom, max(MAX_REQUESTED_ZOOM, highest_start))


def vector_layer(layer: Layer) -> dict:
    return {
        "id": layer.name,
        "description": str(layer.title),
        "minzoom": layer.min_zoom,
        "maxzoom": layer.max_zoom,
        "fields": {field.name: describe(field) for field in layer.fields if field.in_tile},
    }


def describe(field: Field) -> str:
    return f"{TILEJSON_TYPES.get(field.type, 'String')}: {field.title}"


def attributions(tiles: TileSet) -> list[str]:
    """Each note of source once, of the datasets with a published feature in these tiles."""
    return list(dict.fromkeys(one.attribution for one in datasets_behind(tiles.layers)))
