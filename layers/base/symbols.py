"""How the base geography is drawn; the legend is made from the same entries."""

from django.utils.translation import gettext_lazy as _

from layers.registry import Symbol


def width(*stops: float) -> list:
    """A line width in pixels at zoom 11, 13, 15 and 17."""
    steps = [part for zoom, px in zip((11, 13, 15, 17), stops, strict=True) for part in (zoom, px)]
    return ["interpolate", ["exponential", 1.5], ["zoom"], *steps]


GREEN_AREAS = (
    Symbol(
        _("Park und Garten"),
        type="fill",
        filter=("in", ["get", "kind"], ["literal", ["park", "garden", "cemetery", "sport"]]),
        paint={"fill-color": "@park"},
    ),
    Symbol(
        _("Wald"),
        type="fill",
        filter=("==", ["get", "kind"], "wood"),
        paint={"fill-color": "@park"},
    ),
    Symbol(
        _("Wiese"),
        type="fill",
        filter=("==", ["get", "kind"], "meadow"),
        paint={"fill-color": "@meadow"},
    ),
)
WATER_AREAS = (Symbol(_("Wasser"), type="fill", paint={"fill-color": "@water"}),)
WATERWAYS = (
    Symbol(
        type="line",
        filter=("==", ["get", "kind"], "brook"),
        paint={"line-color": "@brook", "line-width": width(0.8, 2, 5, 12)},
    ),
    Symbol(
        type="line",
        filter=("!=", ["get", "kind"], "brook"),
        paint={"line-color": "@water", "line-width": width(1.8, 4.5, 14, 52)},
    ),
)
BUILT_UP_AREAS = (Symbol(type="fill", paint={"fill-color": "@built-up"}),)
BUILDINGS = (Symbol(_("Gebäude"), type="fill", min_zoom=14, paint={"fill-color": "@building"}),)
STREETS = (
    Symbol(type="line", paint={"line-color": "@street", "line-width": width(0.3, 1.7, 6.4, 18)}),
)
DISTRICTS = (Symbol(_("Grenze der Stadtbezirke"), type="line", paint={"line-color": "@boundary"}),)
SETTLEMENTS = (Symbol(type="symbol", layout={"text-field": ["get", "name"]}),)
STOPS = (
    Symbol(
        _("Haltestelle"),
        min_zoom=13,
        paint={
            "circle-color": "@surface",
            "circle-stroke-color": "@cool-water",
            "circle-stroke-width": 2,
            "circle-radius": 4,
        },
    ),
)
SCHOOLS = (Symbol(_("Schule"), paint={"circle-color": "@ink-2", "circle-radius": 5}),)
OFFICES = (Symbol(_("Amt"), paint={"circle-color": "@accent", "circle-radius": 6}),)
MARKETS = (Symbol(_("Wochenmarkt"), paint={"circle-color": "@cool-green", "circle-radius": 6}),)
AMENITIES = (Symbol(_("Ausstattung"), min_zoom=14, paint={"circle-color": "@ink-2"}),)
TREES = (Symbol(_("Baum"), min_zoom=15, paint={"circle-color": "@cool-green", "circle-radius": 3}),)
CENSUS = (
    Symbol(
        _("Einwohner je Zelle"),
        type="fill",
        paint={"fill-color": "@accent", "fill-opacity": 0.2},
    ),
)
ADDRESSES: tuple[Symbol, ...] = ()
