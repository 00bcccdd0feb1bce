"""What accounts hang on a request, for those who annotate theirs."""

from django.http import HttpRequest

from .errors import Throttled
from .models import Credential, User


class AccountRequest(HttpRequest):
    """A request below CredentialsMiddleware; never made itself, only named in annotations."""

    user: User  # behind a login; without one Django's AnonymousUser
    credential: Credential | None  # what a program came with; None for sessions
    throttled: Throttled  # only if a login was refused unseen
    _dont_enforce_csrf_checks: bool  # read by CsrfViewMiddleware
