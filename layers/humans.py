"""What keeps programs out of forms that anybody may send, without a trace of who sends them.

A field that people do not see, a signed time before which nobody can have filled in the form, and
texts without signs that cannot be seen. `accounts.throttle` counts besides. No script is needed.
"""

from typing import Any

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from layers.ground.text import visible

_SALT = "layers.suggestions"
_OLDEST_S = 24 * 3600
_QUICKEST_S = 2


def stamp(now_s: float) -> str:
    """When the form was handed out, signed, so that a program cannot make one up."""
    return signing.dumps(int(now_s), salt=_SALT)


def stamped(text: str, now_s: float) -> float | None:
    """How many seconds ago; None if it is not ours or from another day."""
    try:
        age = now_s - signing.loads(text, salt=_SALT)
    except (signing.BadSignature, TypeError):
        return None
    return age if 0 <= age <= _OLDEST_S else None


class HumanForm(forms.Form):
    """`age_s` is how long ago it was handed out, as `stamped` read it from the field `stempel`."""

    # People do not see this field; programs fill it in.
    website = forms.CharField(
        label=_("Dieses Feld bitte leer lassen"),
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "tabindex": "-1"}),
    )

    def __init__(self, *, age_s: float | None, **options: Any) -> None:
        super().__init__(**options)
        self.age_s = age_s
        self.fields["website"] = self.fields.pop("website")  # after those of the subclass

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        for name, value in list(cleaned.items()):  # an error takes its field away
            if isinstance(value, str):
                cleaned[name] = visible(value)
                if value and not cleaned[name] and self.fields[name].required:
                    self.add_error(name, _("Bitte schreiben Sie etwas, das man lesen kann."))
        if cleaned.get("website"):
            self.add_error("website", _("Dieses Feld muss leer bleiben."))
        if self.age_s is None or self.age_s < _QUICKEST_S:
            raise forms.ValidationError(
                _("Das Formular ist abgelaufen. Bitte senden Sie es noch einmal ab.")
            )
        return cleaned
