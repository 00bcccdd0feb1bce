"""What can go wrong between rasters and heat zones, one class per fact."""


class HeatError(Exception):
    """The common base: a command shows its text and ends, a page answers with it."""


class BadConfig(HeatError):
    """heat.toml lacks something, or names something that does not exist."""


class UnreadableRaster(HeatError):
    """The file is missing, empty, cut off or no raster."""


class RotatedRaster(HeatError):
    """Rows do not run from north to south, or columns not from west to east."""


class NotMetric(HeatError):
    """The coordinate system is missing, counts no metres or is Web Mercator."""


class NotSquare(HeatError):
    """The cells are not squares."""


class OutOfRange(HeatError, ValueError):
    """An argument of a kind or size that its unit cannot have, as a cell of 0 m."""


class GridMismatch(HeatError, ValueError):
    """Two arrays or rasters that belong together differ in shape, origin, cell or system."""


class TooLarge(HeatError):
    """A raster beyond what the step can process in bounded memory and time."""


class NaiveTime(HeatError, ValueError):
    """A time without a zone: where the sun stands then is anybody's guess."""


class NotSurfaceTemperature(HeatError):
    """Metadata of a scene that is no Landsat Collection 2 Level 2 product."""


class TooFewScenes(HeatError):
    """A composite needs scenes of at least five dates with clear cells."""


class UnknownLandCover(HeatError, ValueError):
    """The land cover raster has a class that the table does not describe."""


class BadWeather(HeatError, ValueError):
    """A weather record out of physical range, or without the hour that is asked for."""


class BadMeasure(HeatError):
    """A scenario's feature has an unknown measure, a bad parameter or a useless geometry."""


class BadTable(HeatError):
    """A table lacks a column, or one of its values cannot be read."""
