"""Icons and markers of the built symbol sheet, for every template."""

import math
from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from layers.publish.styles import legend
from layers.publish.styles.assets import icons_url
from layers.registry import MapLayer, map_layers

register = template.Library()


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """A small sign in the colour of its text; the words beside it carry the meaning."""
    return _icon(icons_url(), name, classes)


@lru_cache(maxsize=512)  # a page has a hundred signs, mostly the same
def _icon(sheet: str, name: str, classes: str) -> SafeString:
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#{}"></use></svg>',
        f"i {classes}".strip(),
        sheet,
        name,
    )


_VARIANTS = {"closed": "-closed", "closing_soon": "-soon", "unknown": "-unknown"}
_RING_PX = 20.5  # radius, in a sign of 48; as in frontend/tools/icons.ts
_AROUND_PX = 2 * math.pi * _RING_PX


@register.simple_tag
def marker(name: str, opening: str = "", ring: str = "") -> SafeString:
    """The sign that the map draws; `opening` as in `layers.hours.Opening.state`.

    `ring` is a percentage as text, drawn as a blue arc on amber, "unknown" for a dotted ring, or
    empty for none.
    """
    return _marker(icons_url(), name, _VARIANTS.get(opening, ""), ring)


@lru_cache(maxsize=8192)  # kinds by states by percents
def _marker(sheet: str, name: str, variant: str, ring: str) -> SafeString:
    if ring:
        return _ringed(sheet, name, variant, ring)
    return format_html(
        '<svg class="marker" aria-hidden="true"><use href="{}#m-{}{}"></use></svg>',
        sheet,
        name,
        variant,
    )


def _ringed(sheet: str, name: str, variant: str, ring: str) -> SafeString:
    """The sign, the ring over it, and over both the corner that tells of the opening."""
    base, corner = (variant, "") if variant == "-closed" else ("", variant)
    return format_html(
        '<svg class="marker" viewBox="0 0 48 48" aria-hidden="true">{}{}{}</svg>',
        _use(sheet, f"{name}{base}"),
        _arcs(ring),
        _use(sheet, f"corner{corner}") if corner else "",
    )


def _use(sheet: str, sign: str) -> SafeString:
    return format_html('<use href="{}#m-{}" width="48" height="48"></use>', sheet, sign)


def _arcs(ring: str) -> SafeString:
    circle = '<circle cx="24" cy="24" r="20.5" fill="none" stroke="{}" stroke-width="{}"{}/>'
    if ring == "unknown":
        dots = mark_safe(' stroke-dasharray="0.1 5.75" stroke-linecap="round"')
        return format_html(circle, "var(--unknown)", "2.6", dots)
    shaded = format_html(
        ' stroke-dasharray="{} {}" transform="rotate(-90 24 24)"',
        f"{int(ring) / 100 * _AROUND_PX:.1f}",
        f"{_AROUND_PX:.1f}",
    )
    return format_html(circle + circle, "var(--sun)", "4.2", "", "var(--shade-ring)", "4.2", shaded)


@register.simple_tag
def layer_swatch(layer: MapLayer) -> SafeString:
    """The first sign of a layer, as its legend has it."""
    return legend.layer_swatch(layer)


@register.simple_tag
def legend_groups(layers: Iterable[MapLayer] | None = None) -> list[tuple[MapLayer, list]]:
    """Legend entries by layer, topmost first; of every public layer if none are given."""
    return list(legend.grouped(map_layers() if layers is None else layers))
