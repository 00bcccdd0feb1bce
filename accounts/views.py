"""„Mein Konto“: the pages on which people look after their own account."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from . import credentials as secrets
from . import roles
from .errors import TooManyCredentials
from .forms import CredentialForm, LoginForm, OwnPasswordForm, ProfileForm
from .models import Credential, User
from .requests import AccountRequest

_PAGE_OF = {
    Credential.Kind.APP_PASSWORD: "accounts:app_passwords",
    Credential.Kind.TOKEN: "accounts:tokens",
}


class Login(LoginView):
    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def form_valid(self, form: LoginForm) -> HttpResponse:
        response = super().form_valid(form)
        _remember_language(response, form.get_user())
        return response

    def form_invalid(self, form: LoginForm) -> HttpResponse:
        response = super().form_invalid(form)
        if fact := getattr(self.request, "throttled", None):
            response.status_code = 429
            response.headers["Retry-After"] = str(fact.wait_s)
        return response


class Logout(LogoutView):
    """A link leads to the question; only the form logs out."""

    http_method_names = ["get", "post", "options"]
    template_name = "accounts/logout.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data())


class Password(PasswordChangeView):
    template_name = "accounts/password.html"
    form_class = OwnPasswordForm
    success_url = reverse_lazy("accounts:home")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "request": self.request}

    def form_valid(self, form: OwnPasswordForm) -> HttpResponse:
        messages.success(self.request, _("Ihr Passwort ist geändert."))
        return super().form_valid(form)


@never_cache
@login_required
def home(request: AccountRequest) -> HttpResponse:
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if form.is_valid():
        user = form.save()
        messages.success(request, _("Ihre Angaben sind gespeichert."))
        response = redirect("accounts:home")
        _remember_language(response, user)
        return response
    names = sorted(map(roles.label, request.user.role_names))
    return render(request, "accounts/home.html", {"form": form, "role_labels": names})


@never_cache
@login_required
def credentials(request: AccountRequest, kind: Credential.Kind) -> HttpResponse:
    """The answer to a valid form is the one page that ever shows the secret."""
    now = timezone.now()
    form = CredentialForm(request.POST or None)
    if form.is_valid():
        try:
            credential, secret = secrets.create(
                request.user,
                kind,
                form.cleaned_data["label"],
                scopes=[form.cleaned_data["scope"]],
                expires=form.expires(now),
                now=now,
            )
        except TooManyCredentials:
            form.add_error(
                None, _("Bitte widerrufen Sie zuerst einen Zugang, den Sie nicht mehr brauchen.")
            )
        else:
            shown = {"credential": credential, "secret": secret, "page": _PAGE_OF[kind]}
            return render(request, "accounts/credential_created.html", shown)
    held = request.user.credentials.filter(kind=kind)
    rows = [(credential, credential.live(now)) for credential in held]
    context = {"form": form, "rows": rows, "for_gis": kind == Credential.Kind.APP_PASSWORD}
    return render(request, "accounts/credentials.html", context)


@require_POST
@login_required
def revoke(request: AccountRequest, pk: int) -> HttpResponse:
    credential = get_object_or_404(Credential, pk=pk, user=request.user)
    secrets.revoke(credential, timezone.now())
    messages.success(request, _("„%(label)s“ ist widerrufen.") % {"label": credential.label})
    return redirect(_PAGE_OF[Credential.Kind(credential.kind)])


def _remember_language(response: HttpResponse, user: User) -> None:
    """LocaleMiddleware reads the cookie, so pages without an account know the language too."""
    if user.language not in dict(settings.LANGUAGES):
        return
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        user.language,
        max_age=31_536_000,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
