from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HeatmodelConfig(AppConfig):
    name = "heatmodel"
    verbose_name = _("Hitze und Kühle")

    def ready(self) -> None:
        from heatmodel.warnings import checks  # noqa: F401 -- registers itself
