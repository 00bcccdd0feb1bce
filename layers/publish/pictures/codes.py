"""Addresses as square codes, which a telephone's camera reads from paper."""

import segno
from django.utils.safestring import SafeString, mark_safe

_INK = "#1D2A2C"


def square_code(address: str) -> SafeString:
    """A QR code as SVG without a margin: what it stands on leaves four modules free around it."""
    code = segno.make(address, error="m", micro=False)
    return mark_safe(code.svg_inline(scale=3, border=0, dark=_INK))
