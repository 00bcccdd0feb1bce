"""Vector tiles: one statement each, through a door of their own before Django's middleware."""
