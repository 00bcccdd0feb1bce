"""Filters of every service: CQL2 and Filter Encoding end in one tree, compiled to bound SQL."""
