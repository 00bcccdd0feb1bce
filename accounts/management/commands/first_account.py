"""Opens the house: the first account, with a password that is said once."""

import secrets
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from accounts.models import User

# Any number that no other advisory lock of the application uses.
_LOCK = 7_300_501
_PASSWORD_BYTES = 15  # 120 bits, 20 characters


class Command(BaseCommand):
    help = "Legt das erste Verwaltungskonto an, wenn es noch keines gibt."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", default="stadt", help="Benutzername (Vorgabe: stadt)")

    def handle(self, *args: Any, name: str, **options: Any) -> None:
        password = secrets.token_urlsafe(_PASSWORD_BYTES)
        if _created(name, password):
            self.stdout.write(f"Benutzer: {name}\nPasswort: {password}")
        else:
            self.stdout.write("Es gibt schon ein Verwaltungskonto.")


def _created(name: str, password: str) -> bool:
    """False if a superuser exists. Two starts at once make one account."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        if User.objects.filter(is_superuser=True).exists():
            return False
        if User.objects.filter(username__iexact=name).exists():
            raise CommandError(
                f"„{name}“ ist schon vergeben und kein Verwaltungskonto. "
                "Nennen Sie mit --name einen anderen Benutzernamen."
            )
        User.objects.create_superuser(name, password)
    return True
