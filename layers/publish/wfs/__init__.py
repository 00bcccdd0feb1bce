"""Web Feature Service 2.0 (OGC 09-025r2) and 1.1 (OGC 04-094), for reading and writing."""
