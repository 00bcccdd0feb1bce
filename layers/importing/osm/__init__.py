"""OpenStreetMap: files and places in, records of every layer that has rules for it out."""
