"""From files and feeds to PostGIS: readers, and the one bulk writer."""
