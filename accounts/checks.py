"""Settings under which accounts would be unsafe stop the start."""
