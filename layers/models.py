"""Where Django finds this app's models; each stands in its own room."""

from layers.base.models import (
    Address,
    Amenity,
    Building,
    BuiltUpArea,
    CensusCell,
    District,
    GreenArea,
    Market,
    Office,
    School,
    Settlement,
    Stop,
    Street,
    Tree,
    WaterArea,
    Waterway,
)
from layers.editing.models import ChangeSet
from layers.ground.models import City, Dataset, Feature, TableRevision, Touch
from layers.ground.overview import OverviewCell, OverviewTouch
from layers.importing.models import ImportRun
from layers.media.models import Photo
from layers.suggestions.models import Suggestion

__all__ = [
    "Address",
    "Amenity",
    "Building",
    "BuiltUpArea",
    "CensusCell",
    "ChangeSet",
    "City",
    "Dataset",
    "District",
    "Feature",
    "GreenArea",
    "ImportRun",
    "Market",
    "Office",
    "OverviewCell",
    "OverviewTouch",
    "Photo",
    "School",
    "Settlement",
    "Stop",
    "Street",
    "Suggestion",
    "TableRevision",
    "Touch",
    "Tree",
    "WaterArea",
    "Waterway",
]
