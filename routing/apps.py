from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RoutingConfig(AppConfig):
    name = "routing"
    verbose_name = _("Wege und Schulwege")

    def ready(self) -> None:
        # Models, which these need, are loaded only from here on.
        from layers.importing.signals import fixtures_loaded, osm_imported
        from routing import following
        from routing.network import overlays
        from routing.school.risks import HAZARDS

        fixtures_loaded.connect(following.build_demonstration)
        osm_imported.connect(following.build_from_osm)
        overlays.register(HAZARDS)
