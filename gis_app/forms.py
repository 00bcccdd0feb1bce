"""What an address asks of the map: every part may be wrong, and the page still comes."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib.gis.geos import Point
from django.http import QueryDict
from django.utils.translation import gettext as _

from heatmodel.models import CoolPlace
from heatmodel.places.queries import FLAGS, MOST_STAY_H
from layers import registry
from layers.clock import AskedTime, InvalidTime, asked_time
from layers.ground.crs import WEB_SRID

MAX_QUERY = 100  # characters; longer searches are cut
ORDERS = ("kuehl", "name")  # else by the way from a given point, by coolness under a warning
_MAX_PAGE = 10_000
_MAX_REPEATS = 100  # of one parameter


@dataclass(frozen=True)
class MapState:
    """The map as its address describes it. `notices` tell the reader what was not understood."""

    now: datetime
    is_live: bool = True
    q: str = ""
    kinds: tuple[str, ...] = ()
    filters: tuple[str, ...] = ()  # of heatmodel.places.queries.FLAGS
    stay_h: int = 0  # `bleiben`: open for so many hours; 0: not asked
    order: str = ""  # `folge`, of ORDERS
    layers: tuple[str, ...] = ()  # names of those switched on
    layers_given: bool = False  # False: those shown at first visit
    selected: str = ""  # slug of a place
    near: Point | None = None  # EPSG:4326
    page: int = 1
    language: str = ""  # `sprache`, if the address names one
    notices: tuple[str, ...] = ()

    @property
    def query(self) -> str:
        """The state as a query string, without its page; empty for the first visit."""
        pairs = [("q", self.q)] if self.q else []
        pairs += [("kind", kind) for kind in self.kinds]
        pairs += [(name, "1") for name in self.filters]
        if self.stay_h:
            pairs.append(("bleiben", str(self.stay_h)))
        if self.order:
            pairs.append(("folge", self.order))
        if self.layers_given:
            pairs.append(("ebenen", ",".join(self.layers)))
        if self.near:
            pairs.append(("bei", f"{self.near.x:.6f},{self.near.y:.6f}"))
        if self.selected:
            pairs.append(("ort", self.selected))
        if not self.is_live:
            pairs.append(("zeit", self.zeit))
        if self.language:
            pairs.append(("sprache", self.language))
        return urlencode(pairs)

    @property
    def zeit(self) -> str:
        """The asked time as its parameter is written, empty for now."""
        return "" if self.is_live else self.now.isoformat(timespec="minutes")

    @property
    def bei(self) -> str:
        return f"{self.near.x:.6f},{self.near.y:.6f}" if self.near else ""

    @property
    def is_filtered(self) -> bool:
        return bool(self.q or self.kinds or self.filters or self.stay_h)

    def link(self, **changes: Any) -> str:
        """The query string, with its question mark, of this state with `changes`."""
        page = changes.get("page", 1)
        query = replace(self, **changes).query
        parts = [query] if query else []
        if page > 1:
            parts.append(f"seite={page}")
        return "?" + "&".join(parts)

    @property
    def without_filters(self) -> str:
        return self.link(q="", kinds=(), filters=(), stay_h=0, selected="")

    @property
    def without_near(self) -> str:
        return self.link(near=None)

    @property
    def without_selected(self) -> str:
        return self.link(selected="")

    @property
    def at_once(self) -> str:
        """The same view at the real time."""
        return self.link(is_live=True)


def read_map_state(query: QueryDict) -> MapState:
    """The state an address describes. Whatever is wrong in it becomes a notice, never an error."""
    notices: list[str] = []
    when = _time(query, notices)
    layers_given = "ebenen" in query
    return MapState(
        now=when.at,
        is_live=when.is_live,
        q=clean_text(query.get("q", "")),
        kinds=_known(
            _values(query, "kind"), CoolPlace.Kind.values, _("Art „%s“ ist unbekannt."), notices
        ),
        filters=tuple(name for name in FLAGS if query.get(name, "") not in ("", "0")),
        stay_h=_stay_h(query.get("bleiben", "")),
        order=query.get("folge", "") if query.get("folge") in ORDERS else "",
        layers=_known(
            _values(query, "ebenen"),
            [layer.name for layer in registry.map_layers()],
            _("Ebene „%s“ ist unbekannt."),
            notices,
        )
        if layers_given
        else tuple(layer.name for layer in registry.map_layers() if layer.visible),
        layers_given=layers_given,
        selected=clean_text(query.get("ort", "")),
        near=_near(query.get("bei", ""), notices),
        page=read_page(query),
        language=clean_text(query.get("sprache", ""))[:5],
        notices=tuple(notices),
    )


def clean_text(text: str) -> str:
    """One line of at most MAX_QUERY characters, without what PostgreSQL cannot store."""
    shown = "".join(" " if not character.isprintable() else character for character in text)
    return " ".join(shown[: 4 * MAX_QUERY].split())[:MAX_QUERY]


def read_page(query: QueryDict) -> int:
    """The number in `seite`; 1 where there is none."""
    text = query.get("seite", "")
    return min(max(int(text), 1), _MAX_PAGE) if text.isdecimal() and len(text) < 8 else 1


def _stay_h(text: str) -> int:
    """Whole hours; 0 for whatever else is written."""
    return int(text) if text in map(str, range(1, MOST_STAY_H + 1)) else 0


def _time(query: QueryDict, notices: list[str]) -> AskedTime:
    try:
        return asked_time(query.get("zeit", ""))
    except InvalidTime:
        notices.append(
            _("Die Zeit in der Adresse war nicht zu verstehen. Gezeigt wird der Stand von jetzt.")
        )
        return asked_time("")


def _values(query: QueryDict, name: str) -> list[str]:
    """Values of a parameter given several times or with commas; empty ones count for nothing."""
    parts = (part for text in query.getlist(name)[:_MAX_REPEATS] for part in text.split(","))
    return [part.strip() for part in parts if part.strip()][:_MAX_REPEATS]


def _known(
    given: Iterable[str], known: Iterable[str], notice: str, notices: list[str]
) -> tuple[str, ...]:
    wanted = dict.fromkeys(given)
    allowed = list(known)
    if stranger := next((name for name in wanted if name not in allowed), None):
        notices.append(notice % clean_text(stranger)[:40])
    return tuple(name for name in allowed if name in wanted)


def _near(text: str, notices: list[str]) -> Point | None:
    if not text:
        return None
    try:
        lon, lat = (float(part) for part in text[:60].split(","))
    except ValueError:
        lon = lat = math.nan
    # The domain of UTM zone 32 as Germany uses it, generously.
    if not (0 <= lon <= 20 and 40 <= lat <= 60):
        notices.append(_("Der Punkt in der Adresse war nicht zu verstehen."))
        return None
    return Point(lon, lat, srid=WEB_SRID)
