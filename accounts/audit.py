"""What happened to accounts, one log line each. The lines name no person, name or address: only
the number of an account or credential, which means something in the database alone."""

import logging
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.dispatch import receiver
from django.http import HttpRequest

from .models import User

log = logging.getLogger("accounts.audit")


@receiver(user_logged_in)
def _logged_in(user: User, **_kwargs: Any) -> None:
    log.info("account %s logged in", user.pk)


@receiver(user_logged_out)
def _logged_out(user: User | None, **_kwargs: Any) -> None:
    if user:
        log.info("account %s logged out", user.pk)


@receiver(user_login_failed)
def _login_failed(request: HttpRequest | None, **_kwargs: Any) -> None:
    throttled = getattr(request, "throttled", None)
    log.warning("a login was throttled" if throttled else "a login failed")
