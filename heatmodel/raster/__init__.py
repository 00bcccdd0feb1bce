"""Rasters: grids, cloud optimised GeoTIFFs with their provenance, tiles with a halo, schedulers."""
