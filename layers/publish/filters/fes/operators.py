"""The names of Filter Encoding's operators, and what each is called in the tree."""

COMPARISONS = {
    "PropertyIsEqualTo": "=",
    "PropertyIsNotEqualTo": "<>",
    "PropertyIsLessThan": "<",
    "PropertyIsGreaterThan": ">",
    "PropertyIsLessThanOrEqualTo": "<=",
    "PropertyIsGreaterThanOrEqualTo": ">=",
}
SPATIAL = {
    "Equals": "s_equals",
    "Disjoint": "s_disjoint",
    "Touches": "s_touches",
    "Within": "s_within",
    "Overlaps": "s_overlaps",
    "Crosses": "s_crosses",
    "Intersects": "s_intersects",
    "Contains": "s_contains",
    "BBOX": "s_intersects",
}
DISTANCES = {"DWithin": "s_dwithin", "Beyond": "s_beyond"}
TEMPORAL = {
    "After": "t_after",
    "Before": "t_before",
    "Begins": "t_starts",
    "BegunBy": "t_startedby",
    "TContains": "t_contains",
    "During": "t_during",
    "TEquals": "t_equals",
    "TOverlaps": "t_overlaps",
    "Meets": "t_meets",
    "OverlappedBy": "t_overlappedby",
    "MetBy": "t_metby",
    "EndedBy": "t_finishedby",
    "Ends": "t_finishes",
    "AnyInteracts": "t_intersects",
}
LOGICAL = {"And": "and", "Or": "or"}
IDENTIFIERS = ("ResourceId", "FeatureId", "GmlObjectId")
ARITHMETIC = {"Add": "+", "Sub": "-", "Mul": "*", "Div": "/"}
