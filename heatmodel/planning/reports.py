"""A scenario to hand on: a report as PDF, and a map in one HTML file that opens offline."""

import base64
import io
import json
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import folium
import numpy as np
import rasterio
from branca.element import Element
from django.conf import settings
from django.contrib.gis.db.models.functions import Transform
from django.contrib.gis.geos import Polygon
from django.template.loader import render_to_string
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from PIL import Image
from rasterio.transform import from_bounds
from rasterio.warp import Resampling, calculate_default_transform, reproject, transform_bounds

from heatmodel.planning import pages
from heatmodel.planning.drafts import NAMES
from heatmodel.planning.legend import QUANTITIES, Moment
from heatmodel.planning.models import Scenario
from heatmodel.planning.pictures import BUILDING, UNKNOWN
from heatmodel.scenario.measures import Measure
from layers import registry
from layers.ground.crs import STORAGE_SRID, TILE_SRID, WEB_SRID
from layers.publish.paper import composed, to_pdf
from layers.publish.provenance import datasets_behind

_MEASURE_COLOURS = {
    Measure.TREE: "#2c6e3e",
    Measure.UNSEAL: "#8a4e00",
    Measure.GREEN_ROOF: "#6a4a9e",
    Measure.SHADE_SAIL: "#c25e12",
    Measure.WATER: "#0b6aa0",
}
# What the map in a file shows below: layer, colour and fill, from the bottom up.
_GROUND = (
    ("green_areas", "#a9c793", "#d3e3c4"),
    ("water_areas", "#8fbfd2", "#a9d0df"),
    ("streets", "#d9cfbe", None),
    ("buildings", "#b7a88f", "#ddd0bc"),
)
_MOST_GROUND = 4_000  # features of each of these layers


def pdf(scenario: Scenario) -> bytes:
    """The report on A4, in the reader's language; needs nothing from outside."""
    report, pictures = pages.report(scenario), _pictures(scenario)
    figures = [
        (one, [
            (title, alternative, _data_uri(pictures[one.quantity.name, moment]))
            for moment, title, alternative in one.moments
        ])
        for one in report.pictures
    ]  # fmt: skip
    context = {
        "scenario": scenario,
        "report": report,
        "figures": figures,
        "sources": list(datasets_behind(_layers())),
    }
    return to_pdf(composed("heatmodel/report.html", context))


def html_map(scenario: Scenario) -> bytes:
    """A map with the measures, the difference in felt temperature and the ground, in one file.

    Leaflet's script and style are inside, so it opens without a network.
    """
    west, south, east, north = transform_bounds(STORAGE_SRID, WEB_SRID, *_bounds(scenario))
    made = folium.Map(
        location=((south + north) / 2, (west + east) / 2),
        tiles=None,
        control_scale=True,
        max_zoom=20,
    )
    made.default_js, made.default_css = [], []
    made.fit_bounds([(south, west), (north, east)])
    for name, colour, fill in _GROUND:
        _add_ground(made, scenario, name, colour, fill)
    pictures = _pictures(scenario)
    for quantity in QUANTITIES:
        for moment in (Moment.DELTA, Moment.BEFORE, Moment.AFTER):
            shown = quantity.name == "pet_c" and moment == Moment.DELTA
            title = f"{quantity.title}: {moment.label}"
            _add_picture(made, scenario, pictures[quantity.name, moment.value], title, shown)
    _add_measures(made, scenario)
    folium.LayerControl(collapsed=False).add_to(made)
    figure: Any = made.get_root()  # branca's Figure, which its types call an Element
    figure.title = escape(scenario.name)
    for ending, tag in (("css", "style"), ("js", "script")):
        figure.header.add_child(
            Element(f"<{tag}>{_leaflet(ending)}</{tag}>"), name=f"leaflet_{ending}"
        )
    figure.header.add_child(
        Element(
            '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
            "img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'\">"
        ),
        name="nothing_from_outside",
    )
    figure.html.add_child(Element(_panel(scenario)))
    return figure.render().encode()


def _panel(scenario: Scenario) -> str:
    context = {
        "scenario": scenario,
        "report": pages.report(scenario),
        "pet": QUANTITIES[0],
        "language": get_language(),
    }
    return render_to_string("heatmodel/report_map.html", context)


def _add_ground(
    made: folium.Map, scenario: Scenario, name: str, colour: str, fill: str | None
) -> None:
    layer = registry.layer(name)
    box = Polygon.from_bbox(_bounds(scenario))
    box.srid = STORAGE_SRID
    rows = layer.published().filter(geometry__intersects=box).order_by("pk")
    shapes = rows.annotate(lon_lat=Transform("geometry", WEB_SRID)).values_list(
        "lon_lat", flat=True
    )
    features = [
        {"type": "Feature", "properties": {}, "geometry": json.loads(shape.geojson)}
        for shape in shapes[:_MOST_GROUND]
    ]
    if not features:
        return
    style = {"color": colour, "weight": 1, "fillColor": fill, "fillOpacity": 1 if fill else 0}
    folium.GeoJson(
        {"type": "FeatureCollection", "features": features},
        name=escape(str(layer.title)),
        style_function=lambda _feature: style,
        smooth_factor=0,
    ).add_to(made)


def _add_picture(made: folium.Map, scenario: Scenario, png: bytes, title: str, shown: bool) -> None:
    picture, (west, south, east, north) = _for_web(png, _bounds(scenario))
    folium.raster_layers.ImageOverlay(
        image=_data_uri(picture),
        bounds=[(south, west), (north, east)],
        name=escape(title),
        opacity=0.75,
        show=shown,
    ).add_to(made)


def _add_measures(made: folium.Map, scenario: Scenario) -> None:
    group = folium.FeatureGroup(name=escape(_("Maßnahmen")))
    for feature in scenario.measures["features"]:
        measure = Measure(feature["properties"]["measure"])
        colour = _MEASURE_COLOURS[measure]
        point = feature["geometry"]["coordinates"]
        if measure is Measure.TREE:
            crown = feature["properties"].get("crown_m") or 7
            folium.Circle(
                point[1::-1], radius=crown / 2, color=colour, fill=True, tooltip=str(NAMES[measure])
            ).add_to(group)
        else:
            ring = [position[1::-1] for position in point[0]]
            folium.Polygon(ring, color=colour, fill=True, tooltip=str(NAMES[measure])).add_to(group)
    group.add_to(made)


def _for_web(png: bytes, bounds: tuple[float, ...]) -> tuple[bytes, tuple[float, ...]]:
    """The picture turned from EPSG:25832 to Web Mercator, clear around it and on bare ground."""
    with Image.open(io.BytesIO(png)) as picture:
        rgba = np.array(picture.convert("RGBA"))
    for clear in (UNKNOWN, BUILDING):
        rgba[(rgba[..., :3] == list(bytes.fromhex(clear[1:]))).all(axis=2), 3] = 0
    height, width = rgba.shape[:2]
    source = from_bounds(*bounds, width, height)
    target, columns, rows = calculate_default_transform(
        STORAGE_SRID, TILE_SRID, width, height, *bounds
    )
    turned = np.zeros((4, rows, columns), np.uint8)
    reproject(
        np.moveaxis(rgba, 2, 0),
        turned,
        src_transform=source,
        src_crs=STORAGE_SRID,
        dst_transform=target,
        dst_crs=TILE_SRID,
        resampling=Resampling.nearest,
    )
    packed = io.BytesIO()
    Image.fromarray(np.moveaxis(turned, 0, 2), "RGBA").save(packed, "PNG", optimize=True)
    box = rasterio.transform.array_bounds(rows, columns, target)
    return packed.getvalue(), transform_bounds(TILE_SRID, WEB_SRID, *box)


def _pictures(scenario: Scenario) -> dict[tuple[str, str], bytes]:
    return {(one.quantity, one.moment): bytes(one.png) for one in scenario.pictures.all()}


def _bounds(scenario: Scenario) -> tuple[float, float, float, float]:
    """West, south, east, north in EPSG:25832."""
    result: dict[str, Any] = scenario.result or {}
    west, south, east, north = result["bounds"]
    return west, south, east, north


def _layers() -> list[registry.Layer]:
    names = ("buildings", "trees", "green_areas", "streets", "water_areas", "census_cells")
    return [registry.layer(name) for name in names]


def _data_uri(png: bytes) -> str:
    return f"data:image/png;base64,{base64.b64encode(png).decode()}"


@cache
def _leaflet(ending: str) -> str:
    text = (Path(settings.FRONTEND_DIST) / "report" / f"leaflet.{ending}").read_text()
    return text.replace("</script", "<\\/script")
