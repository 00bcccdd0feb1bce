"""Icons and markers of the built symbol sheet, for every template."""

from collections.abc import Iterable

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from layers.publish.styles import legend
from layers.publish.styles.assets import icons_url
from layers.registry import MapLayer, map_layers

register = template.Library()


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """A small sign in the colour of its text; the words beside it carry the meaning."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        f"i {classes}".strip(),
        icons_url(),
        name,
    )


@register.simple_tag
def marker(name: str, opening: str = "") -> SafeString:
    """The sign that the map draws; `opening` as in `layers.hours.Opening.state`."""
    variant = {"closed": "-closed", "closing_soon": "-soon", "unknown": "-unknown"}.get(opening, "")
    return format_html(
        '<svg class="marker" aria-hidden="true"><use href="{}#m-{}{}"></use></svg>',
        icons_url(),
        name,
        variant,
    )


@register.simple_tag
def layer_swatch(layer: MapLayer) -> SafeString:
    """The first sign of a layer, as its legend has it."""
    return legend.layer_swatch(layer)


@register.simple_tag
def legend_groups(layers: Iterable[MapLayer] | None = None) -> list[tuple[MapLayer, list]]:
    """Legend entries by layer, topmost first; of every public layer if none are given."""
    return list(legend.grouped(map_layers() if layers is None else layers))
