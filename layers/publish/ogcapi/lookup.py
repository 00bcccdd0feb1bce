"""Which collections a request may see."""

from django.http import Http404, HttpRequest, HttpResponse

from layers import registry
from layers.publish.properties import readable
from layers.registry import Layer


def collections(request: HttpRequest) -> list[Layer]:
    return [layer for layer in registry.all_layers() if readable(layer, request.user)]


def collection(request: HttpRequest, name: str) -> Layer:
    """Http404 also where the layer exists but is not for the asking account."""
    try:
        layer = registry.layer(name)
    except KeyError as error:
        raise Http404 from error
    if not (layer.public or readable(layer, request.user)):
        raise Http404
    return layer


def keep(response: HttpResponse, *layers: Layer) -> HttpResponse:
    """Anybody may keep answers about public layers, but asks each time whether they still hold."""
    public = all(layer.public for layer in layers)
    response.headers["Cache-Control"] = "public, no-cache" if public else "private, no-cache"
    return response
