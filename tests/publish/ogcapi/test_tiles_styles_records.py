"""Tiles, styles and the catalogue under /ogc/."""

import json
from itertools import pairwise
from xml.etree import ElementTree as xml

import mapbox_vector_tile
import pyproj
import pytest

from layers import registry
from layers.publish.styles.sld import sld
from tests.factories import make_cool_place, make_school

SLD = "{http://www.opengis.net/sld}"
SE = "{http://www.opengis.net/se}"
OGC = "{http://www.opengis.net/ogc}"
QUAD = "/ogc/tileMatrixSets/WebMercatorQuad"
SCHOOL_TILES = "/ogc/collections/schools/tiles"


GRIDS = ("WebMercatorQuad", "AdV_25832")
every_grid = pytest.mark.parametrize(("grid", "level"), [(GRIDS[0], 14), (GRIDS[1], 9)])


def tile_at(lon: float, lat: float, matrix: dict, system: str = "EPSG:3857") -> tuple[int, int]:
    """Row and column, from the published tile matrix and by pyproj."""
    x, y = pyproj.Transformer.from_crs("OGC:CRS84", system).transform(lon, lat)
    west, north = matrix["pointOfOrigin"]
    side = matrix["cellSize"] * matrix["tileWidth"]
    return int((north - y) // side), int((x - west) // side)


def short_name(uri: str) -> str:
    return f"EPSG:{uri.rpartition('/')[2]}"


@every_grid
def test_the_tile_of_a_place_holds_it_where_it_is(client, schools, grid, level):
    scheme = client.get(f"/ogc/tileMatrixSets/{grid}").json()
    matrix = scheme["tileMatrices"][level]
    row, column = tile_at(7.80, 51.68, matrix, short_name(scheme["crs"]))
    tileset = client.get(f"{SCHOOL_TILES}/{grid}").json()
    assert tileset["crs"] == scheme["crs"]
    [template] = [one["href"] for one in tileset["links"] if one["rel"] == "item"]
    address = template.format(tileMatrix=level, tileRow=row, tileCol=column)
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/vnd.mapbox-vector-tile"
    drawn = mapbox_vector_tile.decode(answer.content, default_options={"y_coord_down": True})
    extent = drawn["schools"]["extent"]
    [place] = [
        one["geometry"]["coordinates"]
        for one in drawn["schools"]["features"]
        if one["properties"]["name"] == "Schule A"
    ]
    step = matrix["cellSize"] * matrix["tileWidth"] / extent
    west, north = matrix["pointOfOrigin"]
    found = (
        west + (column * extent + place[0]) * step,
        north - (row * extent + place[1]) * step,
    )
    expected = pyproj.Transformer.from_crs("OGC:CRS84", short_name(scheme["crs"])).transform(
        7.80, 51.68
    )
    assert found == pytest.approx(expected, abs=step)
    again = client.get(address, headers={"if-none-match": answer["ETag"]})
    assert again.status_code == 304
    [limits] = [one for one in tileset["tileMatrixSetLimits"] if one["tileMatrix"] == str(level)]
    assert limits["minTileRow"] <= row <= limits["maxTileRow"]
    assert limits["minTileCol"] <= column <= limits["maxTileCol"]


@every_grid
def test_an_empty_tile_is_no_content_and_one_outside_is_not_found(client, schools, grid, level):
    listed = client.get(SCHOOL_TILES).json()["tilesets"]
    [tileset] = [one for one in listed if one["tileMatrixSetId"] == grid]
    [limits] = [one for one in tileset["tileMatrixSetLimits"] if one["tileMatrix"] == str(level)]
    south, west = limits["maxTileRow"], limits["minTileCol"]
    tiles = f"{SCHOOL_TILES}/{grid}"
    assert client.get(f"{tiles}/{level}/{south}/{west}").status_code == 204
    for place in (f"{level}/{south + 1}/{west}", f"{level}/{south}/{west - 1}", f"{level}/0/0"):
        assert client.get(f"{tiles}/{place}").status_code == 404, place
    for place in ("14/0/16384", "14/16384/0", "0/0/0", "99/0/0", "9/a/0", "9/-1/0", "014/0/0"):
        assert client.get(f"{tiles}/{place}").status_code == 404, place


@every_grid
def test_what_is_few_or_many_is_in_the_tiles_of_every_level(client, schools, grid, level):
    """Thinned, whole, a layer alone and the base map: each has a statement of its own."""
    for name in ("schools", "buildings", "trees"):
        tileset = client.get(f"/ogc/collections/{name}/tiles/{grid}").json()
        for limits in tileset["tileMatrixSetLimits"]:
            place = f"{limits['tileMatrix']}/{limits['minTileRow']}/{limits['minTileCol']}"
            answer = client.get(f"/ogc/collections/{name}/tiles/{grid}/{place}")
            assert answer.status_code in (200, 204), (name, place)
    assert client.get(f"/ogc/tiles/{grid}/{level}/0/0").status_code == 404
    for limits in client.get(f"/ogc/tiles/{grid}").json()["tileMatrixSetLimits"]:
        place = f"{limits['tileMatrix']}/{limits['minTileRow']}/{limits['minTileCol']}"
        assert client.get(f"/ogc/tiles/{grid}/{place}").status_code in (200, 204), place


def test_the_grid_of_the_surveys_is_as_they_publish_it(client, city):
    """Origin and scales as in the WMTS of basemap.de (DE_EPSG_25832_ADV)."""
    scheme = client.get("/ogc/tileMatrixSets/AdV_25832").json()
    assert scheme["crs"] == "http://www.opengis.net/def/crs/EPSG/0/25832"
    assert scheme["orderedAxes"] == ["E", "N"]
    first, *_others, last = scheme["tileMatrices"]
    assert first["pointOfOrigin"] == [-46133.17, 6301219.54]
    assert first["cellSize"] == pytest.approx(4891.96981025)
    assert first["scaleDenominator"] == pytest.approx(17471320.7508974)
    assert last["matrixWidth"] == 2**14


@every_grid
def test_an_unpublished_row_is_in_no_tile(client, city, grid, level):
    make_school("Versteckt", published=False)
    scheme = client.get(f"/ogc/tileMatrixSets/{grid}").json()
    matrix = scheme["tileMatrices"][level]
    row, column = tile_at(7.8207, 51.6806, matrix, short_name(scheme["crs"]))
    assert client.get(f"{SCHOOL_TILES}/{grid}/{level}/{row}/{column}").status_code == 204


def test_tile_sets_name_their_scheme_and_layers(client, schools):
    listed = client.get("/ogc/tiles").json()["tilesets"][0]
    assert listed["dataType"] == "vector"
    [address] = [one["href"] for one in listed["links"] if one["rel"] == "self"]
    names = {one["id"] for one in client.get(address).json()["layers"]}
    assert names == {layer.name for layer in registry.public_layers() if layer.basemap}


def test_the_matrix_set_halves_from_zoom_to_zoom(client, city):
    assert [one["id"] for one in client.get("/ogc/tileMatrixSets").json()["tileMatrixSets"]] == [
        *GRIDS
    ]
    matrices = client.get(QUAD).json()["tileMatrices"]
    assert matrices[0]["scaleDenominator"] == pytest.approx(559082264.028717)
    for number, (coarse, fine) in enumerate(pairwise(matrices)):
        assert fine["cellSize"] == coarse["cellSize"] / 2
        assert fine["matrixWidth"] == 2 ** (number + 1)


def test_each_layer_has_a_style_that_draws_it_alone(client, city):
    for layer in registry.public_layers():
        document = client.get(f"/ogc/collections/{layer.name}/styles/light").json()
        assert document["version"] == 8
        assert set(document["sources"]) == {layer.name}
        patterns = sum(bool(symbol.pattern) for symbol in layer.symbols)
        assert len(document["layers"]) == len(layer.symbols) + patterns
        for one in document["layers"]:
            assert one["source"] == one["source-layer"] == layer.name
            assert "visibility" not in one["layout"]
        assert "@" not in json.dumps(document["layers"])


@pytest.mark.parametrize(("form", "version"), [("sld10", "1.0.0"), ("sld11", "1.1.0")])
def test_each_layer_has_a_style_for_gis_programs(client, city, form, version):
    for layer in registry.public_layers():
        address = f"/ogc/collections/{layer.name}/styles/light?f={form}"
        answer = client.get(address)
        assert answer.status_code == 200, layer.name
        assert answer["Content-Type"] == f"application/vnd.ogc.sld+xml;version={version[:3]}"
        root = xml.fromstring(answer.content)
        assert root.get("version") == version
        rules = root.findall(f".//{SE if version == '1.1.0' else SLD}Rule")
        assert len(rules) == len(layer.symbols)


def test_a_symbols_filter_and_colour_are_in_its_rule():
    root = xml.fromstring(sld(registry.layer("built_up_areas"), "1.1.0"))
    rule = root.find(f".//{SE}Rule")
    assert rule.find(f".//{OGC}PropertyIsEqualTo/{OGC}Literal").text == "residential"
    assert rule.find(f".//{SE}Fill/{SE}SvgParameter").text == "#EBE3D5"


def test_the_catalogue_has_a_record_for_each_layer_and_dataset(client, schools):
    document = client.get("/ogc/collections/records/items", {"limit": "1000"}).json()
    found = {one["id"] for one in document["features"]}
    assert {f"layer.{layer.name}" for layer in registry.public_layers()} <= found
    assert "dataset.test" in found
    assert document["numberMatched"] == len(found)
    for one in document["features"]:
        assert one["type"] == "Feature"
        assert one["properties"]["type"] in ("layer", "dataset")
        assert one["properties"]["title"]
        assert {"time", "geometry", "conformsTo"} <= one.keys()


def test_the_catalogue_is_searched(client, schools):
    make_cool_place()

    def found(**query: str) -> set[str]:
        return all_found(**query) & looked_at

    def all_found(**query: str) -> set[str]:
        document = client.get("/ogc/collections/records/items", query).json()
        return {one["id"] for one in document["features"]}

    looked_at = {"layer.schools", "layer.cool_places", "layer.streets", "dataset.test"}
    assert found(q="SCHULEN") == {"layer.schools"}
    assert found(q="schulen,kühle orte") == {"layer.schools", "layer.cool_places"}
    assert found(type="dataset") == {"dataset.test"}
    assert found(ids="layer.schools,nix") == {"layer.schools"}
    assert found(q="schulen", bbox="0,0,1,1") == set()
    assert found(q="schulen", bbox="7.7,51.6,7.9,51.8") == {"layer.schools"}
    utm = "http://www.opengis.net/def/crs/EPSG/0/25832"
    assert found(q="schulen", bbox="410000,5720000,430000,5740000", **{"bbox-crs": utm}) == {
        "layer.schools"
    }
    assert len(all_found(limit="3", offset="1")) == 3


def test_a_record_stands_alone_too(client, schools):
    document = client.get("/ogc/collections/records/items/dataset.test").json()
    assert document["properties"]["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert client.get("/ogc/records").json()["itemType"] == "record"


def test_the_operations_of_tiles_have_the_names_that_clients_look_for(client, city):
    """OGC 20-057, table 11: how the names of operations end."""
    paths = client.get("/ogc/api").json()["paths"]
    named = [one["get"].get("operationId", "") for one in paths.values()]
    for origin in ("dataset", "collection"):
        for what in ("getTileSetsList", "getTileSet", "getTile"):
            assert sum(one.endswith(f".{origin}.vector.{what}") for one in named) == 1
    assert {"getTileMatrixSetsList", "getTileMatrixSet"} < set(named)
