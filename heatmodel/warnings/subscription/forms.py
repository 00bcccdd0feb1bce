"""Which warnings, in which language, to which address."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from heatmodel.warnings.words import LEVELS
from layers.humans import HumanForm

CONSENT = _(
    "Ich möchte Hitzewarnungen per E-Mail bekommen. Meine Adresse wird nur dafür gespeichert und "
    "gelöscht, sobald ich die Warnungen abbestelle."
)


class SubscriptionForm(HumanForm):
    email = forms.EmailField(
        label=_("E-Mail-Adresse"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    level = forms.TypedChoiceField(
        label=_("Welche Warnungen?"),
        coerce=int,
        choices=[(1, _("Alle, ab Stufe 1")), (2, LEVELS[2])],
    )
    language = forms.ChoiceField(label=_("Sprache der E-Mails"), choices=settings.LANGUAGES)
    consent = forms.BooleanField(
        label=CONSENT,
        error_messages={"required": _("Ohne diese Zustimmung dürfen wir nichts senden.")},
    )
