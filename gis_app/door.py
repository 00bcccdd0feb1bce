"""The application: the tile door, and Django behind it."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_app.settings")

django_application = get_wsgi_application()

from layers.publish.tiles.door import TileDoor  # noqa: E402 -- the registry is filled by now

application = TileDoor(django_application)
