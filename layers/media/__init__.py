"""Photographs of places: taken from anybody, cleaned, kept apart until the city has looked."""
