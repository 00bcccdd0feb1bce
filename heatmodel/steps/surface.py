"""The steps `lst` and `ndvi`: scenes of satellites to patterns of heat and green."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from heatmodel.errors import BadConfig, TooFewScenes
from heatmodel.raster.files import cog, grid_of_file, read_codes, read_floats
from heatmodel.raster.grid import Floats, Grid, same_grid
from heatmodel.raster.provenance import Kind
from heatmodel.raster.tiles import Box, boxes_of, tile_size
from heatmodel.steps.config import Config
from heatmodel.surface.composite import MIN_DATES, composite_tile
from heatmodel.surface.landsat import clear_cells, surface_reflectance, surface_temperature
from heatmodel.surface.metadata import Scene, read_scene
from heatmodel.surface.vegetation import ndvi as index
from heatmodel.surface.vegetation import sentinel2_reflectance

_BYTES_PER_CELL = 48
NOTE = "Surface temperature is not air temperature."


@dataclass(frozen=True)
class Files:
    """A scene and the files of its bands."""

    scene: Scene
    metadata: Path
    temperature: Path
    quality: Path
    saturation: Path | None
    uncertainty: Path | None

    @property
    def rasters(self) -> list[Path]:
        bands = self.temperature, self.quality, self.saturation, self.uncertainty
        return [path for path in bands if path is not None]

    def celsius(self, box: Box | None = None) -> Floats:
        return surface_temperature(
            read_codes(self.temperature, box),
            read_codes(self.quality, box),
            qa_radsat=None if self.saturation is None else read_codes(self.saturation, box),
            st_qa=None if self.uncertainty is None else read_codes(self.uncertainty, box),
            scale_k=self.scene.scale_k,
            offset_k=self.scene.offset_k,
        )


def lst(config: Config) -> list[Path]:
    """Each scene of [lst] `scenes` as `lst_<day>.tif` (°C), and of at least `min_dates` days
    `lst_anomaly.tif`: median above the scene's median (K), MAD (K) and number of days.

    A scene is its metadata (MTL or STAC item) or a folder with it, its bands lying beside.
    `reference` is a raster that is not 0 in the country around: then scenes are compared with
    that instead of with their own median. Scenes of one day count as one day.
    """
    section = config.section("lst")
    scenes = [_files_of(path) for path in section.paths("scenes")]
    if not scenes:
        raise BadConfig("[lst] scenes: is empty")
    grid = same_grid([(str(p), grid_of_file(p)) for files in scenes for p in files.rasters])
    size = tile_size(config.max_bytes, _BYTES_PER_CELL + 16 * len(scenes), 1)
    reference = section.path_if_given("reference")
    results, medians = [], []
    for files in scenes:
        results.append(_one_scene(config, files, grid, size))
        medians.append(_median(files, reference, grid, size))
        config.report(f"{files.scene.name}: median {medians[-1]:.2f} °C")
    composed = _composite(config, scenes, results, medians, reference, grid, size)
    return [*results, *composed]


def _files_of(path: Path) -> Files:
    metadata = path
    if path.is_dir():
        found = [*sorted(path.glob("*_MTL.*")), *sorted(path.glob("*_stac.json"))]
        if not found:
            raise BadConfig(f"[lst] scenes: {path} has no metadata (…_MTL.txt, .xml or .json)")
        metadata = found[0]
    scene = read_scene(metadata).need_surface_temperature()
    folder = metadata.parent

    def band(name: str) -> Path | None:
        found = [p for p in folder.iterdir() if p.name.upper() == f"{scene.name}_{name}.TIF"]
        return found[0] if found else None

    temperature, quality = band("ST_B10"), band("QA_PIXEL")
    if temperature is None or quality is None:
        raise BadConfig(f"[lst] scenes: {folder} lacks ST_B10 or QA_PIXEL of {scene.name}")
    return Files(scene, metadata, temperature, quality, band("QA_RADSAT"), band("ST_QA"))


def _one_scene(config: Config, files: Files, grid: Grid, size: int) -> Path:
    scene = files.scene
    path = config.out / f"lst_{scene.name}.tif"
    with cog(path, grid, dtype="float32", nodata=np.nan, bands=["lst_c"]) as write:
        for box, celsius in config.schedule.run(files.celsius, boxes_of(grid.shape, size)):
            write(box, celsius)
    parameters = {"scene": scene.name, "acquired": scene.acquired, "cloud_pct": scene.cloud_pct}
    return config.finish(
        path,
        "lst",
        Kind.OBSERVED,
        [files.metadata, *files.rasters],
        parameters,
        [NOTE],
        acquired=scene.acquired.date().isoformat(),
    )


def _median(files: Files, reference: Path | None, grid: Grid, size: int) -> float:
    """The scene's median in °C, tile by tile: it has as many values as a band has numbers."""
    if reference is not None:
        same_grid([(files.scene.name, grid), (str(reference), grid_of_file(reference))])
    counts = np.zeros(1 << 16, np.int64)
    for box in boxes_of(grid.shape, size):
        celsius = files.celsius(box)
        known = np.isfinite(celsius)
        if reference is not None:
            known &= read_codes(reference, box) != 0
        dn = read_codes(files.temperature, box)[known].astype(np.int64)
        counts += np.bincount(dn, minlength=counts.size)
    return files.scene.celsius(_middle(counts))


def _middle(counts: NDArray[np.int64]) -> float:
    """The median of the numbers 0, 1, … that occur so often; NaN of none."""
    total = int(counts.sum())
    if total == 0:
        return float("nan")
    below = np.cumsum(counts)
    pair = [np.searchsorted(below, place, "right") for place in ((total - 1) // 2, total // 2)]
    return float(sum(pair)) / 2


def _composite(
    config: Config,
    scenes: Sequence[Files],
    results: Sequence[Path],
    medians: Sequence[float],
    reference: Path | None,
    grid: Grid,
    size: int,
) -> list[Path]:
    days: dict[date, list[tuple[Path, float]]] = {}
    for files, path, median in zip(scenes, results, medians, strict=True):
        if np.isfinite(median):
            days.setdefault(files.scene.acquired.date(), []).append((path, median))
    least = config.section("lst").get("min_dates", int, MIN_DATES)
    if len(days) < least:
        raise TooFewScenes(f"{len(days)} days have clear cells; a composite needs {least}")
    job = _Composing(tuple(tuple(parts) for parts in days.values()), least)
    path = config.out / "lst_anomaly.tif"
    bands = ["median_k", "mad_k", "n"]
    with cog(path, grid, dtype="float32", nodata=np.nan, bands=bands) as write:
        for box, layers in config.schedule.run(job, boxes_of(grid.shape, size)):
            write(box, layers)
    parameters = {"days": sorted(days), "min_dates": least}
    inputs = [*results, *([reference] if reference else [])]
    return [config.finish(path, "lst", Kind.OBSERVED, inputs, parameters, [NOTE])]


@dataclass(frozen=True)
class _Composing:
    """The composite of one tile: what Dask sends to its workers."""

    days: tuple[tuple[tuple[Path, float], ...], ...]
    min_dates: int

    def __call__(self, box: Box) -> Floats:
        anomalies = [self._day(parts, box) for parts in self.days]
        made = composite_tile(anomalies, min_dates=self.min_dates)
        return np.stack([made.median_k, made.mad_k, made.n.astype(np.float32)])

    def _day(self, parts: tuple[tuple[Path, float], ...], box: Box) -> Floats:
        """Of several scenes of a day the first that is clear counts."""
        day = np.full((box.rows, box.columns), np.nan, np.float32)
        for path, median in parts:
            day = np.where(np.isnan(day), read_floats(path, box) - np.float32(median), day)
        return day


def ndvi(config: Config) -> list[Path]:
    """`ndvi.tif` of [ndvi] `red` and `nir`, by `product`: "landsat" (Collection 2 Level 2, with
    `quality` = QA_PIXEL clouds are left out) or "sentinel2" (Level 2A, with its `baseline`)."""
    section = config.section("ndvi")
    red, nir, quality = section.path("red"), section.path("nir"), section.path_if_given("quality")
    product = section.get("product", str)
    if product not in ("landsat", "sentinel2"):
        raise BadConfig(f"[ndvi] product: {product!r} is neither landsat nor sentinel2")
    inputs = [path for path in (red, nir, quality) if path is not None]
    grid = same_grid([(str(path), grid_of_file(path)) for path in inputs])
    if product == "landsat":
        _need_level_2(red)
    baseline = section.get("baseline", str) if product == "sentinel2" else ""
    job = _Greenness(red, nir, quality, baseline)
    path = config.out / "ndvi.tif"
    size = tile_size(config.max_bytes, _BYTES_PER_CELL, config.schedule.at_once)
    with cog(path, grid, dtype="float32", nodata=np.nan, bands=["ndvi"]) as write:
        for box, values in config.schedule.run(job, boxes_of(grid.shape, size)):
            write(box, values)
    parameters = {"product": product, "baseline": baseline}
    return [config.finish(path, "ndvi", Kind.OBSERVED, inputs, parameters)]


def _need_level_2(band: Path) -> None:
    """Numbers of Level 1 are no reflectance of the surface; metadata beside the band tell."""
    for metadata in band.parent.glob("*_MTL.*"):
        if band.name.startswith(metadata.name.partition("_MTL")[0]):
            read_scene(metadata).need_surface_temperature()


@dataclass(frozen=True)
class _Greenness:
    red: Path
    nir: Path
    quality: Path | None
    baseline: str

    def __call__(self, box: Box) -> Floats:
        return index(self._reflectance(self.red, box), self._reflectance(self.nir, box))

    def _reflectance(self, path: Path, box: Box) -> Floats:
        dn = read_codes(path, box)
        clear = None if self.quality is None else clear_cells(read_codes(self.quality, box))
        if not self.baseline:
            return surface_reflectance(dn, clear)
        reflectance = sentinel2_reflectance(dn, self.baseline)
        return reflectance if clear is None else np.where(clear, reflectance, np.nan)
