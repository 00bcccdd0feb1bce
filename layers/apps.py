from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class LayersConfig(AppConfig):
    name = "layers"
    verbose_name = _("Ebenen")

    def ready(self) -> None:
        autodiscover_modules("map_layers")  # every app declares its own layers

        # Models, which this needs, are loaded only from here on.
        from layers.editing.roles import grant_after_migrate

        post_migrate.connect(grant_after_migrate, sender=self)
