"""A plan as GeoJSON, GPX and KML."""
