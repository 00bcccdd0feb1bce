"""Filter Encoding 1.1 (OGC 04-095) and 2.0 (OGC 09-026r2), to the tree that `compile` reads.

Literals of Filter Encoding are text; they take the type of what they are compared with.
"""

from layers.publish.filters.fes.names import feature_ids, property_name
from layers.publish.filters.fes.reader import tree

__all__ = ["feature_ids", "property_name", "tree"]
