"""Tiles against the bare database, a bare WSGI callable and tipg, in one run.

    ./run bench tiles [--seconds 8] [--rounds 2] [--keep]

Makes a database of its own beside that of DATABASE_URL, with 150,000 areas and 50,000 points,
and drops it at the end. Read the ratios: the absolute numbers are this machine's.
"""

import argparse
import http.client
import math
import os
import pickle
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import product
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from psycopg.conninfo import conninfo_to_dict, make_conninfo  # noqa: E402

from benchmarks.common.city import bench_database, libpq_url, tool_path  # noqa: E402
from benchmarks.common.report import heading, verdict  # noqa: E402
from benchmarks.common.servers import Load, Server, as_run_serves, granian, serving, wrk  # noqa: E402

DATABASE = "hamm_bench_tiles"
WEST, SOUTH, EAST, NORTH = 7.65, 51.58, 7.99, 51.75
APPLICATION = "benchmarks.common.wsgi:application"
LAYERS = ("bench_buildings", "bench_trees", "bench_buildings_live", "bench_trees_live")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=8, help="of each measurement")
    arguments.add_argument("--rounds", type=int, default=2, help="the best of each counts")
    arguments.add_argument("--keep", action="store_true", help="leave the database for next time")
    asked = arguments.parse_args()
    need_tools()
    with bench_database(DATABASE, keep=asked.keep) as url:
        environment = {"DATABASE_URL": url, "PYTHONPATH": str(ROOT)}
        os.environ.update(environment, TILE_CACHE_MB="0")
        throughput(asked.seconds, asked.rounds, environment)
        warm(asked.seconds, environment)
        low_zoom(environment)
        slow_readers(environment)


def need_tools() -> None:
    missing = [name for name in ("wrk", "pgbench") if not shutil.which(name, path=tool_path())]
    if missing:
        raise SystemExit(f"Not installed: {', '.join(missing)}. `./run bench tiles` installs them.")


# ── how many a second ─────────────────────────────────────────────────────────────────────────


def throughput(seconds: float, rounds: int, environment: dict[str, str]) -> None:
    """Uncached tiles of buildings at zoom 16 and 13, the best round of each."""
    best: dict[tuple[str, int], Load] = {}
    memory: dict[str, list[int]] = {}
    zooms = (16, 13)

    def note(name: str, zoom: int, load: Load) -> None:
        before = best.get((name, zoom))
        if before is None or load.per_s > before.per_s:
            best[name, zoom] = load

    for _ in range(rounds):
        for zoom, clients in product(zooms, (2, 4)):
            note("pgbench, the same SQL", zoom, pgbench(zoom, seconds / 2, clients))
        with serving(
            as_run_serves(APPLICATION), "/health/", {**environment, "TILE_CACHE_MB": "0"}
        ) as our:
            prefix = current_prefix(our, "bench_buildings")
            for zoom in zooms:
                wrk(our, prefix, zoom, cover(zoom), suffix=".mvt", seconds=1)
                load = wrk(our, prefix, zoom, cover(zoom), suffix=".mvt", seconds=seconds)
                note("ours, uncached", zoom, load)
            memory["ours, uncached"] = our.rss_mb()
        with tipg(environment["DATABASE_URL"]) as peer:
            for zoom in zooms:
                load = wrk(
                    peer,
                    "/collections/public.layers_building/tiles/WebMercatorQuad",
                    zoom,
                    cover(zoom),
                    suffix="?geom-column=tile_geometry&properties=kind,name,height_m",
                    seconds=seconds,
                )
                note("tipg", zoom, load)
            memory["tipg"] = peer.rss_mb()

    heading("Uncached tiles of 150,000 areas")
    raw = "pgbench, the same SQL"
    for (name, zoom), load in sorted(best.items(), key=lambda item: (-item[0][1], item[0][0])):
        share = load.per_s / best[raw, zoom].per_s
        times = load.per_s / best["tipg", zoom].per_s
        print(
            f"  z{zoom} {name:24} {load.per_s:8.0f}/s  median {load.median_ms:6.1f} ms"
            f"  p99 {load.p99_ms:6.1f} ms  {share:5.0%} of pgbench  {times:4.1f} × tipg"
            f"  errors {load.errors}"
        )
    ours = best["ours, uncached", 16].per_s
    verdict("z16 uncached at least 70 % of pgbench", ours / best[raw, 16].per_s >= 0.7)
    verdict("z16 uncached at least 4 × tipg", ours / best["tipg", 16].per_s >= 4)
    for name, workers in memory.items():
        print(f"  memory of each worker, {name}: {workers} MB")


def pgbench(zoom: int, seconds: float, clients: int) -> Load:
    x0, x1, y0, y1 = cover(zoom)
    statement = our_statement(zoom).replace("$1", ":z").replace("$2", ":x").replace("$3", ":y")
    script = (
        f"\\set z {zoom}\n\\set x random({x0}, {x1})\n\\set y random({y0}, {y1})\n"
        + " ".join(statement.split())
        + ";\n"
    )
    server = conninfo_to_dict(os.environ["DATABASE_URL"])
    with tempfile.NamedTemporaryFile("w", suffix=".sql") as file:
        file.write(script)
        file.flush()
        run = subprocess.run(
            [
                *(shutil.which("pgbench", path=tool_path()), "-n", "-M", "prepared", "-j", "1"),
                *("-c", str(clients), "-T", str(max(1, round(seconds))), "-f", file.name),
                make_conninfo("", **server),
            ],
            env={**os.environ, "PGOPTIONS": "-c plan_cache_mode=force_generic_plan -c jit=off"},
            capture_output=True,
            text=True,
            check=True,
        )
    per_s = float(run.stdout.split("tps = ")[1].split()[0])
    latency_ms = float(run.stdout.split("latency average = ")[1].split()[0])
    return Load(per_s, latency_ms, math.nan, 0)


def our_statement(zoom: int) -> str:
    """The statement that the door prepares, from the same declaration."""
    from benchmarks.common.wsgi import BUILDINGS
    from layers.publish.tiles.statements import tile_set_of

    return tile_set_of(BUILDINGS).statement(zoom)


@contextmanager
def tipg(database_url: str) -> Iterator[Server]:
    python = os.environ.get("BENCH_PYTHON", sys.executable)
    command = [python, "-m", "uvicorn", "--host", "127.0.0.1", "--port", "{port}"]
    command += ["--workers", "2", "--no-access-log", "--log-level", "error", "tipg.main:app"]
    environment = {
        "DATABASE_URL": libpq_url(database_url),
        "TIPG_DB_SCHEMAS": '["public"]',
        "TIPG_MAX_FEATURES_PER_TILE": "200000",
        "TIPG_TILE_BUFFER": "64",
        "PYTHONPATH": "",
    }
    with serving(command, "/healthz", environment) as server:
        yield server


def warm(seconds: float, environment: dict[str, str]) -> None:
    """Tiles in memory, against a callable that returns the same bytes from a dictionary."""
    zoom, tiles = 16, cover(16)
    with serving(
        as_run_serves(APPLICATION), "/health/", environment | {"TILE_CACHE_MB": "64"}
    ) as our:
        prefix = current_prefix(our, "bench_buildings")
        answers = {f"{prefix}/{zoom}/{x}/{y}.mvt": b"" for x, y in each(tiles)}
        connection = http.client.HTTPConnection(our.address.removeprefix("http://"))
        for path in answers:
            answers[path] = fetch(connection, path)[1]
        wrk(our, prefix, zoom, tiles, suffix=".mvt", seconds=seconds)  # each worker's own memory
        load = wrk(our, prefix, zoom, tiles, suffix=".mvt", seconds=seconds)
        rss = our.rss_mb()
    with tempfile.NamedTemporaryFile(suffix=".pickle") as file:
        file.write(pickle.dumps(answers))
        file.flush()
        with serving(
            granian("benchmarks.common.bare:application"),
            next(iter(answers)),
            environment | {"BENCH_ANSWERS": file.name},
        ) as bare:
            ceiling = wrk(bare, prefix, zoom, tiles, suffix=".mvt", seconds=seconds)
    heading(f"Warm tiles, z16, {sum(map(len, answers.values())) / len(answers) / 1000:.1f} kB each")
    print(
        f"  ours        {load.per_s:8.0f}/s  median {load.median_ms:.2f} ms  errors {load.errors}"
    )
    print(f"  bare WSGI   {ceiling.per_s:8.0f}/s  median {ceiling.median_ms:.2f} ms")
    print(f"  memory of each worker, warm: {rss} MB")
    share = load.per_s / ceiling.per_s
    verdict(
        f"warm 20,000/s or half of bare WSGI ({share:.0%})", load.per_s >= 20_000 or share >= 0.5
    )


# ── the busiest tiles ─────────────────────────────────────────────────────────────────────────


def low_zoom(environment: dict[str, str]) -> None:
    """Every tile of the city at zoom 8 to 15: the largest and the slowest of each zoom."""
    heading("The largest and the slowest tile of each zoom: gzip kB, ms")
    with serving(
        as_run_serves(APPLICATION), "/health/", {**environment, "TILE_CACHE_MB": "0"}
    ) as our:
        connection = http.client.HTTPConnection(our.address.removeprefix("http://"))
        zooms = range(8, 16)
        print(f"  {'':22}" + "".join(f"{f'z{zoom}':>13}" for zoom in zooms))
        found = {}
        for name in LAYERS:
            prefix = current_prefix(our, name)
            for zoom in zooms:
                found[name, zoom] = worst(connection, prefix, zoom)
            cells = [f"{kb:5.0f} {ms:4.0f} ms" for kb, ms in (found[name, z] for z in zooms)]
            print(f"  {name:22}" + "".join(f"{cell:>13}" for cell in cells))
    largest = max(kb for kb, _ in found.values())
    verdict(f"no tile over 150 kB gzip (largest {largest:.0f})", largest <= 150)
    for kind, limit_ms in (("", 150), ("_live", 300)):
        slowest = max(found[f"bench_{one}{kind}", 10][1] for one in ("buildings", "trees"))
        verdict(
            f"z10{kind or '_overview'} within {limit_ms} ms ({slowest:.0f})", slowest <= limit_ms
        )


def worst(connection: http.client.HTTPConnection, prefix: str, zoom: int) -> tuple[float, float]:
    """kB of the largest and ms of the slowest tile, each asked twice and the faster counted."""
    largest, slowest = 0.0, 0.0
    for x, y in each(cover(zoom)):
        answers = [fetch(connection, f"{prefix}/{zoom}/{x}/{y}.mvt") for _ in range(2)]
        slowest = max(slowest, min(ms for ms, _ in answers))
        largest = max(largest, len(answers[0][1]) / 1000)
    return largest, slowest


# ── slow readers ──────────────────────────────────────────────────────────────────────────────


def slow_readers(environment: dict[str, str]) -> None:
    """Tiles beside four downloads read at 100 kB/s and four that nobody reads."""
    heading("Tiles beside slow readers (uncached, z16)")
    with serving(
        as_run_serves(APPLICATION), "/health/", {**environment, "TILE_CACHE_MB": "0"}
    ) as our:
        prefix = current_prefix(our, "bench_buildings")
        alone = tile_times(our, prefix)
        finished = threading.Event()
        open_streams = [download(our) for _ in range(8)]
        readers = [
            threading.Thread(target=read_slowly, args=(stream, finished))
            for stream in open_streams[:4]
        ]
        for reader in readers:
            reader.start()
        time.sleep(2)
        beside = tile_times(our, prefix)
        rss = our.rss_mb()
        finished.set()
        for reader in readers:
            reader.join()
        for stream in open_streams:
            stream.close()
    for name, times in (("alone", alone), ("beside", beside)):
        print(
            f"  {name:7} median {times[len(times) // 2]:5.1f} ms"
            f"  p99 {times[-len(times) // 100]:5.1f} ms  worst {times[-1]:5.1f} ms"
        )
    print(f"  memory of each worker: {rss} MB")
    p99 = beside[-len(beside) // 100]
    verdict(f"p99 beside slow readers under 50 ms ({p99:.0f})", p99 < 50)


def download(server: Server) -> socket.socket:
    host, port = server.address.removeprefix("http://").split(":")
    stream = socket.create_connection((host, int(port)))
    stream.sendall(b"GET /api/layers/buildings.geojson HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return stream


def read_slowly(stream: socket.socket, finished: threading.Event) -> None:
    while not finished.wait(0.1):
        stream.recv(10_000)


def tile_times(server: Server, prefix: str) -> list[float]:
    """Sorted ms of 300 tiles, each on a connection of its own, so that both workers answer."""
    tiles = each(cover(16))
    times = []
    for x, y in tiles[:: len(tiles) // 300][:300]:
        connection = http.client.HTTPConnection(server.address.removeprefix("http://"), timeout=30)
        times.append(fetch(connection, f"{prefix}/16/{x}/{y}.mvt")[0])
        connection.close()
    return sorted(times)


# ── small things ──────────────────────────────────────────────────────────────────────────────


def cover(zoom: int) -> tuple[int, int, int, int]:
    """The tiles of the city: x0, x1, y0, y1."""
    x0, y0 = tile_at(WEST, NORTH, zoom)
    x1, y1 = tile_at(EAST, SOUTH, zoom)
    return x0, x1, y0, y1


def tile_at(lon: float, lat: float, zoom: int) -> tuple[int, int]:
    north = math.asinh(math.tan(math.radians(lat))) / math.pi
    return int((lon + 180) / 360 * 2**zoom), int((1 - north) / 2 * 2**zoom)


def each(tiles: tuple[int, int, int, int]) -> list[tuple[int, int]]:
    x0, x1, y0, y1 = tiles
    return list(product(range(x0, x1 + 1), range(y0, y1 + 1)))


def current_prefix(server: Server, name: str) -> str:
    """/tiles/<name>/<revision>, as the door redirects to."""
    connection = http.client.HTTPConnection(server.address.removeprefix("http://"))
    connection.request("GET", f"/tiles/{name}/10/533/339.mvt")
    answer = connection.getresponse()
    answer.read()
    return answer.headers["Location"].removesuffix("/10/533/339.mvt")


def fetch(connection: http.client.HTTPConnection, path: str) -> tuple[float, bytes]:
    """ms and the body as it came."""
    start = time.perf_counter()
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    body = answer.read()
    took_ms = (time.perf_counter() - start) * 1e3
    if answer.status not in (200, 204):
        raise SystemExit(f"{path}: {answer.status}")
    return took_ms, body


if __name__ == "__main__":
    main()
