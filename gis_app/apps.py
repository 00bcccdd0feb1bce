from django.apps import AppConfig


class GisAppConfig(AppConfig):
    name = "gis_app"

    def ready(self) -> None:
        from gis_app import checks  # noqa: F401 -- registers them
