"""The application with the benchmark's two layers, drawn from zoom 0 on."""

from dataclasses import replace

from gis_app.door import application
from layers import registry

BUILDINGS = replace(
    registry.layer("buildings"),
    name="bench_buildings",
    min_zoom=0,
    basemap=False,
    fields=tuple(
        replace(field, in_tile=field.name in ("kind", "name", "height_m"))
        for field in registry.layer("buildings").fields
    ),
)
TREES = replace(registry.layer("trees"), name="bench_trees", min_zoom=0)
# The same rows without the overview: thinned live.
BUILDINGS_LIVE = replace(BUILDINGS, name="bench_buildings_live", overview=False)
TREES_LIVE = replace(TREES, name="bench_trees_live", overview=False)

registry.register(BUILDINGS, TREES, BUILDINGS_LIVE, TREES_LIVE)

__all__ = ["application"]
