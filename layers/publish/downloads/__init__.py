"""Whole layers, or what a filter leaves of them, as files to keep."""
