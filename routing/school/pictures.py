"""The map around a school, drawn on the server: for its page, its plan and forms."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from layers import registry
from layers.base.models import School
from layers.publish.pictures import Frame, Overlay, draw
from layers.publish.styles.palette import ThemeName
from layers.registry import Layer
from routing.school.layers import LAYERS

# What a school's map shows besides the base map. Hazards are drawn with their numbers instead;
# catchments lie on every street, where they would pass for recommended ways.
_SHOWN = {"schools", "stops", *(one.name for one in LAYERS)}
_SHOWN -= {"hazards", "accidents", "school_catchments"}
_SIGN_PX = 13


def frame_of(school: School, width_m: float, width_px: float, height_px: float) -> Frame:
    return Frame((school.geometry.x, school.geometry.y), width_m, width_px, height_px)


def shown_layers() -> list[Layer]:
    return [one for one in registry.public_layers() if one.basemap or one.name in _SHOWN]


def plan_layers() -> list[Layer]:
    """Every layer that a page or plan of a school reads."""
    return [*shown_layers(), *(registry.layer(name) for name in ("hazards", "accidents"))]


def draw_school(
    school: School,
    frame: Frame,
    *,
    hazards: Sequence[Any] = (),
    theme: ThemeName | None = None,
    below: Sequence[Overlay] = (),
    above: Sequence[Overlay] = (),
    titled: bool = True,
) -> str:
    """The map around `school`; `hazards` come in the order of their numbers, from 1 on."""
    title = _("Karte der Schulwege: %(school)s") % {"school": school.name} if titled else ""
    signs = numbered(frame, hazards)
    return draw(
        frame, shown_layers(), theme=theme, below=below, above=[*above, *signs], title=title
    )


def numbered(frame: Frame, hazards: Sequence[Any]) -> list[Overlay]:
    """A triangle with its number for each hazard inside the frame."""
    found = []
    for number, hazard in enumerate(hazards, 1):
        x, y = frame.pixel(hazard.geometry.x, hazard.geometry.y)
        if 0 <= x <= frame.width_px and 0 <= y <= frame.height_px:
            found.append(Overlay(_triangle(x, y, str(number))))
    return found


def _triangle(x: float, y: float, text: str) -> str:
    side = _SIGN_PX * 1.1
    points = f"{x:.1f},{y - side:.1f} {x + side:.1f},{y + side * 0.8:.1f}"
    points += f" {x - side:.1f},{y + side * 0.8:.1f}"
    return (
        f'<polygon points="{points}" fill="@sun" stroke="@warn-ink" stroke-width="2"'
        ' stroke-linejoin="round"/>'
        f'<text x="{x:.1f}" y="{y + side * 0.62:.1f}" font-size="{_SIGN_PX}" font-weight="600"'
        ' font-family="Fira Sans, sans-serif" text-anchor="middle"'
        f' fill="#1D2A2C">{text}</text>'
    )


def pin(frame: Frame, x: float, y: float, text: str = "") -> Overlay:
    """A round mark on a point of EPSG:25832, with a letter or number in it."""
    left, top = frame.pixel(x, y)
    return Overlay(
        f'<circle cx="{left:.1f}" cy="{top:.1f}" r="10" fill="@accent" stroke="@surface"'
        ' stroke-width="2.5"/>'
        f'<text x="{left:.1f}" y="{top + 4.5:.1f}" font-size="13" font-weight="600"'
        f' font-family="Fira Sans, sans-serif" text-anchor="middle" fill="@on-accent">{text}</text>'
    )


def line(frame: Frame, points: Iterable[Sequence[float]], colour: str, width: float) -> Overlay:
    """A line through points of EPSG:25832; `colour` is written @token."""
    pixels = " ".join(f"{x:.1f},{y:.1f}" for x, y in (frame.pixel(p[0], p[1]) for p in points))
    return Overlay(
        f'<polyline points="{pixels}" fill="none" stroke="{colour}" stroke-width="{width}"'
        ' stroke-linecap="round" stroke-linejoin="round"/>'
    )


def draw_plain(
    school: School, frame: Frame, *, below: Sequence[Overlay] = (), above: Sequence[Overlay] = ()
) -> str:
    """The base map and schools alone, for pictures that show something computed."""
    shown = [one for one in registry.public_layers() if one.basemap or one.name == "schools"]
    title = _("Karte um %(school)s") % {"school": school.name}
    return mark_safe(draw(frame, shown, below=below, above=above, title=title))
