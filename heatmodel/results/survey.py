"""A city's own heights and land cover, kept beside a run so that scenarios can build on them."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from rasterio.shutil import copy as copy_raster

from heatmodel.raster.files import grid_of_file
from heatmodel.raster.grid import Grid
from heatmodel.results.models import HeatRun
from heatmodel.tables import CoverTable, read_covers

ROOF_M = 2.0  # what stands so high above the ground is no place to stand on
RASTERS = ("surface", "canopy", "ground", "land_cover")
_TABLE = "covers.csv"
_COG = {"driver": "COG", "compress": "DEFLATE", "bigtiff": "IF_SAFER", "overviews": "NONE"}


@dataclass(frozen=True)
class Survey:
    """Rasters in EPSG:25832: `surface` (ground and buildings, m), `canopy` (crowns above it, m),
    `ground` (bare, m), `land_cover` with its table; None where they were not brought."""

    run_id: str
    surface: Path
    canopy: Path | None
    ground: Path | None
    land_cover: Path | None
    table: CoverTable | None

    @property
    def rasters(self) -> list[Path]:
        """Those that were brought."""
        named = self.surface, self.canopy, self.ground, self.land_cover
        return [path for path in named if path is not None]

    def covers(self, grid: Grid) -> bool:
        """Whether all of `grid` lies within the surface."""
        west, south, east, north = grid_of_file(self.surface).bounds
        left, bottom, right, top = grid.bounds
        return west <= left and south <= bottom and right <= east and top <= north


def keep(folder: Path, rasters: Mapping[str, Path], table: Path | None) -> list[tuple[Path, Path]]:
    """Copy `rasters` (by the names of RASTERS) and the table of land cover into `folder`;
    pairs of what was copied and its copy."""
    folder.mkdir(parents=True, exist_ok=True)
    copied = []
    for name, path in rasters.items():
        copy = folder / f"{name}.tif"
        copy_raster(path, copy, **_COG)
        copied.append((path, copy))
    if table is not None:
        shutil.copyfile(table, folder / _TABLE)
    return copied


def survey_of(run: HeatRun | None) -> Survey | None:
    """What was kept with `run`; None if it was computed without a survey."""
    if run is None or not run.folder:
        return None
    folder = settings.HEAT_DIR / run.folder
    found = {name: folder / f"{name}.tif" for name in RASTERS}
    if not found["surface"].is_file():
        return None
    known = {name: path if path.is_file() else None for name, path in found.items()}
    table = read_covers(folder / _TABLE) if (folder / _TABLE).is_file() else None
    return Survey(
        run.run_id, found["surface"], known["canopy"], known["ground"], known["land_cover"], table
    )
