"""Servers and load on the loopback interface, for benchmarks."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
HERE = Path(__file__).resolve().parent


@dataclass
class Server:
    """A server that runs: its address and the process that leads its group."""

    address: str
    pid: int

    def workers(self) -> list[int]:
        """The children that answer; multiprocessing's helper is smaller than any of them."""
        return [pid for pid, mb in self._children().items() if mb > 25]

    def rss_mb(self) -> list[int]:
        """Resident memory of each worker."""
        return sorted(mb for mb in self._children().values() if mb > 25)

    def settle(self) -> None:
        """Until they have loaded what they load beside the first requests; 30 s at most."""
        until, spent_s = time.monotonic() + 30, 1.0
        while spent_s > 0.05 and time.monotonic() < until:
            before_s = self.cpu_s()
            time.sleep(1)
            spent_s = self.cpu_s() - before_s

    def cpu_s(self) -> float:
        """Seconds of CPU that its workers have used."""
        spent = 0
        for pid in self.workers():
            fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
            spent += int(fields[11]) + int(fields[12])
        return spent / os.sysconf("SC_CLK_TCK")

    def _children(self) -> dict[int, int]:
        """Resident MB by process."""
        found = {}
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = stat.read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            if int(fields[1]) == self.pid:
                found[int(stat.parent.name)] = int(fields[21]) * os.sysconf("SC_PAGE_SIZE") // 2**20
        return found


@contextmanager
def serving(command: list[str], ready: str, environment: Mapping[str, str]) -> Iterator[Server]:
    """`command` with `{port}` filled in, until the block ends; `ready` is a path that answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        [part.format(port=port) for part in command],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address + ready, process)
        yield Server(address, process.pid)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def as_run_serves(application: str) -> list[str]:
    return [
        *(sys.executable, "-m", "gis_app.serving", "--host", "127.0.0.1", "--port", "{port}"),
        *("--workers", "2", "--blocking-threads", "16", "--no-log", application),
    ]


def granian(application: str, *, threads: int = 16) -> list[str]:
    """Granian as it is, for the peers: two workers."""
    return [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"),
        *("--port", "{port}", "--workers", "2", "--blocking-threads", str(threads), "--no-log"),
        application,
    ]


def _wait_for(url: str, process: subprocess.Popen) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=10):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"The server for {url} does not answer.")


@dataclass(frozen=True)
class Load:
    """What wrk saw."""

    per_s: float
    median_ms: float
    p99_ms: float
    errors: int


def wrk(
    server: Server,
    prefix: str,
    zoom: int,
    tiles: tuple[int, int, int, int],
    *,
    suffix: str = "",
    seconds: float = 8,
    connections: int = 16,
) -> Load:
    """Random tiles of one zoom out of `tiles` (x0, x1, y0, y1) from many connections."""
    run = subprocess.run(
        [
            *("wrk", "-t1", f"-c{connections}", f"-d{seconds:g}s", "--timeout", "30s"),
            *("-s", str(HERE / "random_tiles.lua"), server.address, "--"),
            *(prefix, str(zoom), *map(str, tiles), suffix),
        ],
        capture_output=True,
        text=True,
        timeout=seconds + 60,
        check=True,
    )
    result = next(line for line in run.stdout.splitlines() if line.startswith("RESULT"))
    count, duration_s, median_ms, p99_ms, errors = map(float, result.split()[1:])
    return Load(count / duration_s, median_ms, p99_ms, int(errors))
