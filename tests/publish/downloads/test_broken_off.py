"""The database goes away in the midst of an answer: whoever reads it must notice.

Read from the real server, which ends a stream that fails like one that is complete.
"""

import csv
import http.client
import io
import json
import zlib
from collections.abc import Callable

import pandas
import pytest
from lxml import etree

from benchmarks.common.servers import Server, as_run_serves, serving
from tests.conftest import database_url
from tests.publish.doors import make_buildings, run_sql

ROWS = 20_000
WFS = f"/wfs?SERVICE=WFS&VERSION=2.0.0&REQUEST=GetFeature&TYPENAMES=buildings&COUNT={ROWS}"


def read_csv(text: bytes) -> int:
    return len(list(csv.DictReader(io.StringIO(text.decode(), newline=""), strict=True)))


def read_csv_with_pandas(text: bytes) -> int:
    return len(pandas.read_csv(io.BytesIO(text)))


def read_lines(text: bytes) -> int:
    return sum(1 for line in text.splitlines() if json.loads(line))


def read_collection(text: bytes) -> int:
    return len(json.loads(text)["features"])


def read_xml(text: bytes) -> int:
    root = etree.fromstring(text, etree.XMLParser(huge_tree=True))
    return sum(1 for one in root.iter("{*}member", "{*}Placemark"))


WHOLE = [
    ("/daten/herunterladen/buildings.csv", read_csv),
    ("/daten/herunterladen/buildings.csv", read_csv_with_pandas),
    ("/daten/herunterladen/buildings.geojsonl", read_lines),
    ("/daten/herunterladen/buildings.geojson", read_collection),
    ("/daten/herunterladen/buildings.kml", read_xml),
    ("/daten/herunterladen/buildings.gml", read_xml),
    (f"{WFS}&OUTPUTFORMAT=csv", read_csv),
    (f"{WFS}&OUTPUTFORMAT=geojson", read_collection),
    (WFS, read_xml),
]


@pytest.fixture
def server(own_database: str):
    make_buildings(ROWS)
    environment = {"DATABASE_URL": database_url(own_database), "DEBUG": "0"}
    with serving(as_run_serves("gis_app.wsgi:application"), "/robots.txt", environment) as server:
        yield server


def fetch(server: Server, path: str, *, coding: str, broken: bool) -> bytes:
    """The bytes of the body; if `broken`, its connection to the database ends after the first."""
    connection = http.client.HTTPConnection(server.address.removeprefix("http://"), timeout=60)
    connection.request("GET", path, headers={"Accept-Encoding": coding})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Content-Encoding"] or "identity") == (200, coding)
    begun = answer.read(1000)
    if broken:
        ended = run_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'hamm download' AND datname = current_database()"
        )
        assert ended == [(True,)]
    body = begun + answer.read()
    connection.close()
    return body


def test_a_reader_of_any_format_notices(server: Server) -> None:
    for path, read in WHOLE:
        assert read(fetch(server, path, coding="identity", broken=False)) == ROWS, path
        assert not is_readable(read, fetch(server, path, coding="identity", broken=True)), path


def is_readable(read: Callable[[bytes], int], text: bytes) -> bool:
    try:
        read(text)
    except (ValueError, csv.Error, etree.XMLSyntaxError):  # pandas' and json's are ValueErrors
        return False
    return True


def test_a_compressed_one_cannot_be_unpacked(server: Server) -> None:
    for path in ("/daten/herunterladen/buildings.csv", "/daten/herunterladen/buildings.geojsonl"):
        whole = fetch(server, path, coding="gzip", broken=False)
        assert zlib.decompress(whole, 31).count(b"\n") >= ROWS
        with pytest.raises(zlib.error, match="invalid block type"):
            zlib.decompress(fetch(server, path, coding="gzip", broken=True), 31)
