"""Whether a text is in the grammar of opening hours at all, for forms and imports."""

import opening_hours as grammar
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_NOT_READABLE = _("Diese Zeiten sind nicht zu verstehen. Richtig wäre zum Beispiel %(example)s.")


def readable_hours(text: str) -> None:
    """Validator of a field. Raises ValidationError."""
    if not grammar.validate(text):
        raise ValidationError(
            _NOT_READABLE, code="invalid", params={"example": "Mo-Fr 07:15-08:15; PH,SH off"}
        )
