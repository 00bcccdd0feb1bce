from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class LayersConfig(AppConfig):
    name = "layers"
    verbose_name = _("Ebenen")

    def ready(self) -> None:
        autodiscover_modules("map_layers")  # every app declares its own layers
