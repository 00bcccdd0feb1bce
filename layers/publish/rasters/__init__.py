"""Pictures of the city from rasters, as PNG tiles."""
