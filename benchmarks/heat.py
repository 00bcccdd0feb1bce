"""Shade against a copy of memory and a march along rays; a city at 1 m; Dask; growth.

    ./run bench heat [--side 15040] [--rounds 3]

Makes a random town, measures in one run, and prints ratios: the absolute numbers are this
machine's. CPU seconds of one core unless wall is said.
"""

import argparse
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import numpy as np  # noqa: E402
from numba import njit  # noqa: E402

from heatmodel.raster.files import cog, read_codes  # noqa: E402
from heatmodel.raster.grid import Grid  # noqa: E402
from heatmodel.raster.schedule import SERIAL, THREADS, Schedule  # noqa: E402
from heatmodel.raster.tiles import boxes_of  # noqa: E402
from heatmodel.shade.skyview import sky_directions, sky_view_factor  # noqa: E402
from heatmodel.shade.sun import Sun  # noqa: E402
from heatmodel.shade.sweep import Relief, engine, shade_marks  # noqa: E402
from heatmodel.steps import light  # noqa: E402
from heatmodel.steps.config import Config  # noqa: E402

SUNS = [
    Sun(azimuth, altitude)
    for azimuth, altitude in (
        (82, 20), (95, 30), (109, 39), (127, 48), (152, 56), (180, 60),
        (208, 56), (233, 48), (251, 39), (265, 30), (278, 20), (290, 11),
    )
]  # fmt: skip


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--side", type=int, default=15_040, help="of the city, in cells of 1 m")
    arguments.add_argument("--rounds", type=int, default=3, help="the best of each counts")
    asked = arguments.parse_args()
    surface = town(4096)
    copy = copied(surface, asked.rounds)
    swept(surface, copy, asked.rounds)
    marched(surface[:512, :512].copy())
    sky(surface[:2048, :2048].copy())
    with tempfile.TemporaryDirectory() as folder:
        growth(Path(folder))
        schedulers(Path(folder))
        city(Path(folder), asked.side)


def town(side: int, seed: int = 1) -> np.ndarray:
    """Flat land with 420 houses a square kilometre, 4 to 25 m high."""
    random = np.random.default_rng(seed)
    surface = np.zeros((side, side), np.float32)
    for _ in range(side * side // 2400):
        row, column = random.integers(0, side - 40, 2)
        rows, columns = random.integers(8, 40, 2)
        surface[row : row + rows, column : column + columns] = random.uniform(4, 25)
    return surface


def best(run: Callable[[], object], rounds: int) -> float:
    """CPU seconds of the quickest of `rounds`."""
    times = []
    for _ in range(rounds):
        start = time.process_time()
        run()
        times.append(time.process_time() - start)
    return min(times)


def copied(surface: np.ndarray, rounds: int) -> float:
    there = np.empty_like(surface)
    np.copyto(there, surface)
    rate = surface.size / best(lambda: np.copyto(there, surface), rounds) / 1e6
    print(f"copy of memory                     {rate:8.0f} Mpx/s")
    return rate


def swept(surface: np.ndarray, copy: float, rounds: int) -> None:
    relief, rates = Relief(surface), []
    for sun in SUNS:
        turned, walk = relief.walk(sun, 1.0)
        caster, receiver = relief.arrays(turned)
        out = np.empty(caster.shape, np.float32)
        engine.depth(caster, receiver, out, *walk)  # compiles, and touches the memory

        def once(
            relief: Relief = relief, sun: Sun = sun, out: np.ndarray = out,
            caster: np.ndarray = caster, receiver: np.ndarray = receiver,
        ) -> None:  # fmt: skip
            engine.depth(caster, receiver, out, *relief.walk(sun, 1.0)[1])

        rates.append(surface.size / best(once, rounds) / 1e6)
    mean = len(rates) / sum(1 / rate for rate in rates)
    print(f"shear sweep, mean of 12 suns       {mean:8.0f} Mpx/s   {mean / copy:.2f} of the copy")
    print(f"  slowest and quickest sun         {min(rates):8.0f} to {max(rates):.0f} Mpx/s")


@njit(nogil=True)
def march(surface, out, east, north, rise, highest):
    """The peer: each cell walks towards the sun, a cell a step, until nothing can be higher."""
    rows, columns = surface.shape
    for row in range(rows):
        for column in range(columns):
            height, step = surface[row, column], 1
            out[row, column] = 0
            while True:
                r, c = round(row - step * north), round(column + step * east)
                level = height + step * rise
                if r < 0 or r >= rows or c < 0 or c >= columns or level > highest:
                    break
                if surface[r, c] > level:
                    out[row, column] = 1
                    break
                step += 1


def marched(surface: np.ndarray) -> None:
    out = np.empty(surface.shape, np.uint8)
    seconds = ours = 0.0
    differ = 0
    for sun in SUNS:
        azimuth = math.radians(sun.azimuth_deg)
        way = math.sin(azimuth), math.cos(azimuth), math.tan(math.radians(sun.altitude_deg))
        march(surface[:8, :8].copy(), out[:8, :8].copy(), *way, 25.0)
        seconds += best(lambda way=way: march(surface, out, *way, 25.0), 2)
        relief = Relief(surface)
        relief.arrays(True)
        ours += best(lambda relief=relief, sun=sun: shade_marks(relief, [sun], [1], 1.0), 2)
        differ += int(((shade_marks(relief, [sun], [1], 1.0) > 0) != (out > 0)).sum())
    pixels = surface.size * len(SUNS) / 1e6
    print(f"march along rays (numba)           {pixels / seconds:8.0f} Mpx/s")
    print(f"  sweep on the same 512 x 512      {pixels / ours:8.0f} Mpx/s   {seconds / ours:.0f} x")
    print(f"  cells that differ                {100 * differ / (pixels * 1e6):8.2f} %")


def sky(surface: np.ndarray) -> None:
    sky_view_factor(surface[:64, :64].copy(), 1.0)
    rate = surface.size / best(lambda: sky_view_factor(surface, 1.0), 1) / 1e6
    print(f"sky view factor, {len(sky_directions())} directions    {rate:8.1f} Mpx/s")


def made(folder: Path, side: int) -> light.Heights:
    """A town as a file, written in strips so that the benchmark's memory is not the writer's."""
    path = folder / f"town{side}.tif"
    grid = Grid("EPSG:25832", 408_000, 5_734_000, 1, side, side)
    patch = town(min(side, 4096))
    with cog(path, grid, dtype="float32", nodata=np.nan) as write:
        for box in boxes_of(grid.shape, patch.shape[0]):
            write(box, patch[: box.rows, : box.columns])
    return light.measured_heights(path, None)


def shaded(folder: Path, heights: light.Heights, schedule: Schedule, max_bytes: int) -> Path:
    """The step `shade`'s own work over a file, for the 12 suns."""
    config = Config(folder, {}, folder, schedule, max_bytes)
    path = folder / f"shade-{schedule.how[:6]}-{heights.grid.rows}.tif"
    job = light.Shading(heights, tuple(SUNS), tuple(1 << k for k in range(len(SUNS))))
    light.write_shade(config, job, path)
    return path


def growth(folder: Path) -> None:
    """Wall time per cell of towns of 4, 16 and 64 Mpx."""
    rates = []
    for side in (2048, 4096, 8192):
        heights = made(folder, side)
        start = time.perf_counter()
        shaded(folder, heights, Schedule(SERIAL), 2**30)
        rates.append((time.perf_counter() - start) / side**2 * 1e9)
    print("growth: ns a cell, file to file    " + ", ".join(f"{rate:.0f}" for rate in rates))


def schedulers(folder: Path) -> None:
    from distributed import LocalCluster

    heights = made(folder, 4096)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as cluster:
        results = {}
        for how in (SERIAL, THREADS, cluster.scheduler_address):
            start = time.perf_counter()
            path = shaded(folder, heights, Schedule(how, 2), 2**29)
            name = "Dask, 2 workers" if "://" in how else how
            results[name] = path
            print(f"17 Mpx x 12 suns, {name:16s} {time.perf_counter() - start:8.1f} s wall")
        whole = [read_codes(path) for path in results.values()]
    print(f"  bits that differ                 {sum((one != whole[0]).sum() for one in whole):8d}")


def city(folder: Path, side: int) -> None:
    """In a process of its own, so that its peak memory is its own."""
    made(folder, side)
    code = (
        "import sys; from pathlib import Path; from benchmarks.heat import city_alone; "
        "city_alone(Path(sys.argv[1]), int(sys.argv[2]))"
    )
    subprocess.run([sys.executable, "-c", code, str(folder), str(side)], check=True, cwd=ROOT)


def city_alone(folder: Path, side: int) -> None:
    start, before = time.perf_counter(), time.process_time()
    heights = light.measured_heights(folder / f"town{side}.tif", None)
    first = time.perf_counter() - start
    shaded(folder, heights, Schedule(THREADS, 2), 2 * 2**30)
    wall, cpu = time.perf_counter() - start, time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"{side / 1000:.1f} x {side / 1000:.1f} km at 1 m, 12 suns, 2 threads, file to file: "
        f"{wall:.1f} s wall ({first:.1f} s of it the first pass), {cpu:.1f} s CPU, "
        f"peak {peak:.2f} GB with --max-mem 2G"
    )


if __name__ == "__main__":
    main()
