"""Features as GML, GeoJSON and CSV, and what stands around them."""
