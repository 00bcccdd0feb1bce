"""Coverage in whole sentences, as one would say it."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from heatmodel.coverage.models import GAP_MINUTES
from heatmodel.coverage.queries import DistrictReach

_SURE = {
    "unknown": _("Für %(where)s ist es nicht bekannt."),
    "none": _("In %(where)s erreicht fast niemand einen kühlen Ort, der sicher offen ist."),
    "some": _(
        "In %(where)s erreichen etwa %(tenths)s von 10 Menschen einen kühlen Ort, der sicher "
        "offen ist."
    ),
    "all": _("In %(where)s erreichen fast alle einen kühlen Ort, der sicher offen ist."),
}
_AT_MOST = {
    "some": _("Mit Orten, deren Zeiten niemand kennt, sind es höchstens %(tenths)s von 10."),
    "all": _("Mit Orten, deren Zeiten niemand kennt, sind es vielleicht fast alle."),
}


def sentences(districts: Sequence[DistrictReach], city: str) -> list[str]:
    """What each has within GAP_MINUTES; from 5 to 94 % in tenths."""
    return [_sentences(one, one.name or city) for one in districts]


def _sentences(district: DistrictReach, where: str) -> str:
    reach = district.within(GAP_MINUTES)
    sure, perhaps = (reach.sure, reach.perhaps) if reach else (None, None)
    said = [_SURE[_how_many(sure)] % {"where": where, "tenths": _tenths(sure)}]
    if perhaps is not None and _spoken(perhaps) != _spoken(sure):
        said.append(_AT_MOST[_how_many(perhaps)] % {"tenths": _tenths(perhaps)})
    return " ".join(said)


def _spoken(share: int | None) -> tuple[str, int]:
    return _how_many(share), _tenths(share)


def _how_many(share: int | None) -> str:
    if share is None:
        return "unknown"
    if share < 5:
        return "none"
    return "some" if share < 95 else "all"


def _tenths(share: int | None) -> int:
    return ((share or 0) + 5) // 10
