from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.admin.forms import AdminAuthenticationForm
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import throttle
from .address import client_address
from .errors import Throttled
from .models import Scope, User, canonical_name
from .texts import wait_text


class _KernField(forms.BoundField):
    """The classes by which KERN knows an input from a select."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: Any = None) -> dict[str, Any]:
        part = "select" if isinstance(self.field, forms.ChoiceField) else "input"
        built = super().build_widget_attrs(attrs, widget)
        return {**built, "class": f"kern-form-input__{part}"}


class _SaysWhenThrottled:
    request: HttpRequest

    def get_invalid_login_error(self) -> ValidationError:
        if fact := getattr(self.request, "throttled", None):
            return ValidationError(wait_text(fact), code="throttled")
        return super().get_invalid_login_error()


class LoginForm(_SaysWhenThrottled, AuthenticationForm):
    bound_field_class = _KernField
    error_messages = {
        **AuthenticationForm.error_messages,
        "invalid_login": _("Benutzername oder Passwort stimmt nicht."),
    }


class AdminLoginForm(_SaysWhenThrottled, AdminAuthenticationForm):
    pass


class ProfileForm(forms.ModelForm):
    bound_field_class = _KernField

    class Meta:
        model = User
        fields = ["display_name", "email", "language"]
        widgets = {
            "display_name": forms.TextInput(attrs={"autocomplete": "nickname"}),
            "email": forms.EmailInput(attrs={"autocomplete": "email"}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"] = forms.ChoiceField(label=_("Sprache"), choices=settings.LANGUAGES)


class OwnPasswordForm(PasswordChangeForm):
    """The old password is a door to guess at as well, for whoever finds an open session."""

    bound_field_class = _KernField

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    def clean_old_password(self) -> str:
        who = (canonical_name(self.user.username), client_address(self.request))
        try:
            throttle.count_try(throttle.Door.LOGIN, *who, timezone.now())
        except Throttled as fact:
            raise ValidationError(wait_text(fact), code="throttled") from fact
        password = super().clean_old_password()
        throttle.take_back(throttle.Door.LOGIN, *who)
        return password


class CredentialForm(forms.Form):
    bound_field_class = _KernField

    label = forms.CharField(
        label=_("Bezeichnung"),
        max_length=80,
        help_text=_("Wofür, zum Beispiel „QGIS im Büro“."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    scope = forms.ChoiceField(label=_("Umfang"), choices=Scope, initial=Scope.READ)
    days = forms.TypedChoiceField(
        label=_("Gültig für"),
        coerce=int,
        initial=365,
        choices=[
            (30, _("30 Tage")),
            (90, _("90 Tage")),
            (365, _("1 Jahr")),
            (730, _("2 Jahre")),
        ],
    )

    def expires(self, now: datetime) -> datetime:
        return now + timedelta(days=self.cleaned_data["days"])
