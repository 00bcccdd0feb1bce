"""Routing: our engine against networkx, igraph and pgRouting on one graph in one run, and the
endpoint with all of Django on the same network in a database of its own.

    ./run bench routing --source FILE [--keep]

The graph is that of FILE (a real extract), copied side by side and joined, until it has at least
120,000 segments. Times are CPU time of this thread; of pgRouting, whose work another process
does, wall time. What counts are the ratios.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_app.settings")

import django  # noqa: E402

django.setup()

import networkx  # noqa: E402
import numpy as np  # noqa: E402
import psycopg  # noqa: E402

from benchmarks.common.city import conninfo_of, migrated_database  # noqa: E402
from benchmarks.common.network import copied, copy_in  # noqa: E402
from routing import covering, engine  # noqa: E402
from routing.covering import People  # noqa: E402
from routing.engine import Costs  # noqa: E402
from routing.network.build import file_source, graph_of, rows_of  # noqa: E402
from routing.network.graph import Graph, Place, Shade, load  # noqa: E402
from routing.network.segments import Segments, segments_from_rows  # noqa: E402

DATABASE = "bench_routing"
SEGMENTS = 120_000
PAIRS = 300
NOON = datetime(2026, 8, 1, 12, tzinfo=UTC)


def cpu_ms(work: Callable[[], object], repeat: int = 1) -> list[float]:
    times = []
    for _number in range(repeat):
        start = time.thread_time()
        work()
        times.append(1000 * (time.thread_time() - start))
    return times


def told(name: str, times: list[float], target: str = "") -> None:
    p50, p95 = statistics.median(times), float(np.percentile(times, 95))
    print(f"{name:58} p50 {p50:9.3f} ms   p95 {p95:9.3f} ms   {target}")


def pairs_of(graph: Graph) -> list[tuple[Place, Place]]:
    """Places in the middle of edges, 300 m to 3 km apart."""
    random = np.random.default_rng(7)
    mainland = np.flatnonzero(graph.arrays["snappable"] & 1)
    found: list[tuple[Place, Place]] = []
    while len(found) < PAIRS:
        a, b = random.choice(mainland, 2)
        first, last = (Place(int(e), 0.5, *graph.line(e).mean(axis=0)) for e in (a, b))
        if 300 <= np.hypot(first.x - last.x, first.y - last.y) <= 3000:
            found.append((first, last))
    return found


def ours(graph: Graph, pairs: list[tuple[Place, Place]]) -> list[float]:
    shaded = Costs(departure=NOON, sun=1.0, safety=0.5, slope=0.2, surface=0.3)
    for costs in (Costs(), shaded):  # compiled before the clock starts
        engine.alternatives(graph, *pairs[0], costs)
        engine.reach(graph, [pairs[0][0]], costs, 600)
    routes = [cpu_ms(lambda p=p: engine.route(graph, *p, Costs()))[0] for p in pairs]
    told("route, shortest", routes)
    told(
        "route, four coefficients, shade on arrival",
        [cpu_ms(lambda p=p: engine.route(graph, *p, shaded))[0] for p in pairs],
    )
    told(
        "endpoint's work: snap, five alternatives, lines, figures",
        [cpu_ms(lambda p=p: endpoint(graph, p, shaded))[0] for p in pairs],
        "target p95 <= 10 ms",
    )
    told(
        "10-minute reach on foot",
        [cpu_ms(lambda p=p: engine.reach(graph, [p[0]], Costs(), 600))[0] for p in pairs],
        "target <= 1 ms",
    )
    places = [pair[0] for pair in pairs[:80]]
    told(
        "nearest of 80 for every vertex", cpu_ms(lambda: engine.nearest(graph, places, Costs()), 9)
    )
    who = People(graph.snap_points(_homes(graph), "foot"), np.ones(10_000))
    told(
        "coverage of 80 places, 10,000 homes",
        cpu_ms(lambda: covering.coverage(graph, places, who, Costs()), 9),
        "target <= 60 ms",
    )
    sites = covering.candidates(graph, who, Costs(), places=[pair[1] for pair in pairs])
    served = covering.coverage(graph, places, who, Costs())
    told("the best next site of 300, prepared", cpu_ms(lambda: sites.best(served), 9))
    return routes


def endpoint(graph: Graph, pair: tuple[Place, Place], costs: Costs) -> str:
    """What a request costs besides Django: from two places in degrees to GeoJSON text."""
    lonlat = [tuple(graph.unproject(np.array([[p.x, p.y]]))[0]) for p in pair]
    found = engine.alternatives(graph, *lonlat, costs)
    return json.dumps(
        [
            {
                "alpha": one.alpha,
                "metres": one.path.length_m,
                "seconds": one.path.duration_s,
                "shade": one.path.shade_share,
                "climb": one.path.climb_m,
                "coordinates": one.path.lonlat.round(6).tolist(),
                "names": [graph.text("name", int(edge)) for edge in one.path.edges],
            }
            for one in found
        ]
    )


def _homes(graph: Graph) -> np.ndarray:
    points = graph.arrays["points"]
    return points[np.random.default_rng(5).integers(0, len(points), 10_000)]


def memory(folder: Path, small: Path) -> None:
    """Private memory of a fresh process: numba's own, seen on a small graph, and the graph's."""
    code = f"""
import sys, time
sys.path.insert(0, {str(ROOT)!r})
import django
django.setup()
from contextlib import suppress
from pathlib import Path
import numpy as np
from routing import engine
from routing.errors import NoRoute
from routing.network.graph import Place, load

def private():
    rows = open("/proc/self/smaps_rollup").read().splitlines()
    return sum(int(row.split()[1]) for row in rows if row.startswith("Private_")) / 1024

def use(graph):
    random = np.random.default_rng(1)
    edges = random.choice(np.flatnonzero(graph.arrays["snappable"] & 1), 200)
    places = [Place(int(edge), 0.5, *graph.line(edge)[0]) for edge in edges]
    for place in places[1:]:
        with suppress(NoRoute):
            engine.route(graph, places[0], place, engine.Costs())
        engine.reach(graph, [place], engine.Costs(), 600)
    engine.nearest(graph, places[:80], engine.Costs())

start = private()
use(load(Path({str(small)!r})))
numba = private()
clock = time.perf_counter()
graph = load(Path({str(folder)!r}))
load_s = time.perf_counter() - clock
use(graph)
print(load_s, start, numba, private())
"""
    output = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True, timeout=300
    ).stdout
    load_s, start, numba, after = map(float, output.split())
    print(f"load: {1000 * load_s:.1f} ms (target < 2 s)")
    print(
        f"private memory: {start:.0f} MB of the application, {numba - start:.1f} MB more once "
        f"numba has run, {after - numba:.1f} MB more for this graph after 200 ways, 200 reaches "
        "and 80 destinations (target < 30 MB)"
    )


def against_networkx(graph: Graph, pairs: list[tuple[Place, Place]], mine: float) -> None:
    net = networkx.DiGraph()
    tails, heads, metres = walkable(graph)
    for u, v, m in zip(tails.tolist(), heads.tolist(), metres.tolist(), strict=True):
        if m < net.get_edge_data(u, v, {"m": np.inf})["m"]:
            net.add_edge(u, v, m=m)
    ends = graph.arrays["ends"]
    times = [
        cpu_ms(
            lambda a=int(ends[p[0].edge, 0]), b=int(ends[p[1].edge, 0]): (
                networkx.bidirectional_dijkstra(net, a, b, weight="m")
            )
        )[0]
        for p in pairs[:50]
    ]
    told("networkx, bidirectional Dijkstra", times, f"{statistics.median(times) / mine:.0f} x ours")


def walkable(graph: Graph) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    arrays = graph.arrays
    forth, back = arrays["flags"] & 1 > 0, arrays["flags"] & 2 > 0
    ends, length = arrays["ends"], arrays["length"]
    return (
        np.concatenate([ends[forth, 0], ends[back, 1]]),
        np.concatenate([ends[forth, 1], ends[back, 0]]),
        np.concatenate([length[forth], length[back]]),
    )


def against_igraph(
    graph: Graph, pairs: list[tuple[Place, Place]], mine: float, folder: Path
) -> None:
    """In the environment of the peers, for igraph is none of ours."""
    tails, heads, metres = walkable(graph)
    ends = graph.arrays["ends"]
    asked = np.array([[ends[a.edge, 0], ends[b.edge, 0]] for a, b in pairs[:50]])
    np.savez(folder / "igraph.npz", tails=tails, heads=heads, metres=metres, asked=asked)
    code = """
import sys, time, statistics
import igraph, numpy as np
z = np.load(sys.argv[1])
size = int(max(z["tails"].max(), z["heads"].max())) + 1
g = igraph.Graph(n=size, edges=np.column_stack([z["tails"], z["heads"]]), directed=True)
w = z["metres"].tolist()
t = []
for a, b in z["asked"].tolist():
    s = time.thread_time()
    g.get_shortest_paths(a, b, weights=w)
    t.append(1000 * (time.thread_time() - s))
print(" ".join(map(str, t)))
"""
    output = subprocess.run(
        [os.environ["BENCH_PYTHON"], "-c", code, str(folder / "igraph.npz")],
        check=True, capture_output=True, text=True, timeout=600,
    ).stdout  # fmt: skip
    times = [float(word) for word in output.split()]
    told("igraph, Dijkstra", times, f"{statistics.median(times) / mine:.0f} x ours")


def against_pgrouting(graph: Graph, pairs: list[tuple[Place, Place]], mine: float) -> None:
    tails, heads, metres = walkable(graph)
    ends = graph.arrays["ends"]
    with psycopg.connect(conninfo_of(DATABASE)) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT FROM pg_extension WHERE extname = 'pgrouting'")
        if cursor.fetchone() is None:
            print("pgRouting: only in the private cluster, into which `./run bench` puts it")
            return
        cursor.execute(
            "CREATE TEMP TABLE arc (id serial, source bigint, target bigint, cost float8)"
        )
        with cursor.copy("COPY arc (source, target, cost) FROM STDIN") as copy:
            for row in zip(tails.tolist(), heads.tolist(), metres.tolist(), strict=True):
                copy.write_row(row)
        cursor.execute("ANALYZE arc")
        times = []
        for a, b in pairs[:10]:
            start = time.perf_counter()
            cursor.execute(
                "SELECT count(*) FROM pgr_dijkstra("
                " 'SELECT id, source, target, cost, -1.0::float8 AS reverse_cost FROM arc',"
                " %s::bigint, %s::bigint)",
                (int(ends[a.edge, 0]), int(ends[b.edge, 0])),
            )
            times.append(1000 * (time.perf_counter() - start))
    told("pgRouting, Dijkstra (wall)", times, f"{statistics.median(times) / mine:.0f} x ours")


def served(url: str, folder: Path) -> None:
    """The endpoint on this network, by a process with that database."""
    environment = {**os.environ, "DATABASE_URL": url, "ROUTING_DIR": str(folder)}
    subprocess.run(
        [sys.executable, "-m", "benchmarks.common.endpoint"],
        cwd=ROOT,
        env=environment,
        check=True,
        stderr=subprocess.DEVNULL,  # the access log, which costs what it costs
    )


def filled(url: str, segments: Segments) -> None:
    subprocess.run(
        [sys.executable, ROOT / "manage.py", "load_fixtures", "-v0", "--skip-checks"],
        env={**os.environ, "DATABASE_URL": url},
        check=True,
        stderr=subprocess.DEVNULL,
    )
    copy_in(conninfo_of(DATABASE), segments)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--source", type=Path, required=True, help="an extract of OpenStreetMap")
    parser.add_argument("--keep", action="store_true", help="keep the database for the next run")
    options = parser.parse_args()
    start = time.perf_counter()
    segments = segments_from_rows(rows_of(file_source(options.source, "osmium").read()))
    print(f"read and split: {time.perf_counter() - start:.2f} s for {len(segments):,} segments")
    copies = -(-SEGMENTS // len(segments))
    whole = copied(segments, copies)
    start = time.perf_counter()
    graph = graph_of(whole, [], "bench")
    print(
        f"arrays: {time.perf_counter() - start:.2f} s for {len(graph):,} segments, "
        f"{graph.vertices:,} vertices, {sum(a.nbytes for a in graph.arrays.values()) / 1e6:.0f} MB"
    )
    with (
        migrated_database(DATABASE, lambda url: filled(url, whole), keep=options.keep) as url,
        tempfile.TemporaryDirectory(prefix="bench-routing-") as name,
    ):
        folder = Path(name)
        graph.save(folder / "graph")
        graph_of(segments, [], "small").save(folder / "small")
        memory(folder / "graph", folder / "small")
        shade = np.random.default_rng(3).integers(0, 255, (1, 24, len(graph)), dtype=np.uint8)
        shade.flags.writeable = False
        graph = replace(load(folder / "graph"), shade=Shade((213,), shade))
        pairs = pairs_of(graph)
        mine = statistics.median(ours(graph, pairs))
        against_networkx(graph, pairs, mine)
        against_igraph(graph, pairs, mine, folder)
        against_pgrouting(graph, pairs, mine)
        served(url, folder / "served")


if __name__ == "__main__":
    main()
