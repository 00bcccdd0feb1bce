"""CSV with coordinates, as offices send it."""

import csv
import math
import re
from contextlib import suppress
from pathlib import Path

import pyproj
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from layers.importing.errors import (
    BadCrs,
    FileEmpty,
    ImportProblem,
    NoColumn,
    NoCoordinates,
    SourceEmpty,
    UnknownCrs,
    Unreadable,
)
from layers.importing.readers.csv_points import read_csv
from layers.importing.readers.numbers import decimal_mark, number

HAMM = (418_400.0, 5_725_900.0)  # EPSG:25832
UNHURRIED = settings(deadline=None)  # a busy machine is no fault of the reader


def write(folder: Path, content: str | bytes, encoding: str = "utf-8") -> Path:
    path = folder / "source.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
    return path


def findings(path: Path, **given) -> dict[str, str]:
    return {finding.title: finding.value for finding in read_csv(path, **given).findings}


def points(path: Path, **given) -> list[tuple[float, float] | None]:
    shapes = [record.geometry for record in read_csv(path, **given).records]
    return [None if shape is None else (shape.x, shape.y) for shape in shapes]


def at_hamm(place: tuple[float, float] | None, within_m: float = 0.1) -> bool:
    return place is not None and shapely.Point(place).distance(shapely.Point(HAMM)) < within_m


@pytest.mark.parametrize(
    ("epsg", "decimals"),
    [
        ("4326", 7),
        ("25832", 2),
        ("4647", 2),
        ("31466", 2),
        ("31467", 2),
        ("3857", 2),
    ],
)
@pytest.mark.parametrize("mark", [",", "."])
@pytest.mark.parametrize("swapped", [False, True])
def test_the_coordinate_system_of_a_place_in_germany_is_guessed(
    tmp_path, epsg, decimals, mark, swapped
):
    x, y = pyproj.Transformer.from_crs(25832, int(epsg), always_xy=True).transform(*HAMM)
    pair = [f"{value:.{decimals}f}".replace(".", mark) for value in ((y, x) if swapped else (x, y))]
    path = write(tmp_path, f"id;X;Y\na;{pair[0]};{pair[1]}\n")
    assert findings(path)["Koordinatensystem"].startswith(f"EPSG:{epsg} ")
    assert findings(path)["Dezimalzeichen"] == mark
    # Gauss-Krüger stands on another datum, known to a few metres.
    assert at_hamm(points(path)[0], within_m=5 if epsg.startswith("314") else 0.1)


def test_every_guess_is_marked_as_one(tmp_path):
    path = write(tmp_path, "id;X;Y\na;7,8;51,7\n")
    guessed = {one.title: one.guessed for one in read_csv(path).findings}
    assert guessed["Koordinatensystem"] and guessed["Koordinaten"] and guessed["Zeichensatz"]
    given = read_csv(path, crs="EPSG:4326", x="X", y="Y", encoding="utf-8", id_field="id").findings
    told = {one.title: one.guessed for one in given}
    assert not (told["Koordinatensystem"] or told["Koordinaten"] or told["Kennung"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_encoding_and_delimiter_are_found(tmp_path, encoding, delimiter):
    row = ["1", "Bücherei, Süd; „Mitte“", "7.81", "51.68"]
    quoted = [f'"{cell}"' for cell in row]
    text = f"{delimiter.join(['id', 'Name', 'lon', 'lat'])}\n{delimiter.join(quoted)}\n"
    (record,) = read_csv(write(tmp_path, text, encoding)).records
    assert record.values["Name"] == row[1]


def test_the_line_for_excel_names_the_delimiter(tmp_path):
    path = write(tmp_path, 'sep=|\nid|Name|lon|lat\n1|"a;b;c;d;e"|7.8|51.7\n')
    assert findings(path)["Trennzeichen"] == "|"
    assert next(iter(read_csv(path).records)).source_id == "1"


@pytest.mark.parametrize(
    ("x", "y"),
    [
        ("lon", "lat"),
        ("Längengrad", "Breitengrad"),
        ("UTM-Rechtswert", "UTM-Hochwert"),
        ("Ostwert", "Nordwert"),
        ("x_coord", "y_coord"),
        ("LNG", "LATITUDE"),
    ],
)
def test_columns_of_coordinates_are_known_by_name(tmp_path, x, y):
    path = write(tmp_path, f"id;{x};{y}\na;7.81;51.68\n")
    assert findings(path)["Koordinaten"] == f"{x} / {y}"


def test_a_column_of_epsg_codes_counts_for_each_row(tmp_path):
    lon, lat = pyproj.Transformer.from_crs(25832, 4326, always_xy=True).transform(*HAMM)
    path = write(tmp_path, f"EPSG;x;y\nEPSG:25832;{HAMM[0]};{HAMM[1]}\n4326;{lon};{lat}\n")
    assert all(map(at_hamm, points(path)))


def test_rows_without_a_coordinate_have_none(tmp_path):
    path = write(tmp_path, "id;x;y\na;7.81;51.68\nb;;\nc;hier;dort\nd;7.81\ne;nan;51.68\n")
    found = points(path)
    assert found[1:4] == [None, None, None]
    assert found[4] is not None and math.isnan(found[4][0])  # the writer rejects it


def test_columns_twice_and_without_name_stay_apart(tmp_path):
    path = write(tmp_path, "id;x;y;Name;Name;\na;7.81;51.68;eins;zwei;drei\n")
    (record,) = read_csv(path).records
    assert list(record.values.values())[3:] == ["eins", "zwei", "drei"]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", FileEmpty),
        (b"\n\n", SourceEmpty),
        (b"id;x;y\n", SourceEmpty),
        (b"id;Name\n1;a\n", NoCoordinates),
        (b"id;x;y\n1;1;1\n", UnknownCrs),
        (b"id;x;y\n1;;\n", UnknownCrs),
        (b"PK\x03\x04\x00\x00\x00\x00", Unreadable),
        (b'id;x;y\n"' + b"a" * 200_000 + b'";7.8;51.7\n', Unreadable),
    ],
)
def test_what_is_no_table_of_points_is_named(tmp_path, content, problem):
    with pytest.raises(problem):
        list(read_csv(write(tmp_path, content)).records)


def test_wishes_that_cannot_be_met_are_named(tmp_path):
    path = write(tmp_path, "id;x;y\na;7.81;51.68\n")
    for wish, problem in [
        ({"x": "foo"}, NoColumn),
        ({"id_field": "foo"}, NoColumn),
        ({"crs": "+proj=utm"}, BadCrs),
        ({"crs": "EPSG:99999"}, BadCrs),
        ({"encoding": "klingon"}, Unreadable),
    ]:
        with pytest.raises(problem):
            read_csv(path, **wish)


def test_the_schools_of_the_state_are_read_as_published(shared_data):
    path = shared_data / "importer" / "nrw_schuldaten_2021_head.csv"
    lines = path.read_text(encoding="utf-8-sig").splitlines()[1:]
    published = list(csv.DictReader(lines, delimiter=";"))
    reading = read_csv(path)
    records = list(reading.records)
    assert [one.source_id for one in records] == [row["Schulnummer"] for row in published]
    for record, row in zip(records, published, strict=True):
        if row["EPSG"] == "EPSG:25832":
            assert record.geometry is not None
            assert (record.geometry.x, record.geometry.y) == (
                float(row["UTMRechtswert"]),
                float(row["UTMHochwert"]),
            )
    told = {one.title: (one.value, one.guessed) for one in reading.findings}
    assert told["Trennzeichen"] == (";", False)


# --- numbers ---------------------------------------------------------------------------------

values = st.floats(-9_999_999, 99_999_999, allow_nan=False).map(lambda value: round(value, 4))


def german(value: float, *, grouped: bool) -> str:
    english = f"{value:,.4f}" if grouped else f"{value:.4f}"
    return english.translate(str.maketrans(",.", ".,"))


@UNHURRIED
@given(values, st.booleans())
def test_a_number_written_the_german_way_comes_back(value, grouped):
    assert number(german(value, grouped=grouped), ",") == value


@UNHURRIED
@given(values, st.booleans())
def test_a_number_written_the_english_way_comes_back(value, grouped):
    assert number(f"{value:,.4f}" if grouped else f"{value:.4f}", ".") == value


@UNHURRIED
@given(st.lists(values, min_size=1), st.booleans())
def test_a_german_column_is_known_as_one(column, grouped):
    assert decimal_mark([german(value, grouped=grouped) for value in column]) == ","


@UNHURRIED
@given(st.lists(values, min_size=1), st.booleans())
def test_an_english_column_is_known_as_one(column, grouped):
    texts = [f"{value:,.4f}" if grouped else f"{value:.4f}" for value in column]
    assert decimal_mark(texts) == "."


@pytest.mark.parametrize(
    ("text", "mark"),
    [("7.8.1", ","), ("1.23,5", ","), ("7,8", "."), ("1,2345", "."), ("1_000", "."), ("", ".")],
)
def test_groups_of_other_than_three_digits_are_no_number(text, mark):
    assert number(text, mark) is None


@UNHURRIED
@given(st.text(), st.sampled_from([",", "."]))
def test_any_text_is_a_number_or_none(text, mark):
    found = number(text, mark)
    if found is not None and re.fullmatch(r"\d+", text):
        assert found == float(text)


@UNHURRIED
@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_any_text_is_read_or_named_unreadable(tmp_path_factory, text):
    path = write(tmp_path_factory.mktemp("any"), "x;y\n7.8;51.7\n" + text)
    with suppress(ImportProblem):
        list(read_csv(path).records)


@UNHURRIED
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_named_unreadable(tmp_path_factory, content):
    with suppress(ImportProblem):
        list(read_csv(write(tmp_path_factory.mktemp("any"), content)).records)
