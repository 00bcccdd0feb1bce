"""The accident atlas, read as its offices write it (lines made up, in their form)."""

import io
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from routing.models import Accident
from tests.factories import make_city

HEAD = (
    "UIDENTSTLAE;ULAND;UREGBEZ;UKREIS;UGEMEINDE;UJAHR;UMONAT;USTUNDE;UWOCHENTAG;UKATEGORIE;"
    "UART;UTYP1;ULICHTVERH;IstRad;IstPKW;IstFuss;IstKrad;IstGkfz;IstSonstige;LINREFX;LINREFY\n"
)
FIRST = "11;05;9;15;000;2024;03;07;3;3;6;4;0;0;1;1;0;0;0;416650,5;5724010,25\n"
AT_NIGHT = "12;05;9;15;000;2024;03;23;3;2;6;4;0;1;0;0;0;0;0;416651;5724011\n"
ON_SUNDAY = "13;05;9;15;000;2024;03;08;1;1;6;4;0;1;0;0;0;0;0;416652;5724012\n"
IN_UNNA = "14;05;9;78;036;2024;03;07;3;3;6;4;0;0;1;1;0;0;0;416650;5724010\n"
BROKEN = "15;05;9;15;000;2024;13;07;3;3;6;4;0;0;1;1;0;0;0;416653;5724013\n"


@pytest.fixture
def atlas(tmp_path: Path) -> Path:
    path = tmp_path / "Unfallorte2024.csv"
    path.write_text("\ufeff" + HEAD + FIRST + AT_NIGHT + ON_SUNDAY + IN_UNNA + BROKEN)
    return path


def read(path: Path) -> str:
    output = io.StringIO()
    call_command("import_accidents", path, stdout=output, verbosity=0)
    return output.getvalue()


def test_the_accidents_of_the_city_are_read(db, atlas: Path) -> None:
    make_city()
    report = read(atlas)
    assert "Monat" in report or "month" in report
    found = Accident.objects.get(source_id="2024-11")
    assert (found.weekday, found.hour, found.category) == ("Tu", 7, "slight")
    assert (found.on_foot, found.by_bike, found.by_car) == (True, False, True)
    assert found.geometry.coords == (416650.5, 5724010.25)
    assert Accident.objects.count() == 3


def test_a_second_import_changes_nothing(db, atlas: Path) -> None:
    make_city()
    read(atlas)
    before = list(Accident.objects.order_by("pk").values_list("pk", "version"))
    read(atlas)
    assert list(Accident.objects.order_by("pk").values_list("pk", "version")) == before


def test_a_zip_is_read_too(db, atlas: Path, tmp_path: Path) -> None:
    make_city()
    packed = tmp_path / "Unfallorte2024_EPSG25832_CSV.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(atlas, "csv/Unfallorte2024_LinRef.csv")
    read(packed)
    assert Accident.objects.count() == 3


def test_another_year_withdraws_nothing(db, atlas: Path, tmp_path: Path) -> None:
    make_city()
    read(atlas)
    later = tmp_path / "2025.csv"
    later.write_text(HEAD + FIRST.replace(";2024;", ";2025;"))
    read(later)
    assert sorted(Accident.objects.values_list("year", flat=True)) == [2024, 2024, 2024, 2025]


def test_the_page_counts_those_on_the_way_to_school(hamm, client: Client, atlas: Path) -> None:
    read(atlas)
    page = client.get("/schulen/geistschule/").content.decode()
    assert "<bdi>1</bdi> (an Schultagen zu Schulwegzeiten" in page


@pytest.mark.parametrize("text", ["", "a;b\n1;2\n", HEAD, HEAD + IN_UNNA])
def test_what_is_no_atlas_of_the_city_is_refused(db, tmp_path: Path, text: str) -> None:
    make_city()
    path = tmp_path / "other.csv"
    path.write_text(text)
    with pytest.raises(CommandError):
        read(path)
    assert not Accident.objects.exists()
