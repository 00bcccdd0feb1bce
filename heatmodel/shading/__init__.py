"""Shade by the hour: of the whole city as pictures, of places and street segments as shares."""
