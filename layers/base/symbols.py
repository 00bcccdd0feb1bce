"""How the base geography is drawn; the legend is made from the same entries."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from layers.registry import Symbol, Text

NAME = ["get", "name"]
ROUND = {"line-cap": "round", "line-join": "round"}


def width(*stops: float) -> list:
    """A line width in pixels at zoom 11, 13, 15 and 17."""
    steps = [part for zoom, px in zip((11, 13, 15, 17), stops, strict=True) for part in (zoom, px)]
    return ["interpolate", ["exponential", 1.5], ["zoom"], *steps]


def fading(*stops: float) -> list:
    """A value that changes evenly: zoom, value, zoom, value …"""
    return ["interpolate", ["linear"], ["zoom"], *stops]


def is_kind(*kinds: str) -> tuple:
    if len(kinds) == 1:
        return ("==", ["get", "kind"], kinds[0])
    return ("in", ["get", "kind"], ["literal", list(kinds)])


def area(label: Text, kinds: tuple[str, ...], colour: str, **paint: Any) -> Symbol:
    return Symbol(
        label,
        type="fill",
        filter=is_kind(*kinds) if kinds else None,
        paint={"fill-color": colour, **paint},
    )


def lettering(colour: str, halo: float = 1.4) -> dict[str, Any]:
    return {"text-color": colour, "text-halo-color": "@halo", "text-halo-width": halo}


def along(size: Any, spacing: float, distance_px: int) -> dict[str, Any]:
    """Names that follow a line."""
    return {
        "symbol-placement": "line",
        "text-field": NAME,
        "text-size": size,
        "text-letter-spacing": spacing,
        "symbol-spacing": distance_px,
        "text-max-angle": 35,
        "text-padding": 6,
    }


def beside(size: Any, distance_em: float) -> dict[str, Any]:
    """The name of a sign, wherever beside it there is room; it gives way, the sign stays."""
    return {
        "text-field": NAME,
        "text-size": size,
        "text-variable-anchor": ["left", "right", "top", "bottom"],
        "text-radial-offset": distance_em,
        "text-justify": "auto",
        "text-max-width": 9,
        "text-line-height": 1.15,
        "text-optional": True,
    }


BUILT_UP_AREAS = (
    area(_("Wohnen"), ("residential",), "@built-up"),
    area(_("Gewerbe und Industrie"), ("industrial",), "@industry"),
    area(_("Innenstadt"), ("core",), "@core"),
)
GREEN_AREAS = (
    area(_("Wiese"), ("meadow",), "@meadow"),
    area(_("Sportanlage"), ("sport",), "@sport"),
    area(_("Park und Garten"), ("park", "garden", "cemetery"), "@park"),
    area(_("Wald"), ("wood",), "@wood"),
    Symbol(
        type="symbol",
        min_zoom=14,
        filter=("!=", ["get", "name"], ""),
        layout={"text-field": NAME, "text-size": 12, "text-max-width": 8, "text-padding": 60},
        paint=lettering("@label-green", 1.2),
    ),
)
WATER_AREAS = (
    area(_("Wasser"), (), "@water", **{"fill-outline-color": "@water-line"}),
    Symbol(
        type="symbol",
        min_zoom=14,
        filter=("all", is_kind("lake", "basin"), ("!=", ["get", "name"], "")),
        layout={"text-field": NAME, "text-size": 12, "text-max-width": 8, "text-padding": 12},
        paint=lettering("@label-water", 1.2),
    ),
)


def _waterway(kind: str, colour: str, *widths: float) -> Symbol:
    return Symbol(
        type="line",
        filter=is_kind(kind),
        layout=ROUND,
        paint={"line-color": colour, "line-width": width(*widths)},
    )


def _water_name(kind: str, size: int, spacing: float, min_zoom: float) -> Symbol:
    return Symbol(
        type="symbol",
        min_zoom=min_zoom,
        filter=is_kind(kind),
        layout=along(size, spacing, 420),
        paint=lettering("@label-water", 1.2),
    )


WATERWAYS = (
    _waterway("brook", "@brook", 0.8, 2, 5, 12),
    _waterway("river", "@water", 1.6, 4, 13, 46),
    _waterway("canal", "@water", 1.8, 4.5, 14, 52),
    _water_name("brook", 11, 0.06, 14),
    _water_name("canal", 12, 0.08, 11),
    _water_name("river", 13, 0.12, 11),
)
BUILDINGS = (
    Symbol(
        _("Gebäude"),
        type="fill",
        min_zoom=14,
        paint={
            "fill-color": "@building",
            "fill-outline-color": "@building-line",
            "fill-opacity": fading(14, 0, 14.8, 0.9),
        },
    ),
)


def _road(
    kind: str, colour: str, widths: tuple[float, ...], label: Text = "", **extra: Any
) -> Symbol:
    return Symbol(
        label,
        type="line",
        filter=is_kind(kind),
        layout=ROUND,
        min_zoom=extra.pop("min_zoom", 0),
        paint={"line-color": colour, "line-width": width(*widths), **extra},
    )


_SIDE: dict[str, Any] = {"min_zoom": 11.6, "line-opacity": fading(11.6, 0, 12.6, 1)}
STREETS = (
    Symbol(
        _("Weg"),
        type="line",
        min_zoom=13.5,
        filter=is_kind("path"),
        layout={"line-join": "round"},
        paint={
            "line-color": "@path",
            "line-width": width(0, 0.8, 1.6, 3.5),
            "line-dasharray": [3, 1.5],
            "line-opacity": fading(13.5, 0, 14.2, 1),
        },
    ),
    _road("side", "@street-casing", (0, 1.8, 5.4, 14), min_zoom=13),
    _road("street", "@street-casing", (0.5, 2.6, 8, 20)),
    _road("main", "@street-casing", (1.6, 4.6, 11.5, 26)),
    _road("motorway", "@motorway-casing", (2.6, 5, 12, 30)),
    _road("side", "@street-side", (0, 1.1, 4, 12), **_SIDE),
    _road("street", "@street", (0.3, 1.7, 6.4, 18)),
    _road("main", "@street-main", (1.2, 3.4, 9.6, 24), _("Hauptstraße")),
    _road("motorway", "@motorway", (1.8, 3.6, 10, 28), _("Autobahn")),
    Symbol(
        _("Bahn"),
        type="line",
        filter=is_kind("rail"),
        paint={"line-color": "@rail", "line-width": width(1, 1.8, 3.4, 6)},
    ),
    Symbol(
        type="line",
        filter=is_kind("rail"),
        paint={
            "line-color": "@ground",
            "line-width": width(0.4, 0.9, 2, 4),
            "line-dasharray": [5, 5],
        },
    ),
    Symbol(
        type="symbol",
        min_zoom=14,
        filter=is_kind("side", "street", "main"),
        layout=along(fading(14, 11, 17, 14), 0.01, 300),
        paint=lettering("@label-street"),
    ),
    Symbol(
        type="symbol",
        min_zoom=10,
        filter=("all", is_kind("motorway"), ("!=", ["get", "ref"], "")),
        layout={
            "symbol-placement": "line",
            "symbol-spacing": 480,
            "text-field": ["get", "ref"],
            "text-size": 11,
            "text-rotation-alignment": "viewport",
            "icon-image": "shield-motorway",
            "icon-rotation-alignment": "viewport",
            "icon-text-fit": "both",
            "icon-text-fit-padding": [1, 4, 1, 4],
        },
        paint={"text-color": "#FFFFFF"},
    ),
)
DISTRICTS = (
    Symbol(
        _("Grenze der Stadtbezirke"),
        type="line",
        paint={
            "line-color": "@boundary",
            "line-opacity": 0.4,
            "line-width": fading(10, 0.8, 16, 2),
            "line-dasharray": [2, 2],
        },
    ),
)


def _settlement(kinds: tuple[str, ...], size: Any, min_zoom: float, max_zoom: float) -> Symbol:
    """The name of a part of the city: upper case, beside the signs rather than below them."""
    return Symbol(
        type="symbol",
        min_zoom=min_zoom,
        max_zoom=max_zoom,
        filter=is_kind(*kinds),
        layout={
            "text-field": NAME,
            "text-size": size,
            "text-letter-spacing": 0.14,
            "text-transform": "uppercase",
            "text-padding": 8,
            "text-max-width": 7,
            "text-variable-anchor": ["center", "top", "bottom", "left", "right"],
            "text-radial-offset": 0.9,
            "text-justify": "auto",
        },
        paint=lettering("@label", 1.6),
    )


SETTLEMENTS = (
    _settlement(("quarter", "neighbourhood", "hamlet", "locality"), 11, 13, 16),
    _settlement(("village",), fading(11, 10, 14, 13), 11, 15.5),
    _settlement(("suburb", "borough"), fading(10, 11, 14, 16), 9, 15.5),
    _settlement(("city", "town"), 16, 8, 10.5),
)
CENSUS = tuple(
    Symbol(
        label,
        type="fill",
        filter=("all", (">=", ["get", "inhabitants"], low), ("<", ["get", "inhabitants"], high)),
        paint={"fill-color": f"@census-{number}", "fill-opacity": 0.62},
    )
    for number, (low, high, label) in enumerate(
        [
            (1, 100, _("1 bis 99 Einwohner je Zelle")),
            (100, 500, _("100 bis 499")),
            (500, 1500, _("500 bis 1.499")),
            (1500, 3000, _("1.500 bis 2.999")),
            (3000, 1_000_000, _("3.000 und mehr")),
        ],
        start=1,
    )
)
TREES = (
    Symbol(
        _("Baum"),
        min_zoom=14,
        paint={
            "circle-color": "@tree",
            "circle-radius": ["interpolate", ["exponential", 1.6], ["zoom"], 14, 1.4, 18, 7],
            "circle-opacity": 0.75,
        },
    ),
)


def _sign(label: Text, image: Any, filter: tuple | None = None, **layout: Any) -> Symbol:
    return Symbol(
        label,
        type="symbol",
        filter=filter,
        layout={"icon-image": image, "icon-allow-overlap": True, **layout},
        paint=lettering("@label"),
    )


def _growing(small: float, large: float) -> list:
    return fading(11, small, 15, large)


AMENITIES = tuple(
    Symbol(
        label,
        type="symbol",
        min_zoom=min_zoom,
        filter=is_kind(kind),
        layout={"icon-image": f"amenity-{kind}", "icon-size": fading(14, 0.55, 17, 0.85)},
    )
    for kind, min_zoom, label in [
        ("bench", 15.5, _("Sitzbank")),
        ("playground", 13.5, _("Spielplatz")),
        ("toilet", 13.5, _("Öffentliche Toilette")),
    ]
)
_RAIL = ("any", ("in", "regional", ["get", "modes"]), ("in", "national", ["get", "modes"]))
STOPS = (
    Symbol(
        _("Haltestelle"),
        type="symbol",
        min_zoom=13,
        filter=("!", _RAIL),
        layout={
            "icon-image": "stop",
            "icon-size": fading(13, 0.45, 16, 0.95),
            "icon-padding": 1,
            **beside(12, 0.9),
            "text-field": ["step", ["zoom"], "", 14.5, NAME],
        },
        paint=lettering("@label-street"),
    ),
    Symbol(
        _("Bahnhof"),
        type="symbol",
        min_zoom=11,
        filter=_RAIL,
        layout={
            "icon-image": "stop-rail",
            "icon-size": fading(11, 0.55, 15, 0.85),
            **beside(13, 1.2),
            "text-field": ["step", ["zoom"], "", 13, NAME],
        },
        paint=lettering("@label"),
    ),
)
SCHOOLS = (
    _sign(
        _("Schule"),
        "school",
        **{
            **beside(12, 1.2),
            "icon-size": _growing(0.4, 0.85),
            "text-field": ["step", ["zoom"], "", 14, NAME],
        },
    ),
)
OFFICES = (
    _sign(
        _("Amt"),
        "office",
        **{
            **beside(13, 1.2),
            "icon-size": _growing(0.55, 0.9),
            "text-field": ["step", ["zoom"], "", 13.5, NAME],
        },
    ),
)
MARKETS = (
    _sign(
        _("Wochenmarkt"),
        "market",
        **{
            **beside(13, 1.2),
            "icon-size": _growing(0.55, 0.9),
            "text-field": ["step", ["zoom"], "", 13, NAME],
        },
    ),
)
ADDRESSES = (
    Symbol(
        type="symbol",
        min_zoom=17,
        layout={"text-field": ["get", "house_number"], "text-size": 11},
        paint=lettering("@label-street", 1),
    ),
)
