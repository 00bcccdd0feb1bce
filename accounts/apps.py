from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("Konten")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Models, which these need, are loaded only from here on.
        from . import audit, checks, roles  # noqa: F401  (receivers and checks register themselves)

        post_migrate.connect(roles.create_after_migrate, sender=self)
