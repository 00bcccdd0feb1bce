"""Feature types: the layers a request may see, by the names that clients write."""

from collections.abc import Mapping

from django.http import HttpRequest
from django.utils.translation import gettext as _

from layers import registry
from layers.publish.properties import readable
from layers.publish.wfs.errors import InvalidParameterValue
from layers.publish.wfs.versions import NAMESPACE, PREFIX
from layers.registry import Layer


def feature_types(request: HttpRequest) -> list[Layer]:
    return [layer for layer in registry.all_layers() if readable(layer, request.user)]


def feature_type(
    request: HttpRequest,
    name: str,
    prefixes: Mapping[str, str] | None = None,
    locator: str = "typeNames",
) -> Layer:
    """The layer behind a qualified name; also a layer not for this account is unknown."""
    prefix, colon, local = name.strip().removeprefix("schema-element(").rstrip(")").rpartition(":")
    namespace = (prefixes or {}).get(prefix)
    ours = (
        namespace in (None, NAMESPACE)
        if colon
        else namespace in (None, "", NAMESPACE)
        or (
            namespace.startswith("http://www.opengis.net/")  # a default for the request's own words
        )
    )
    try:
        layer = registry.layer(local) if ours else None
    except KeyError:
        layer = None
    if layer is None or not readable(layer, request.user):
        raise InvalidParameterValue(
            locator, _("Diesen Objekttyp gibt es hier nicht: %(name)s") % {"name": name[:100]}
        )
    return layer


def qualified(layer: Layer) -> str:
    return f"{PREFIX}:{layer.name}"


def kvp_prefixes(text: str | None) -> dict[str, str]:
    """NAMESPACES=xmlns(city,urn:…),xmlns(urn:…); in 1.1 with = for the comma."""
    found = {}
    for part in (text or "").split("xmlns(")[1:]:
        inner = part.partition(")")[0]
        prefix, separator, uri = inner.partition("," if "," in inner else "=")
        found[prefix.strip() if separator else ""] = (uri if separator else inner).strip()
    return found
