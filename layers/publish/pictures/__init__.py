"""Maps drawn on the server as SVG, from the same symbols as the map in the browser."""

from layers.publish.pictures.drawing import Overlay, draw, over
from layers.publish.pictures.frame import Frame

__all__ = ["Frame", "Overlay", "draw", "over"]
