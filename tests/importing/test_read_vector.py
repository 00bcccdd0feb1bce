"""Files of features, in every format and both orders of axes."""

import json
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import geopandas
import pyproj
import pytest
import shapely
from lxml import etree

from layers.importing.errors import (
    BadCrs,
    NoColumn,
    ServiceAnswered,
    SeveralLayers,
    SourceEmpty,
    TooLarge,
    TooManyFeatures,
    UnknownCrs,
    UnknownFormat,
    Unreadable,
    UnsafeXml,
)
from layers.importing.limits import Limits
from layers.importing.readers.files import read_file
from layers.importing.readers.reading import Reading
from layers.importing.records import Record

GML = "http://www.opengis.net/gml"
HAMM = shapely.Point(418_400, 5_725_900)


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as opened:
        yield opened


def records(path: Path, stack: ExitStack, **given) -> list[Record]:
    return list(read_file(path, stack=stack, **given).records)


def told(reading: Reading) -> dict[str, str]:
    return {finding.title: finding.value for finding in reading.findings}


@pytest.fixture
def frame() -> geopandas.GeoDataFrame:
    names = ["Süd", "Nord", "Ost"]
    shapes = [shapely.Point(HAMM.x + 100 * place, HAMM.y) for place in range(3)]
    return geopandas.GeoDataFrame(
        {"id": ["a", "b", "c"], "name": names, "pupils": [1, None, 3]}, geometry=shapes, crs=25832
    )


def zipped(path: Path, *parts: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in parts:
            archive.write(part, f"folder/{part.name}")
    return path


@pytest.mark.parametrize("ending", ["geojson", "gpkg", "shp", "fgb", "gml", "zip"])
@pytest.mark.parametrize("epsg", [25832, 4326, 3857, 31467])
def test_every_format_in_every_system_ends_in_the_same_place(tmp_path, stack, frame, ending, epsg):
    if ending == "geojson" and epsg != 4326:
        pytest.skip("GeoJSON is WGS 84")
    path = tmp_path / f"source.{'shp' if ending == 'zip' else ending}"
    frame.to_crs(epsg).to_file(path, engine="pyogrio")
    if ending == "zip":
        parts = [one for one in tmp_path.iterdir() if one.stem == "source"]
        path = zipped(tmp_path / "source.zip", *parts)
    found = sorted(records(path, stack), key=lambda one: one.values["id"])
    assert [one.values["name"] for one in found] == ["Süd", "Nord", "Ost"]
    assert [one.values["pupils"] for one in found] == [1, None, 3]
    for record, shape in zip(found, frame.geometry, strict=True):
        assert record.geometry is not None
        assert record.geometry.distance(shape) < 0.01
    if ending != "gml":  # GDAL writes fids of its own there
        assert [one.source_id for one in found] == ["a", "b", "c"]


def collection(srs: str, position: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs" xmlns:gml="{GML}" xmlns:a="http://a">
<gml:featureMember><a:place gml:id="p1"><a:name>Markt</a:name><a:geom>
<gml:Point srsName="{srs}"><gml:pos>{position}</gml:pos></gml:Point></a:geom></a:place>
</gml:featureMember></wfs:FeatureCollection>"""


@pytest.mark.parametrize(
    ("srs", "epsg", "first"),
    [
        ("EPSG:25832", 25832, "east"),
        ("urn:ogc:def:crs:EPSG::25832", 25832, "east"),
        ("http://www.opengis.net/def/crs/EPSG/0/25832", 25832, "east"),
        ("EPSG:4326", 4326, "east"),
        ("urn:ogc:def:crs:EPSG::4326", 4326, "north"),
        ("http://www.opengis.net/def/crs/EPSG/0/4326", 4326, "north"),
        ("urn:ogc:def:crs:EPSG::4258", 4258, "north"),
        ("urn:ogc:def:crs:EPSG::31467", 31467, "north"),
    ],
)
def test_gml_is_read_in_the_axis_order_its_srs_name_says(tmp_path, stack, srs, epsg, first):
    x, y = pyproj.Transformer.from_crs(25832, epsg, always_xy=True).transform(HAMM.x, HAMM.y)
    path = tmp_path / "answer.gml"
    path.write_text(collection(srs, f"{x} {y}" if first == "east" else f"{y} {x}"))
    (record,) = records(path, stack)
    assert record.geometry is not None and record.geometry.distance(HAMM) < 0.01
    assert (record.source_id, record.values["name"]) == ("p1", "Markt")


@pytest.mark.parametrize("name", ["hamburg_schulen_wfs110.gml", "hamburg_gruenflaechen_wfs110.gml"])
def test_the_answers_of_hamburg_are_read_to_the_last_feature(shared_data, stack, name):
    path = shared_data / "wfs" / name
    published = {}
    for member in etree.parse(path).iter(f"{{{GML}}}featureMember"):
        (feature,) = member
        position = feature.find(f".//{{{GML}}}pos")
        place = None if position is None else tuple(map(float, position.text.split()))
        published[feature.get(f"{{{GML}}}id")] = place
    found = {
        one.source_id: None if one.geometry is None else (one.geometry.x, one.geometry.y)
        for one in records(path, stack)
    }
    assert found == published
    assert not path.with_suffix(".gfs").exists()


def test_the_schools_of_hamm_are_where_the_state_says(shared_data, stack):
    path = shared_data / "hamm" / "hamm_schools.geojson"
    found = records(path, stack)
    assert len(found) == len(json.loads(path.read_text())["features"])
    for one in found:
        official = shapely.Point(float(one.values["utm_e"]), float(one.values["utm_n"]))
        assert one.geometry is not None and one.geometry.distance(official) < 0.1


def test_a_crs_that_is_given_overrules_the_files(tmp_path, stack, frame):
    path = tmp_path / "source.shp"
    frame.to_file(path)
    path.with_suffix(".prj").unlink()
    with pytest.raises(UnknownCrs):
        read_file(path, stack=stack)
    reading = read_file(path, stack=stack, crs="EPSG:25832")
    assert told(reading)["Koordinatensystem"].startswith("EPSG:25832")
    with pytest.raises(BadCrs):
        read_file(path, stack=stack, crs="PROJ:/etc/passwd")


@pytest.mark.parametrize("after", [False, True])
def test_a_crs_that_nobody_knows_is_not_taken_for_degrees(tmp_path, stack, after):
    path = tmp_path / "source.geojson"
    point = {"type": "Point", "coordinates": [7.82, 51.68]}
    feature = {"type": "Feature", "properties": {"name": "Markt"}, "geometry": point}
    features = [feature] * 100
    for known in ("CRS84", "EPSG:4326", "urn:ogc:def:crs:OGC:1.3:CRS84"):
        path.write_text(geojson(features, known, after=after))
        assert told(read_file(path, stack=stack))["Koordinatensystem"].startswith("EPSG:4326")
    path.write_text(geojson(features, "urn:ogc:def:crs:EPSG::99999", after=after))
    with pytest.raises(UnknownCrs):
        read_file(path, stack=stack)
    assert read_file(path, stack=stack, crs="EPSG:4326")


def geojson(features: list[dict], crs: str, *, after: bool) -> str:
    named = {"crs": {"type": "name", "properties": {"name": crs}}}
    listed = {"type": "FeatureCollection", "features": features}
    return json.dumps({**listed, **named} if after else {**named, **listed})


def test_the_layer_of_a_file_with_several_must_be_named(tmp_path, stack, frame):
    path = tmp_path / "source.gpkg"
    frame.to_file(path, layer="schools")
    frame[:1].to_file(path, layer="stops")
    with pytest.raises(SeveralLayers, match="schools, stops"):
        read_file(path, stack=stack)
    assert len(records(path, stack, source_layer="stops")) == 1


def test_a_column_that_is_not_there_is_named(tmp_path, stack, frame):
    path = tmp_path / "source.gpkg"
    frame.to_file(path)
    with pytest.raises(NoColumn, match="id, name, pupils"):
        read_file(path, stack=stack, id_field="nummer")


def test_features_beyond_the_limit_stop_the_reading(tmp_path, stack, frame):
    path = tmp_path / "source.gpkg"
    frame.to_file(path)
    with pytest.raises(TooManyFeatures):
        records(path, stack, limits=Limits(features=2))


def test_a_geopackage_is_read_in_parts(tmp_path, stack, frame, monkeypatch):
    monkeypatch.setattr("layers.importing.readers.vector._CHUNK", 2)
    path = tmp_path / "source.gpkg"
    frame.to_file(path)
    assert [one.source_id for one in records(path, stack)] == ["a", "b", "c"]


VRT = """<OGRVRTDataSource><OGRVRTLayer name="x"><SrcDataSource>/etc/passwd</SrcDataSource>
</OGRVRTLayer></OGRVRTDataSource>"""
BOMB = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;">]><x>&c;</x>"""
REPORT = """<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows"><ows:Exception>
<ows:ExceptionText>Unknown typename app:foo</ows:ExceptionText></ows:Exception>
</ows:ExceptionReport>"""


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("a.gml", BOMB, UnsafeXml),
        ("a.gml", BOMB.encode("utf-16"), UnsafeXml),
        ("a.gml", collection("EPSG:25832", "1 1")[:300], Unreadable),
        ("a.gml", collection("EPSG:25832", "1 1")[:60], Unreadable),
        ("a.gml", collection("EPSG:25832", "1 1")[:-5], Unreadable),
        ("a.gml", VRT, UnknownFormat),
        ("a.gml", REPORT, ServiceAnswered),
        ("a.geojson", VRT, Unreadable),
        ("a.geojson", '{"type": "FeatureCollection", "features": []}', SourceEmpty),
        ("a.geojson", '{"type": "FeatureCollection", "features": [{"type": "Fea', Unreadable),
        ("a.geojson", "[1, 2]", Unreadable),
        ("a.gpkg", VRT, Unreadable),
        ("a.gpkg", b"SQLite format 3\x00" + b"\x00" * 200, Unreadable),
        ("a.shp", b"\x00\x00\x27\x0a" + b"\x00" * 20 + b"\x7f\xff\xff\xff", Unreadable),
        ("a.zip", b"PK\x05\x06", Unreadable),
        ("a.vrt", VRT, UnknownFormat),
        ("a.exe", b"MZ", UnknownFormat),
    ],
)
def test_what_is_not_what_its_name_says_is_named(tmp_path, stack, name, content, problem):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(problem):
        records(path, stack)


def test_the_words_of_a_failed_service_are_told(tmp_path, stack):
    path = tmp_path / "answer.gml"
    path.write_text(REPORT)
    with pytest.raises(ServiceAnswered, match="Unknown typename app:foo"):
        read_file(path, stack=stack)


def test_an_archive_that_unpacks_to_too_much_is_stopped(tmp_path, stack):
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", b" " * 30_000_000)
    assert path.stat().st_size < 40_000
    with pytest.raises(TooLarge, match="30 MB"):
        read_file(path, stack=stack, limits=Limits(bytes=1_000_000))


def test_an_archive_that_lies_about_its_size_is_stopped(tmp_path, stack):
    path = tmp_path / "liar.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", b" " * 30_000_000)
    content = path.read_bytes()
    size = (30_000_000).to_bytes(4, "little")
    path.write_bytes(content.replace(size, (10).to_bytes(4, "little")))
    with pytest.raises((TooLarge, Unreadable)):
        read_file(path, stack=stack, limits=Limits(bytes=1_000_000))


def test_an_archive_that_claims_two_gigabytes_is_not_unpacked(tmp_path, stack):
    path = tmp_path / "claim.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.geojson", b"{}")
    claim = (2_200_000_000).to_bytes(4, "little")
    path.write_bytes(path.read_bytes().replace((2).to_bytes(4, "little"), claim))
    with pytest.raises(TooLarge, match=r"2\.200 MB"):
        read_file(path, stack=stack)


def test_names_inside_an_archive_lead_nowhere_else(tmp_path, stack):
    path = tmp_path / "climb.zip"
    inside = collection("EPSG:25832", f"{HAMM.x} {HAMM.y}")
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../climbed.gml", inside)
    assert len(records(path, stack)) == 1
    assert not list(tmp_path.parent.glob("climbed*"))
