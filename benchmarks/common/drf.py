"""The peer djangorestframework-gis: the same model, properties and degrees as ours, one view.

A WSGI application of its own, without any middleware, on the database of DATABASE_URL.
"""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_app.settings")
settings.ROOT_URLCONF = __name__
settings.MIDDLEWARE = []
application = get_wsgi_application()

from django.contrib.gis.db.models.functions import Transform  # noqa: E402
from django.urls import path  # noqa: E402
from rest_framework.generics import ListAPIView  # noqa: E402
from rest_framework_gis.fields import GeometryField  # noqa: E402
from rest_framework_gis.pagination import GeoJsonPagination  # noqa: E402
from rest_framework_gis.serializers import GeoFeatureModelSerializer  # noqa: E402

from layers.models import Building  # noqa: E402


class BuildingSerializer(GeoFeatureModelSerializer):
    degrees = GeometryField(precision=7)

    class Meta:
        model = Building
        geo_field = "degrees"
        fields = ("id", "kind", "name", "levels", "height_m", "dataset", "updated_at")


class Pages(GeoJsonPagination):
    page_size_query_param = "limit"
    max_page_size = 10_000


class Buildings(ListAPIView):
    queryset = (
        Building.objects.filter(published=True)
        .annotate(degrees=Transform("geometry", 4326))
        .order_by("pk")
    )
    serializer_class = BuildingSerializer
    pagination_class = Pages
    authentication_classes = ()
    permission_classes = ()


urlpatterns = [path("buildings/", Buildings.as_view())]
