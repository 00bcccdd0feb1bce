"""The commands: what they say, and that a broken file changes nothing."""

import gzip
import json
import zipfile
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
from django.contrib.gis.geos import GEOSGeometry, MultiPolygon
from django.core.management import CommandError, call_command

from layers.ground.models import City, Dataset
from layers.importing.limits import Limits
from layers.importing.models import ImportRun
from layers.models import CensusCell, School
from tests.importing.conftest import EAST, NORTH, SOUTH, WEST, make_dataset

NEW = ("--title", "Schulen", "--publisher", "Land", "--licence", "CC0")
CSV = "id;name;Adr;x;y\n1;Schule Süd;Weg 1;418000,5;5724000,25\n2;Schule Nord;;418100;5724100\n"


def run(capsys: pytest.CaptureFixture, *arguments: object) -> str:
    call_command(*map(str, arguments), verbosity=0)
    return capsys.readouterr().out


def test_a_layer_is_imported_with_its_fields_mapped(city, tmp_path, capsys):
    path = tmp_path / "schulen.csv"
    path.write_text(CSV, encoding="cp1252")
    arguments = ["import_layer", path, "--layer", "schools", "--dataset", "neu", *NEW]
    arguments += ["--map", "Adr=address", "--set", "kind=primary"]
    said = run(capsys, *arguments)
    assert "Zeichensatz: cp1252 (erraten)" in said
    assert "Koordinatensystem: EPSG:25832 ETRS89 / UTM zone 32N (erraten)" in said
    assert said.splitlines()[-1].split() == ["Schulen", "2", "0", "0", "0", "0"]
    assert list(School.objects.order_by("source_id").values_list("name", "address", "kind")) == [
        ("Schule Süd", "Weg 1", "primary"),
        ("Schule Nord", "", "primary"),
    ]
    assert School.objects.get(source_id="1").geometry.coords == (418000.5, 5724000.25)
    dataset = Dataset.objects.get(slug="neu")
    assert (dataset.title, dataset.attribution, dataset.kind) == ("Schulen", "Land", "real")
    assert run(capsys, *arguments).splitlines()[-1].split() == ["Schulen", "0", "0", "2", "0", "0"]


def test_the_report_says_why_records_were_rejected(city, tmp_path, capsys):
    path = tmp_path / "schulen.csv"
    path.write_text(CSV + "3;;Weg;418000;5724000\n4;Fern;;500000;5724000\n")
    arguments = ["--layer", "schools", "--dataset", "neu", *NEW, "--set", "kind=other"]
    said = run(capsys, "import_layer", path, *arguments)
    assert "Schulen: 1 × Feld „name“: Wert fehlt (3)" in said
    assert "Schulen: 1 × liegt außerhalb der Stadt (4)" in said
    refused = ImportRun.objects.get()
    assert refused.sha256 and refused.source == "schulen.csv"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--dataset", "neu"], "Ein neuer braucht --title"),
        (["--dataset", "probe", "--map", "Adr"], "nicht von der Form"),
        (["--dataset", "probe", "--map", "foo=address"], "keine Spalte „foo“"),
        (["--dataset", "probe", "--map", "Adr=adresse"], "kein Feld adresse"),
        (["--dataset", "probe", "--crs", "Gauß"], "kein Koordinatensystem"),
    ],
)
def test_a_wrong_wish_is_answered_with_what_to_do(unchanged, tmp_path, arguments, said):
    path = tmp_path / "schulen.csv"
    path.write_text(CSV)
    with pytest.raises(CommandError, match=said):
        call_command("import_layer", str(path), "--layer", "schools", *arguments, verbosity=0)
    unchanged()


def square(shape: object) -> str:
    feature = {"type": "Feature", "properties": {"kind": "park"}, "geometry": shape}
    return json.dumps({"type": "FeatureCollection", "features": [feature]})


def point(lon: object, lat: object) -> str:
    return square({"type": "Point", "coordinates": [lon, lat]}).replace("park", "library")


def bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", b" " * 5_000_000)


ENTITIES = '<!DOCTYPE osm [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'

BROKEN = {
    "empty.geojson": "",
    "empty.osm.pbf": "",
    "empty.csv": "",
    "nothing.osm": '<osm version="0.6"/>',
    "australia.geojson": point(151.2, -33.9),
    "swapped.geojson": point(51.7, 7.8),
    "nan.geojson": point("NaN", 51.7).replace('"NaN"', "NaN"),
    "infinite.geojson": point(1e999, 51.7),
    "empty-ring.geojson": square({"type": "Polygon", "coordinates": []}),
    "line.geojson": square({"type": "Polygon", "coordinates": [[[7.8, 51.7], [7.81, 51.7]] * 2]}),
    "bomb.gml": f"<?xml version='1.0'?>{ENTITIES.replace('osm', 'x')}<x>&b;</x>",
    "bomb.osm": f'<?xml version="1.0"?>{ENTITIES}<osm version="0.6"><node id="1" lat="51.7" '
    'lon="7.8"><tag k="natural" v="&b;"/></node></osm>',
    "half.osm": '<osm version="0.6"><node id="1" lat="51.7" lon="7.8"><tag k="natural"',
    "noise.osm.pbf": "noise" * 1000,
    "noise.osm.gz": "noise" * 1000,
    "words.osm": "Das ist kein XML",
    "bomb.zip": bomb,
    "claim.shp": b"\x00\x00\x27\x0a" + b"\x00" * 20 + b"\x7f\xff\xff\xff" + b"\x00" * 72,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_changes_nothing(unchanged, tmp_path, monkeypatch, name):
    monkeypatch.setattr("layers.importing.readers.files.Limits", lambda: Limits(bytes=1_000_000))
    path, content = tmp_path / name, BROKEN[name]
    if callable(content):
        content(path)
    else:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = set(tmp_path.iterdir())
    _refused(path)
    unchanged()
    assert set(tmp_path.iterdir()) == before


def _refused(path: Path) -> None:
    """The command for this file stops with a sentence of German."""
    command: list[str] = ["import_layer", str(path), "--layer", "green_areas", "--dataset", "probe"]
    if ".osm" in path.name:
        command = ["import_osm", str(path)]
    with pytest.raises(CommandError) as refusal:
        call_command(*command, verbosity=0)
    assert str(refusal.value).endswith(".")
    assert any(word in str(refusal.value) for word in ("Bitte", "bitte", "bleibt", "DOCTYPE"))


@pytest.mark.parametrize("size", [20_000, 300_000, 1_300_000])
def test_an_extract_cut_short_changes_nothing(unchanged, shared_data, tmp_path, size):
    for name in ("liechtenstein_valhalla.osm.pbf", "kaiserslautern.osm.gz"):
        path = tmp_path / f"{size}-{name}"
        path.write_bytes((shared_data / "osm" / name).read_bytes()[:size])
        _refused(path)
    unchanged()


def test_a_packed_extract_that_grows_beyond_bounds_changes_nothing(
    unchanged, tmp_path, monkeypatch
):
    monkeypatch.setattr(
        "layers.importing.osm.files.Limits", lambda **_bounds: Limits(bytes=1_000_000)
    )
    path = tmp_path / "bomb.osm.gz"
    path.write_bytes(gzip.compress(b'<osm version="0.6">' + b" " * 5_000_000))
    assert path.stat().st_size < 10_000
    with pytest.raises(CommandError, match="erlaubt sind 1 MB"):
        call_command("import_osm", str(path), verbosity=0)
    unchanged()


# --- the census ------------------------------------------------------------------------------


def raster(path: Path, counts: list[list[int]], *, west: float, north: float, epsg=25832) -> Path:
    values = np.array(counts, dtype="int32")
    height, width = values.shape
    with rasterio.open(
        path,
        "w",
        driver="GTiff",
        height=height,
        width=width,
        count=1,
        dtype="int32",
        crs=f"EPSG:{epsg}",
        transform=rasterio.Affine(1000, 0, west, 0, -1000, north),
        nodata=-1,
    ) as output:
        output.write(values, 1)
    return path


def test_cells_lie_in_the_city_by_their_centre(city, tmp_path, capsys):
    counts = [[5] * 6 for _row in range(6)]  # from one cell before the city to one behind
    counts[1][1], counts[1][2] = -1, 0
    path = raster(tmp_path / "z.tif", counts, west=WEST - 1000, north=NORTH + 1000)
    run(capsys, "import_census", path)
    cells = CensusCell.objects.all()
    assert len(cells) == 4 * 4 - 2
    assert {cell.geometry.area for cell in cells} == {1_000_000}
    corner = CensusCell.objects.get(source_id=f"CRS25832RES1000mN{SOUTH}E{EAST - 1000}")
    assert corner.geometry.extent == (EAST - 1000, SOUTH, EAST, SOUTH + 1000)
    assert (corner.inhabitants, corner.cell_m, corner.dataset.slug) == (5, 1000, "zensus-2022")


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ({"west": WEST + 100_000, "north": NORTH}, "liegt nicht über dem Stadtgebiet"),
        ({"west": WEST, "north": NORTH, "epsg": 3035}, "Koordinatensystem"),
    ],
)
def test_a_raster_of_elsewhere_changes_nothing(unchanged, tmp_path, place, said):
    path = raster(tmp_path / "z.tif", [[5, 5], [5, 5]], **place)
    with pytest.raises(CommandError, match=said):
        call_command("import_census", str(path), verbosity=0)
    unchanged()


def test_what_is_no_raster_changes_nothing(unchanged, tmp_path):
    path = tmp_path / "z.tif"
    path.write_bytes(b"II*\x00" + b"\xff" * 100)
    with pytest.raises(CommandError, match="beschädigt"):
        call_command("import_census", str(path), verbosity=0)
    unchanged()


def test_the_census_needs_a_city(db, tmp_path):
    with pytest.raises(CommandError, match="keine Stadt"):
        call_command("import_census", str(tmp_path / "z.tif"), verbosity=0)


def test_the_census_of_hamm(db, shared_data, capsys):
    """223 inhabited cells with 181,294 inhabitants: the count published with the data."""
    (feature,) = json.loads((shared_data / "hamm" / "hamm_boundary_vg250.geojson").read_text())[
        "features"
    ]
    shape = GEOSGeometry(json.dumps(feature["geometry"]), srid=4326)
    shape.transform(25832)
    boundary = shape if shape.geom_type == "MultiPolygon" else MultiPolygon(shape, srid=25832)
    City.objects.create(
        slug="hamm",
        name="Hamm",
        boundary=boundary,
        centre=boundary.centroid,
        dataset=make_dataset("vg250"),
    )
    path = shared_data / "hamm" / "hamm_zensus2022_1km.tif"
    run(capsys, "import_census", path)
    assert sum(cell.inhabitants for cell in CensusCell.objects.all()) == 181_294
    assert CensusCell.objects.count() == 223
    with rasterio.open(path) as source:  # each cell holds what the raster says at its centre
        counts, bounds = source.read(1), source.bounds
    for cell in CensusCell.objects.all():
        x, y = cell.geometry.centroid.coords
        column, row = int((x - bounds.left) // 1000), int((bounds.top - y) // 1000)
        assert cell.inhabitants == counts[row, column]
    assert shapely.from_wkb(bytes(boundary.wkb)).area == pytest.approx(227.58e6, rel=1e-3)
