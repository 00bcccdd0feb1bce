"""Rasters drawn from the map's own layers, for a city that has no measured ones yet.

What they hold is modelled, never measured: heights that the layers do not know are assumed, trees
in woods and parks are strewn by chance from one seed. Real rasters take their place by path.
"""
