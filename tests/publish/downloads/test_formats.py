"""Every format, opened by an independent reader: all rows, places, umlauts, licence."""

import csv
import json
import sqlite3
import tempfile
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pyogrio
import pyproj
import pytest
from shapely.geometry import shape

from layers import registry
from layers.models import CensusCell
from layers.publish.downloads import files, formats, spreadsheet
from tests.factories import MARKET, make_dataset, make_school, make_street, point
from tests.publish.doors import HAMM, run_sql, square

pytestmark = pytest.mark.usefixtures("own_database")
ROWS = 1203  # more than one portion of every writer would be, see `small_portions`
SPATIAL = ["geojson", "geojsonl", "gpkg", "fgb", "shp.zip", "kml", "gml"]
KML = "{http://www.opengis.net/kml/2.2}"
NAME = 'Geschwister-Scholl-Schule <Süd> & "Größe" Straße'


@pytest.fixture(autouse=True)
def small_portions(monkeypatch) -> None:
    monkeypatch.setattr(files, "ROWS_AT_A_TIME", 500)
    monkeypatch.setattr(spreadsheet, "ROWS_AT_A_TIME", 500)


@pytest.fixture
def schools() -> None:
    """Two by hand and many copies; the second has nothing known but its name."""
    make_school(NAME, pupils=321, kind="gymnasium", geometry=point(*MARKET))
    make_school("=1+1", pupils=None, geometry=point(7.9, 51.7))
    columns = run_sql(
        "SELECT string_agg(quote_ident(column_name), ',') FROM information_schema.columns"
        " WHERE table_name = 'layers_school' AND is_generated = 'NEVER'"
        " AND column_name NOT IN ('id', 'source_id', 'slug')"
    )[0][0]
    run_sql(
        f"INSERT INTO layers_school (source_id, slug, {columns})"
        f" SELECT 'c' || i, 'c' || i, {columns} FROM layers_school s, generate_series(1, %s) i"
        " WHERE s.pupils IS NULL",
        ROWS - 2,
    )


def table(file: Path):
    """By GDAL, with the system that the file tells."""
    name = f"/vsizip/{file}" if file.suffix == ".zip" else str(file)
    return pyogrio.read_dataframe(name)


@pytest.mark.parametrize("extension", formats.BY_EXTENSION)
def test_every_layer_comes_in_every_format(saved, extension: str) -> None:
    """Also where it has no rows; of none, one line each makes an empty file."""
    for layer in registry.public_layers():
        size = saved(f"{layer.name}.{extension}").stat().st_size
        assert (size == 0) == (extension == "geojsonl"), layer.name


def test_a_geopackage_is_one_that_qgis_3_22_knows_whole(schools, saved) -> None:
    """Versions after 1.3 make GDAL before 3.7 warn that it may not understand them."""
    with sqlite3.connect(saved("schools.gpkg")) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (10300,)


def test_where_nothing_names_a_row_a_placemark_has_the_layer_and_number(saved) -> None:
    cell = CensusCell.objects.create(
        source_id="x", dataset=make_dataset(), geometry=square(*HAMM, 100), inhabitants=3
    )
    [name] = ElementTree.parse(saved("census_cells.kml")).findall(f".//{KML}Placemark/{KML}name")
    assert name.text == f"{registry.layer('census_cells').title} {cell.pk}"


@pytest.mark.parametrize("extension", SPATIAL)
def test_every_row_at_its_place(schools, saved, extension: str) -> None:
    found = table(saved(f"schools.{extension}"))
    assert len(found) == ROWS
    # KML calls it Name as well; the data of the feature are what counts
    first = found[found["name" if "name" in found else "Name"] == NAME]
    assert len(first) == 1
    x, y = first.geometry.iloc[0].x, first.geometry.iloc[0].y
    if found.crs.is_projected:
        assert found.crs.to_epsg() == 25832
        x, y = pyproj.Transformer.from_crs(25832, 4326, always_xy=True).transform(x, y)
    assert (x, y) == pytest.approx(MARKET, abs=2e-7)
    assert int(first["pupils"].iloc[0]) == 321


@pytest.mark.parametrize("extension", SPATIAL)
def test_lines_keep_their_shape(saved, extension: str) -> None:
    make_street("Öststraße")
    found = table(saved(f"streets.{extension}"))
    length_m = found.to_crs(25832).geometry.iloc[0].length
    [(expected_m,)] = run_sql("SELECT ST_Length(geometry) FROM layers_street")
    assert length_m == pytest.approx(expected_m, abs=0.1)


@pytest.mark.parametrize("extension", [*SPATIAL, "csv", "xlsx"])
def test_nothing_found_is_still_a_file(saved, extension: str) -> None:
    make_school("Talschule")
    file = saved(f"schools.{extension}", name="Gibt es nicht")
    if extension == "csv":
        assert len(file.read_text().splitlines()) == 1
    elif extension == "xlsx":
        assert openpyxl.load_workbook(file)["schools"].max_row == 1
    elif extension == "geojsonl":
        assert file.read_bytes() == b""
    elif extension in ("kml", "gml"):  # GDAL sees no table where there is no feature
        assert ElementTree.parse(file).getroot() is not None
    else:
        assert len(table(file)) == 0


def test_csv_has_columns_of_longitude_and_latitude(schools, saved) -> None:
    with saved("schools.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == ROWS
    assert (rows[0]["name"], rows[0]["pupils"]) == (NAME, "321")
    assert (float(rows[0]["lon"]), float(rows[0]["lat"])) == pytest.approx(MARKET, abs=1e-7)
    assert rows[1]["pupils"] == ""


def test_csv_writes_lines_as_wkt(saved) -> None:
    make_street("Öststraße")
    with saved("streets.csv").open(encoding="utf-8", newline="") as file:
        [row] = csv.DictReader(file)
    assert row["name"] == "Öststraße"
    assert row["wkt"].startswith("MULTILINESTRING((7.")


def test_a_workbook_has_values_never_formulas_and_its_sources(schools, saved) -> None:
    book = openpyxl.load_workbook(saved("schools.xlsx"))
    rows = list(book["schools"].iter_rows())
    assert len(rows) == ROWS + 1
    column = {cell.value: number for number, cell in enumerate(rows[0])}
    first, second = rows[1], rows[2]
    assert (first[column["name"]].value, first[column["pupils"]].value) == (NAME, 321)
    assert (second[column["name"]].value, second[column["name"]].data_type) == ("=1+1", "s")
    assert second[column["pupils"]].value is None
    assert book["Quellen"]["D2"].value == make_dataset().licence


def test_a_shapefile_tells_its_coding_its_system_and_its_names(schools, saved) -> None:
    with zipfile.ZipFile(saved("schools.shp.zip")) as archive:
        texts = {name: archive.read(name) for name in archive.namelist() if name[-3:] != "dbf"}
    assert texts["schools.cpg"].strip() == b"UTF-8"
    assert b"ETRS" in texts["schools.prj"]
    names = [line.split("\t") for line in texts["mapping.txt"].decode().splitlines()]
    assert all(len(short) <= 10 for short, _name in names)
    assert len({short for short, _name in names}) == len(names)
    assert make_dataset().licence in texts["LIZENZ.txt"].decode()


@pytest.mark.parametrize("extension", ["geojson", "kml", "gml"])
def test_text_formats_carry_the_licence(saved, extension: str) -> None:
    make_school("Talschule")
    assert make_dataset().licence in saved(f"schools.{extension}").read_text(encoding="utf-8")


@pytest.mark.parametrize("extension", ["gpkg", "fgb"])
def test_databases_carry_the_licence(saved, extension: str) -> None:
    make_school("Talschule")
    assert make_dataset().licence.encode() in saved(f"schools.{extension}").read_bytes()


def test_geojson_lines_are_one_feature_each(schools, saved) -> None:
    lines = saved("schools.geojsonl").read_text(encoding="utf-8").splitlines()
    features = [json.loads(line) for line in lines]
    assert len({feature["id"] for feature in features}) == ROWS
    assert shape(features[0]["geometry"]).coords[0] == pytest.approx(MARKET, abs=1e-7)


@pytest.mark.parametrize("extension", ["gpkg", "fgb", "shp.zip", "xlsx"])
def test_no_file_stays_behind(client, tmp_path, monkeypatch, extension: str) -> None:
    make_school("Talschule")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    answer = client.get(f"/daten/herunterladen/schools.{extension}")
    assert list(tmp_path.iterdir()) == []
    answer.close()
