"""Where the tiles of a raster layer lie."""

from layers.registry import Pictures, RasterLayer


def tiles_path(layer: RasterLayer, pictures: Pictures, theme: str, variant: str) -> str:
    """With {z}, {x} and {y}."""
    return f"/raster/{layer.name}/{pictures.token}/{theme}/{variant}/{{z}}/{{x}}/{{y}}.png"
