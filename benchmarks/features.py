"""Features against djangorestframework-gis, pygeoapi and MapServer, in one run.

    ./run bench features [--keep]

Makes a database of its own beside that of DATABASE_URL, with 150,000 areas and 50,000 points,
and drops it at the end. Read the ratios: the absolute numbers are this machine's.
"""

import argparse
import http.client
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import psycopg  # noqa: E402
from psycopg.conninfo import conninfo_to_dict  # noqa: E402
from pyogrio import raw  # noqa: E402

from benchmarks.common.city import bench_database  # noqa: E402
from benchmarks.common.report import heading, verdict  # noqa: E402
from benchmarks.common.servers import Server, as_run_serves, granian, serving  # noqa: E402

DATABASE = "hamm_bench_features"
COMMON = ROOT / "benchmarks/common"
MANY, FAR, PAGE = 10_000, 100_000, 100
ITEMS = "/ogc/collections/buildings/items?f=json"
WFS = "/wfs?SERVICE=WFS&VERSION=2.0.0&REQUEST=GetFeature&TYPENAMES=buildings"
WHOLE = {
    "GeoJSON": "/daten/herunterladen/buildings.geojson",
    "GeoJSON Lines": "/daten/herunterladen/buildings.geojsonl",
    "CSV": "/daten/herunterladen/buildings.csv",
    "KML": "/daten/herunterladen/buildings.kml",
    "GML": "/daten/herunterladen/buildings.gml",
    "WFS, GML": WFS,
    "WFS, GeoJSON": WFS + "&OUTPUTFORMAT=geojson",
}


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--keep", action="store_true", help="leave the database for next time")
    asked = arguments.parse_args()
    missing = [name for name in ("mapserv", "ogr2ogr") if not shutil.which(name)]
    if missing:
        raise SystemExit(f"Not installed: {', '.join(missing)}. `./run bench` installs them.")
    with bench_database(DATABASE, keep=asked.keep) as url:
        os.environ["DATABASE_URL"] = url
        ten_thousand()
        with serving(as_run_serves("gis_app.wsgi:application"), "/health/", {}) as our:
            our.settle()
            far_pages(our)
            whole_layers(our)
            clients(our)


# ── 10,000 features ───────────────────────────────────────────────────────────────────────────


def ten_thousand() -> None:
    """The same 10,000 areas as GeoJSON in degrees from each server: the best of several times."""
    heading(f"{MANY:,} areas as GeoJSON")
    found = {}
    with serving(as_run_serves("gis_app.wsgi:application"), "/health/", {}) as server:
        server.settle()
        found["ours"] = best(lambda: timed(server, f"{ITEMS}&limit={MANY}"), 9)
    with serving(granian("benchmarks.common.drf:application"), "/buildings/?limit=1", {}) as server:
        found["DRF-GIS"] = best(lambda: timed(server, f"/buildings/?limit={MANY}"), 3)
    with pygeoapi() as server:
        path = f"/collections/buildings/items?f=json&limit={MANY}"
        found["pygeoapi"] = best(lambda: timed(server, path), 3)
    with tempfile.TemporaryDirectory() as folder:
        mapfile = filled("mapserver.map", Path(folder), CONNECTION=libpq_words())
        found["MapServer CGI"] = best(lambda: timed_cgi(mapfile), 5)
    for name, answer in found.items():
        times = answer.ms / found["ours"].ms
        size_mb = len(answer.body) / 1e6
        print(f"  {name:14} {answer.ms:7.0f} ms  {times:5.1f} × ours  {size_mb:.1f} MB")
        number = len(json.loads(answer.body)["features"])
        if number != MANY:
            raise SystemExit(f"{name} sent {number} features.")
    ours_ms = found["ours"].ms
    verdict(f"{MANY:,} GeoJSON features within 100 ms ({ours_ms:.0f})", ours_ms <= 100)
    for name, least in (("DRF-GIS", 20), ("pygeoapi", 3), ("MapServer CGI", 2)):
        times = found[name].ms / ours_ms
        verdict(f"at least {least} × as fast as {name} ({times:.1f})", times >= least)


@dataclass(frozen=True)
class Timed:
    ms: float
    body: bytes


def best(ask: Callable[[], Timed], times: int) -> Timed:
    return min((ask() for _ in range(times)), key=lambda answer: answer.ms)


def timed(server: Server, path: str) -> Timed:
    """From the request to the last byte, on a connection that is open already."""
    connection = http.client.HTTPConnection(server.address.removeprefix("http://"), timeout=120)
    connection.connect()
    start = time.perf_counter()
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    took_ms = (time.perf_counter() - start) * 1e3
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{path}: {answer.status} {body[:500]!r}")
    return Timed(took_ms, body)


def timed_cgi(mapfile: Path) -> Timed:
    """One run of the program, as a web server would start it for each request."""
    query = (
        f"map={mapfile}&SERVICE=WFS&VERSION=2.0.0&REQUEST=GetFeature&TYPENAMES=buildings"
        f"&COUNT={MANY}&OUTPUTFORMAT=geojson&SRSNAME=urn:ogc:def:crs:EPSG::4326"
    )
    environment = os.environ | {
        "REQUEST_METHOD": "GET",
        "QUERY_STRING": query,
        "MAPSERVER_CONFIG_FILE": str(COMMON / "mapserver.conf"),
    }
    start = time.perf_counter()
    run = subprocess.run(["mapserv"], env=environment, capture_output=True, check=True)
    took_ms = (time.perf_counter() - start) * 1e3
    return Timed(took_ms, run.stdout.partition(b"\r\n\r\n")[2])


@contextmanager
def pygeoapi() -> Iterator[Server]:
    python = os.environ.get("BENCH_PYTHON", sys.executable)
    server = conninfo_to_dict(os.environ["DATABASE_URL"])
    with tempfile.TemporaryDirectory() as folder:
        words = {name.upper(): str(server.get(name, "")) for name in ("host", "dbname", "user")}
        configuration = filled(
            "pygeoapi.yml", Path(folder), PORT=str(server.get("port", 5432)), **words
        )
        openapi = Path(folder) / "openapi.yml"
        environment = {
            "PYGEOAPI_CONFIG": str(configuration),
            "PYGEOAPI_OPENAPI": str(openapi),
            "PYTHONPATH": "",
        }
        subprocess.run(
            [
                *(Path(python).parent / "pygeoapi", "openapi", "generate", configuration),
                *("--output-file", openapi),
            ],
            env=os.environ | environment,
            check=True,
            capture_output=True,
        )
        command = [python, "-m", "uvicorn", "--host", "127.0.0.1", "--port", "{port}"]
        command += ["--log-level", "error", "pygeoapi.starlette_app:APP"]
        with serving(command, "/conformance", environment) as running:
            yield running


def filled(name: str, folder: Path, **words: str) -> Path:
    """A copy of a peer's configuration with its @WORDS@ replaced."""
    text = (COMMON / name).read_text()
    for word, value in words.items():
        text = text.replace(f"@{word}@", value)
    copy = folder / name
    copy.write_text(text)
    folder.chmod(0o755)
    return copy


def libpq_words() -> str:
    parts = conninfo_to_dict(os.environ["DATABASE_URL"])
    return " ".join(f"{name}={value}" for name, value in parts.items())


# ── pages far behind ──────────────────────────────────────────────────────────────────────────


def far_pages(our: Server) -> None:
    """The page at offset 100,000 against the first: asked the first time, and the median."""
    heading(f"A page of {PAGE} at offset {FAR:,} against the first one: ms")
    after = json.loads(timed(our, f"{ITEMS}&limit={PAGE}&offset={FAR - PAGE}").body)
    onward = next(link["href"] for link in after["links"] if link["rel"] == "next")
    pairs = {
        "OGC API, offset": (f"{ITEMS}&limit={PAGE}", f"{ITEMS}&limit={PAGE}&offset={FAR}"),
        "OGC API, next": (f"{ITEMS}&limit={PAGE}", onward.removeprefix(our.address)),
        "WFS, startIndex": (f"{WFS}&COUNT={PAGE}", f"{WFS}&COUNT={PAGE}&STARTINDEX={FAR}"),
    }
    for name, (near, far) in pairs.items():
        first = timed(our, far).ms
        near_ms, far_ms = (
            statistics.median(timed(our, path).ms for _ in range(41)) for path in (near, far)
        )
        print(f"  {name:16} first {near_ms:5.1f}  far {far_ms:5.1f}  far, asked once {first:6.1f}")
        verdict(f"{name}: at most 2 × the first page", far_ms <= 2 * near_ms)


# ── whole layers ──────────────────────────────────────────────────────────────────────────────


def whole_layers(our: Server) -> None:
    """150,000 areas in one answer: the first byte, and what the worker's memory grows by."""
    heading("150,000 areas in one answer")
    slowest_ms, most_mb = 0.0, 0.0
    for name, path in WHOLE.items():
        timed(our, path)  # a worker's first answer also loads code and makes caches
        for coding in ("identity", "gzip"):
            before = forget_peaks(our)
            first_ms, total_s, size = streamed(our, path, coding)
            grown_mb = max(
                (peak - before[pid]) / 1024 for pid, peak in memory_kb(our, "VmHWM").items()
            )
            slowest_ms, most_mb = max(slowest_ms, first_ms), max(most_mb, grown_mb)
            print(
                f"  {name:14} {coding:9} first byte {first_ms:5.1f} ms  whole {total_s:5.1f} s"
                f"  {size / 1e6:6.1f} MB  memory + {grown_mb:4.1f} MB"
            )
    verdict(f"first byte within 100 ms ({slowest_ms:.0f})", slowest_ms < 100)
    verdict(f"less than 30 MB more memory ({most_mb:.0f})", most_mb < 30)


def streamed(our: Server, path: str, coding: str) -> tuple[float, float, int]:
    """ms to the first byte of the body, s to the last, bytes."""
    connection = http.client.HTTPConnection(our.address.removeprefix("http://"), timeout=120)
    connection.connect()
    start = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": coding})
    answer = connection.getresponse()
    size = len(answer.read(1))
    first_ms = (time.perf_counter() - start) * 1e3
    while part := answer.read(2**16):
        size += len(part)
    connection.close()
    return first_ms, time.perf_counter() - start, size


def forget_peaks(our: Server) -> dict[int, int]:
    """Each worker's memory in kB now, from where its peak counts anew."""
    for pid in our.workers():
        Path(f"/proc/{pid}/clear_refs").write_text("5")
    return memory_kb(our, "VmRSS")


def memory_kb(our: Server, name: str) -> dict[int, int]:
    found = {}
    for pid in our.workers():
        status = Path(f"/proc/{pid}/status").read_text()
        found[pid] = int(status.split(f"{name}:")[1].split()[0])
    return found


# ── real clients ──────────────────────────────────────────────────────────────────────────────


def clients(our: Server) -> None:
    """ogr2ogr with GDAL's own page sizes, while another client changes and adds rows."""
    heading("ogr2ogr of 150,000 areas while another client updates and inserts")
    sources = {
        "WFS 2.0": (f"WFS:{our.address}/wfs?VERSION=2.0.0", "city:buildings"),
        "OGC API": (f"OAPIF:{our.address}/ogc/", "buildings"),
    }
    for name, (source, layer) in sources.items():
        with psycopg.connect(os.environ["DATABASE_URL"]) as connection:
            rows = connection.execute("SELECT id FROM layers_building WHERE published").fetchall()
        expected = {pk for (pk,) in rows}
        with tempfile.TemporaryDirectory() as folder, writing() as writes:
            target = Path(folder) / "buildings.gpkg"
            start = time.perf_counter()
            subprocess.run(
                ["ogr2ogr", "-f", "GPKG", *_as_they_are(source), str(target), source, layer],
                stderr=subprocess.DEVNULL,  # it warns of gml:name beside our name
                check=True,
            )
            took_s = time.perf_counter() - start
            got = identifiers(target)
        twice = sum(1 for number in got.values() if number > 1)
        missing = len(expected - got.keys())
        print(
            f"  {name:8} {took_s:5.1f} s  {sum(got.values()):,} features, {twice} twice,"
            f" {missing} missing, {writes[0]:,} rows written meanwhile"
        )
        verdict(f"{name}: less than 30 s", took_s < 30)
        verdict(f"{name}: none twice and none missing", not twice and not missing)


def _as_they_are(source: str) -> list[str]:
    """OAPIF's FIDs are our ids; a repeated one would end ogr2ogr with an error."""
    return ["-preserve_fid"] if source.startswith("OAPIF:") else []


def identifiers(target: Path) -> Counter[int]:
    """How often each primary key stands in what ogr2ogr has written; OAPIF's are its FIDs."""
    meta, fids, _geometry, columns = raw.read(target, read_geometry=False, return_fids=True)
    fields = list(meta["fields"])
    if "gml_id" not in fields:
        return Counter(fids.tolist())
    return Counter(int(value.rpartition(".")[2]) for value in columns[fields.index("gml_id")])


@contextmanager
def writing() -> Iterator[list[int]]:
    """Meanwhile 50 random rows are changed and 5 added, in two commits five times a second."""
    finished, rows = threading.Event(), [0]

    def write() -> None:
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
            while not finished.wait(0.2):
                for statement in (UPDATE, INSERT):
                    rows[0] += connection.execute(statement).rowcount

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield rows
    finally:
        finished.set()
        writer.join()


UPDATE = """
    UPDATE layers_building SET name = left(name || '.', 60) WHERE id IN (
        SELECT (SELECT min(id) FROM layers_building) + floor(random() * 150000)::bigint
        FROM generate_series(1, 50))"""
INSERT = """
    INSERT INTO layers_building (dataset_id, source_id, kind, name, height_m, geometry)
    SELECT dataset_id, gen_random_uuid()::text, kind, name, height_m, geometry
    FROM layers_building WHERE id IN (
        SELECT (SELECT min(id) FROM layers_building) + floor(random() * 150000)::bigint
        FROM generate_series(1, 5))"""


if __name__ == "__main__":
    main()
