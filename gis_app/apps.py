from django.apps import AppConfig


class GisAppConfig(AppConfig):
    name = "gis_app"
