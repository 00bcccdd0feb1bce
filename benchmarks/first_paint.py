"""The map page as Lighthouse sees it on a simulated phone, and its bytes.

    ./run bench first_paint [--runs 3]

Serves the database of DATABASE_URL as `./run` does (start `./run` once before: it loads the
demonstration data and gathers the static files) and only reads. Lighthouse stands apart from the
product's packages, in benchmarks/first_paint.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.common.report import heading, verdict  # noqa: E402
from benchmarks.common.servers import Server, as_run_serves, serving  # noqa: E402

LIGHTHOUSE = ROOT / "benchmarks/first_paint/node_modules/lighthouse/cli/index.js"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
# WebGL in software, as the browser's tests have it.
CHROMIUM = "--headless=new --no-sandbox --use-angle=swiftshader --enable-unsafe-swiftshader"

FIRST_PAINT_S = 1.8
MOST_KB = {"HTML and CSS": 60, "JavaScript": 400}
ACCEPTED = "gzip, deflate, br, zstd"  # what Chromium says it reads
KINDS = {"Document": "HTML and CSS", "Stylesheet": "HTML and CSS", "Script": "JavaScript"}

Report = dict[str, Any]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--runs", type=int, default=3, help="their medians count")
    asked = arguments.parse_args()
    with serving(as_run_serves("gis_app.wsgi:application"), "/health/", {}) as server:
        reports = [lighthouse(f"{server.address}/") for _ in range(asked.runs)]
        painted(reports)
        weighed(server, reports[-1])


def lighthouse(address: str) -> Report:
    """One run: mobile, network and processor simulated."""
    with tempfile.NamedTemporaryFile(suffix=".json") as file:
        command: list[str | Path] = [os.environ["BENCH_NODE"], LIGHTHOUSE, address, "--quiet"]
        command += ["--output=json", f"--output-path={file.name}", f"--chrome-flags={CHROMIUM}"]
        command += [f"--only-categories={','.join(CATEGORIES)}"]
        environment = {"CHROME_PATH": "/usr/bin/chromium", **os.environ}
        subprocess.run(command, env=environment, check=True, timeout=180)
        return json.loads(file.read())


def painted(reports: list[Report]) -> None:
    heading(f"Lighthouse {reports[0]['lighthouseVersion']}, medians of {len(reports)} runs")
    first_s = median(reports, "first-contentful-paint") / 1000
    print(f"  first contentful paint {first_s:.2f} s")
    print(f"  largest contentful paint {median(reports, 'largest-contentful-paint') / 1000:.2f} s")
    print(f"  total blocking time {median(reports, 'total-blocking-time'):.0f} ms")
    print(f"  layout shift {median(reports, 'cumulative-layout-shift'):.3f}")
    for name in CATEGORIES:
        scores = [report["categories"][name]["score"] * 100 for report in reports]
        print(f"  {name} {statistics.median(scores):.0f}")
    verdict(f"first contentful paint within {FIRST_PAINT_S} s", first_s <= FIRST_PAINT_S)


def median(reports: list[Report], audit: str) -> float:
    return statistics.median(report["audits"][audit]["numericValue"] for report in reports)


def weighed(server: Server, report: Report) -> None:
    """What the page loaded, asked for once more: the bytes that travel."""
    requests = report["audits"]["network-requests"]["details"]["items"]
    addresses = {request["url"]: request.get("resourceType") for request in requests}
    sizes = dict.fromkeys(MOST_KB, 0.0)
    for address, kind in addresses.items():
        if kind in KINDS:
            sizes[KINDS[kind]] += size_kb(address)
    heading(f"Bytes, of {len(addresses)} requests")
    for kind, kb in sizes.items():
        verdict(f"{kind} at most {MOST_KB[kind]} kB ({kb:.0f})", kb <= MOST_KB[kind])
    origins = {urlsplit(address).netloc for address in addresses} - {
        "",
        urlsplit(server.address).netloc,
    }
    verdict("nothing from another origin", not origins)


def size_kb(address: str) -> float:
    request = urllib.request.Request(address, headers={"Accept-Encoding": ACCEPTED})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return len(answer.read()) / 1000


if __name__ == "__main__":
    main()
