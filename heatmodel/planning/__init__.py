"""The scenario tool of the heat planners: drawn measures, computed effects, reports, a layer.

Drafts live here as GeoJSON and are never public; what is published becomes features of layers.
The computation itself is `heatmodel.scenario`, which knows no database.
"""
