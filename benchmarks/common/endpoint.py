"""`/api/routing/route` through the whole of Django, in one process, on the network of DATABASE_URL.

Run by `benchmarks/routing.py` as a program of its own, for which the address is set.
"""

import io
import os
import random
import statistics
import time
from ipaddress import IPv4Address
from urllib.parse import urlencode

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_app.settings")

import django

django.setup()

import numpy as np  # noqa: E402

from gis_app.door import application  # noqa: E402
from routing.network.graph import Graph  # noqa: E402
from routing.queries import current_graph  # noqa: E402
from routing.services import store_edge_shade  # noqa: E402

REQUESTS = 300
DAY = 213  # 1 August


def main() -> None:
    graph = current_graph()
    shade = np.random.default_rng(3).integers(0, 255, (1, 24, len(graph)), dtype=np.uint8)
    store_edge_shade(graph, shade, [DAY], note="benchmark")
    graph = current_graph()
    print(f"/api/routing/route on {len(graph):,} segments, all of Django, {REQUESTS} requests")
    queries = [query(*pair) for pair in pairs(graph)]
    forms: dict[str, dict[str, str]] = {"plain": {}, "gzip": {"HTTP_ACCEPT_ENCODING": "gzip"}}
    spent: dict[str, list[tuple[float, float]]] = {named: [] for named in forms}
    ask(queries[0])  # compiled, connected, catalogues read
    for one in queries:  # in turn, so that whatever else goes on here is the same for both
        for named, headers in forms.items():
            spent[named].append(ask(one, **headers))
    for named, times in spent.items():
        for kind, column in zip(("CPU", "wall"), zip(*times, strict=True), strict=True):
            p50, p95 = statistics.median(column), float(np.percentile(column, 95))
            target = "target p95 <= 10 ms" if kind == "CPU" else ""
            print(f"  {named:5} {kind:4} p50 {p50:7.2f} ms   p95 {p95:7.2f} ms   {target}")


def pairs(graph: Graph) -> list[tuple[np.ndarray, np.ndarray]]:
    """Longitude and latitude of two places 300 m to 3 km apart, on the mainland."""
    chosen = np.random.default_rng(7)
    mainland = np.flatnonzero(graph.arrays["snappable"] & 1)
    found: list[tuple[np.ndarray, np.ndarray]] = []
    while len(found) < REQUESTS:
        ends = np.array([graph.line(int(edge)).mean(axis=0) for edge in chosen.choice(mainland, 2)])
        if 300 <= np.hypot(*(ends[0] - ends[1])) <= 3000:
            start, goal = graph.unproject(ends)
            found.append((start, goal))
    return found


def query(start: np.ndarray, goal: np.ndarray) -> str:
    ends = [",".join(f"{part:.6f}" for part in place) for place in (start, goal)]
    return urlencode({"from": ends[0], "to": ends[1], "departure": "2026-08-01T15:00"})


def ask(asked: str, **headers: str) -> tuple[float, float]:
    """CPU of this thread and wall time of one request, in milliseconds; each from an address of
    its own, for nobody is to wait."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/api/routing/route",
        "SCRIPT_NAME": "",
        "QUERY_STRING": asked,
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": str(IPv4Address(random.randrange(0x0A000000, 0x0B000000))),
        "HTTP_HOST": "localhost",
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.url_scheme": "http",
        **headers,
    }
    status: list[str] = []
    wall, cpu = time.perf_counter(), time.thread_time()
    answer = application(environ, lambda line, _headers, _error=None: status.append(line))
    body = b"".join(answer)
    answer.close()
    spent = 1000 * (time.thread_time() - cpu), 1000 * (time.perf_counter() - wall)
    if not status[0].startswith("200"):
        raise SystemExit(f"{status[0]}: {body[:300]!r}")
    return spent


if __name__ == "__main__":
    main()
