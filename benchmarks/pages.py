"""Pages that citizens read, under the load of fifty of them, and how many more they can be.

    ./run bench pages [--seconds 20]

Serves the database of DATABASE_URL as `./run` does (start `./run` once before, it loads the
demonstration data) and only reads. Beside it a bare WSGI callable returns the same bytes on the
same server: what no page can beat. The readers share the machine's cores with the server.
"""

import argparse
import http.client
import itertools
import pickle
import random
import re
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.common.report import heading, verdict  # noqa: E402
from benchmarks.common.servers import Server, as_run_serves, granian, serving  # noqa: E402

USERS, THINK_S = 50, 5.0
WITHIN_MS, HELD_MS = 50, 150
CONNECTIONS = 64  # of the open-loop load; a late connection's wait counts as the page's
LANGUAGES = ("de", "de", "de", "en", "tr", "ar")
LISTS = ("/", "/", "/?open=1", "/?drinking_water=1&step_free=1", "/?kind=church&open=1",
         "/?zeit=2026-08-16T18:00%2B02:00&drinking_water=1", "/?bei=7.8203,51.6801")  # fmt: skip
SEARCHES = ("Bahnhof", "Park", "Schule", "Rathaus", "Kirche", "Weg", "Heessen", "Buecherei", "xyz")

Ask = Callable[[], tuple[str, str]]  # the page's kind and its address


@dataclass
class Taken:
    """Milliseconds by kind of page, counted from when the reader wanted it; and failures."""

    ms: dict[str, list[float]] = field(default_factory=dict)
    failed: int = 0

    def note(self, kind: str, took_ms: float) -> None:
        self.ms.setdefault(kind, []).append(took_ms)

    @property
    def all_ms(self) -> list[float]:
        return list(itertools.chain.from_iterable(self.ms.values()))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--seconds", type=float, default=20, help="of each measurement")
    asked = arguments.parse_args()
    with serving(as_run_serves("gis_app.wsgi:application"), "/health/", {}) as server:
        pages = addresses(server)
        alone(server, pages)
        crowd(server, pages, asked.seconds)
        held = highest(server, mixed(pages), asked.seconds / 2)
        bodies = {f"/{kind}": get(server, found[0])[1] for kind, found in pages.items()}
    with bare(bodies) as server:
        same = mixed({path[1:]: [path] for path in bodies})
        limit = highest(server, same, asked.seconds / 2, step=2)
    heading(f"Highest rate with p95 within {HELD_MS} ms")
    print(
        f"  pages {held:.0f}/s, the bare callable {limit:.0f}/s (or what the readers here can ask)"
    )


def addresses(server: Server) -> dict[str, list[str]]:
    """The pages to be asked for, by kind; the places are those of the list."""
    _status, body = get(server, "/", encoding="identity")
    places = sorted(set(re.findall(r'href="(/orte/[^"?]+/)', body.decode())))
    if not places:
        raise SystemExit("There are no cool places. Start `./run` once, it loads them.")
    searches = [f"/suche/?q={word}" for word in SEARCHES]
    return {"list": list(LISTS), "search": searches, "place": places}


def mixed(pages: dict[str, list[str]]) -> Ask:
    """Somebody's next page: half lists, a fifth searches, the rest places."""
    chance = random.Random(6)
    kinds, weights = list(pages), (5, 2, 3)
    turns = threading.Lock()

    def ask() -> tuple[str, str]:
        with turns:
            [kind] = chance.choices(kinds, weights)
            return kind, chance.choice(pages[kind])

    return ask


# ── one reader, fifty readers ─────────────────────────────────────────────────────────────────


def alone(server: Server, pages: dict[str, list[str]], times: int = 60) -> None:
    """CPU of the web processes for each kind of page, and the median of a reader alone.

    Each page was read before in each language, as a city's readers do within minutes.
    """
    heading("One reader after the other")
    for kind, found in pages.items():
        for address, language in itertools.product(found * 3, sorted(set(LANGUAGES))):
            get(server, address, language=language)
        before, took = server.cpu_s(), []
        for number in range(times):
            start = time.perf_counter()
            get(server, found[number % len(found)], language=LANGUAGES[number % len(LANGUAGES)])
            took.append((time.perf_counter() - start) * 1e3)
        spent_ms = (server.cpu_s() - before) * 1e3 / times
        print(f"  {kind:7} median {statistics.median(took):5.1f} ms  CPU of web {spent_ms:5.1f} ms")


def crowd(server: Server, pages: dict[str, list[str]], seconds: float) -> None:
    """USERS who think for THINK_S on average between two pages."""
    ask, taken, until = mixed(pages), Taken(), time.monotonic() + seconds

    def reader(number: int) -> None:
        chance = random.Random(number)
        connection = connected(server)
        time.sleep(chance.uniform(0, 2 * THINK_S))
        while time.monotonic() < until:
            fetch(connection, ask(), chance, taken, time.perf_counter())
            time.sleep(chance.uniform(0, 2 * THINK_S))
        connection.close()

    run_all(threading.Thread(target=reader, args=(number,)) for number in range(USERS))
    heading(f"{USERS} readers, {THINK_S:g} s between two pages, {len(taken.all_ms)} pages")
    for kind, took in taken.ms.items():
        print(f"  {kind:7} p50 {percentile(took, 50):5.1f} ms  p95 {percentile(took, 95):5.1f} ms")
        verdict(f"{kind}: p95 within {WITHIN_MS} ms", percentile(took, 95) <= WITHIN_MS)
    verdict("none failed", not taken.failed)


# ── as many as it holds ───────────────────────────────────────────────────────────────────────


def highest(server: Server, ask: Ask, seconds: float, step: float = 1.25) -> float:
    """Pages a second, arriving at random, of the last tried rate that kept its p95; the next
    tried was `step` times it.
    """
    held, rate = 0.0, 10.0
    while True:
        taken = arriving(server, ask, rate, seconds)
        took = percentile(taken.all_ms, 95)
        if took > HELD_MS or taken.failed:
            return held
        held, rate = rate, rate * step


def arriving(server: Server, ask: Ask, rate: float, seconds: float) -> Taken:
    """Readers who come without waiting for one another; late answers count from their arrival."""
    chance, taken, moments = random.Random(1), Taken(), []
    at = time.perf_counter() + 0.2
    end = at + seconds
    while at < end:
        moments.append(at)
        at += chance.expovariate(rate)
    due, turns = iter(moments), threading.Lock()

    def connection_of_one() -> None:
        own, connection = random.Random(2), connected(server)
        while True:
            with turns:
                moment = next(due, None)
            if moment is None:
                break
            time.sleep(max(0.0, moment - time.perf_counter()))
            fetch(connection, ask(), own, taken, moment)
        connection.close()

    run_all(threading.Thread(target=connection_of_one) for _ in range(CONNECTIONS))
    return taken


def run_all(readers: Iterator[threading.Thread]) -> None:
    started = list(readers)
    for one in started:
        one.start()
    for one in started:
        one.join()


# ── requests ──────────────────────────────────────────────────────────────────────────────────


def connected(server: Server) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(server.address.removeprefix("http://"), timeout=30)


def fetch(
    connection: http.client.HTTPConnection,
    wanted: tuple[str, str],
    chance: random.Random,
    taken: Taken,
    since: float,
) -> None:
    """Ask and note how long it took from `since` (of perf_counter) to the last byte."""
    kind, address = wanted
    headers = {"Accept-Encoding": "gzip", "Accept-Language": chance.choice(LANGUAGES)}
    try:
        connection.request("GET", address, headers=headers)
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        taken.failed += 1
        connection.close()
        return
    taken.failed += answer.status != 200
    taken.note(kind, (time.perf_counter() - since) * 1e3)


def get(
    server: Server, address: str, *, language: str = "de", encoding: str = "gzip"
) -> tuple[int, bytes]:
    connection = connected(server)
    headers = {"Accept-Encoding": encoding, "Accept-Language": language}
    connection.request("GET", address, headers=headers)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{address}: {answer.status}")
    return answer.status, body


def percentile(took: list[float], share: int) -> float:
    return statistics.quantiles(took, n=100)[share - 1] if len(took) > 1 else sum(took)


@contextmanager
def bare(bodies: dict[str, bytes]) -> Iterator[Server]:
    with tempfile.TemporaryDirectory() as folder:
        answers = Path(folder) / "answers"
        answers.write_bytes(pickle.dumps(bodies))
        first = next(iter(bodies))
        environment = {"BENCH_ANSWERS": str(answers)}
        with serving(granian("benchmarks.common.bare:application"), first, environment) as server:
            yield server


if __name__ == "__main__":
    main()
