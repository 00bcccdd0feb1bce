"""The application as granian serves it, warm when the first citizen asks.

Only for web processes: warming up reads the database in a thread of its own.
"""

from gis_app.door import application
from routing.services import warm_up

warm_up()

__all__ = ["application"]
