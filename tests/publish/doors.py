"""The tile door asked as granian asks it, and tiles computed without PostGIS."""

import zlib
from dataclasses import dataclass
from typing import Any

import brotli
import mapbox_vector_tile
import pyproj
import zstandard
from django.contrib.gis.geos import MultiPolygon, Polygon
from django.db import connection
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from gis_app.door import application
from layers.models import Building
from tests.factories import make_dataset

WORLD_M = 40075016.68557849
HAMM = (413_450.0, 5_726_000.0)  # near the station, EPSG:25832; no tile edge within 100 m
to_web_mercator = pyproj.Transformer.from_crs(25832, 3857, always_xy=True).transform
from_web_mercator = pyproj.Transformer.from_crs(3857, 25832, always_xy=True).transform

DOWNWARDS = {"y_coord_down": True}
DECODERS = {
    "": bytes,
    "gzip": lambda body: zlib.decompress(body, 31),
    "br": brotli.decompress,
    "zstd": lambda body: zstandard.ZstdDecompressor().decompress(body),
}


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> bytes:
        return DECODERS[self.headers.get("Content-Encoding", "")](self.raw)

    @property
    def layers(self) -> dict:
        """The decoded tile, y downwards as stored."""
        return mapbox_vector_tile.decode(self.body, default_options=DOWNWARDS) if self.raw else {}


class Door:
    """The WSGI application of `./run`."""

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        environ = request(path, method, **headers)
        seen = {}

        def start_response(status: str, headers: list[tuple[str, str]]) -> None:
            seen["status"], seen["headers"] = int(status.split()[0]), dict(headers)

        body = b"".join(application(environ, start_response))
        return Answer(seen["status"], seen["headers"], body)

    def current(self, name: str, z: int, x: int, y: int, **headers: str) -> Answer:
        """The tile of the current revision, found as a client finds it."""
        return self.get(self.address(name, z, x, y), **headers)

    def address(self, name: str, z: int, x: int, y: int) -> str:
        redirect = self.get(f"/tiles/{name}/{z}/{x}/{y}.mvt")
        assert redirect.status == 302, redirect.raw
        return redirect.headers["Location"]


class DoorAtOnce(Door):
    """The same door as `gis_app.serving` asks it: by a thread that others wait for."""

    def get(self, path: str, method: str = "GET", **headers: str) -> Answer:
        answer = application.at_once(request(path, method, **headers))
        answer = answer() if callable(answer) else answer
        body = b"" if method == "HEAD" else answer.body
        return Answer(answer.status, dict(answer.headers), body)


def request(path: str, method: str = "GET", **headers: str) -> dict[str, Any]:
    """The WSGI environment."""
    environ = {"PATH_INFO": path, "REQUEST_METHOD": method, "SCRIPT_NAME": ""}
    return environ | {f"HTTP_{name.upper()}": value for name, value in headers.items()}


def square(x: float, y: float, side_m: float) -> MultiPolygon:
    """With its south-west corner at (x, y) in EPSG:25832."""
    return MultiPolygon(
        Polygon(((x, y), (x + side_m, y), (x + side_m, y + side_m), (x, y + side_m), (x, y))),
        srid=25832,
    )


def tile_of(x: float, y: float, zoom: int) -> tuple[int, int, int]:
    """z, x, y of the tile that holds a point in EPSG:25832; by pyproj, not by PostGIS."""
    column, row = to_web_mercator(x, y)
    size = WORLD_M / 2**zoom
    return zoom, int((column + WORLD_M / 2) // size), int((WORLD_M / 2 - row) // size)


def on_the_ground(geometry: dict, tile: tuple[int, int, int], extent: int) -> BaseGeometry:
    """A decoded geometry as shapely's in EPSG:25832."""
    zoom, column, row = tile
    size = WORLD_M / 2**zoom

    def place(point):
        return from_web_mercator(
            (column + point[0] / extent) * size - WORLD_M / 2,
            WORLD_M / 2 - (row + point[1] / extent) * size,
        )

    def walk(part):
        return place(part) if isinstance(part[0], int | float) else [walk(one) for one in part]

    return shape({"type": geometry["type"], "coordinates": walk(geometry["coordinates"])})


def run_sql(statement: str, *parameters: object) -> list[tuple]:
    """Raw SQL, committed at once."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def make_building(x: float = HAMM[0], y: float = HAMM[1], side_m: float = 20, **values: Any):
    """A square building with its south-west corner at (x, y)."""
    values.setdefault("dataset", make_dataset())
    values.setdefault("source_id", f"{x}/{y}/{side_m}")
    return Building.objects.create(geometry=square(x, y, side_m), **values)


def make_buildings(number: int) -> None:
    """Square ones of 10 m, 20 m apart, in rows of 200."""
    run_sql(
        "INSERT INTO layers_building (dataset_id, source_id, geometry) SELECT %s, i,"
        " ST_Multi(ST_Expand(ST_SetSRID(ST_MakePoint(%s + i %% 200 * 20, %s + i / 200 * 20),"
        " 25832), 5)) FROM generate_series(1, %s) i",
        make_dataset().pk, *HAMM, number,
    )  # fmt: skip
