"""Django's PostGIS backend with a pool that notices when the server goes and comes back."""
