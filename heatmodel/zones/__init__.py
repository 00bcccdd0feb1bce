"""From rasters to zones: statistics, classes, hot spots, and neighbours made one."""
