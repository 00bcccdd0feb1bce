from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class HeatmodelConfig(AppConfig):
    name = "heatmodel"
    verbose_name = _("Hitze und Kühle")

    def ready(self) -> None:
        from heatmodel.action_plan.fixtures import load_action_plan
        from heatmodel.places.fixtures import load_closure_rules
        from heatmodel.planning.roles import grant_after_migrate
        from heatmodel.tasks import compute_demo_later, renew_coverage
        from heatmodel.warnings import checks  # noqa: F401 -- registers itself
        from layers.importing.signals import fixtures_loaded, osm_imported

        post_migrate.connect(grant_after_migrate, sender=self)
        post_migrate.connect(renew_coverage, sender=self)
        fixtures_loaded.connect(load_closure_rules)
        fixtures_loaded.connect(load_action_plan)
        fixtures_loaded.connect(compute_demo_later)
        osm_imported.connect(compute_demo_later)
