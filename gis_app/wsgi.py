"""The application as granian serves it, warm when the first citizen asks."""

from gis_app.door import application
from gis_app.warming import load_pages, warm_up

load_pages()
warm_up()

__all__ = ["application"]
