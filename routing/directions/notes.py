"""What is worth saying of a way besides its turns: how it compares, and who can use it."""

from django.utils.translation import gettext as _

from routing.directions.plans import Alternative, Mode, Plan
from routing.directions.ways import Way
from routing.directions.words import length_words, minutes_words, share_words, stairs_words

# Below these nobody would notice a difference.
_SAME_M, _SAME_MINUTES = 15, 1


def comparison(plan: Plan, one: Alternative) -> list[str]:
    """Minutes, length and shade, and what they cost or save beside the shortest way."""
    way, shortest = one.way, plan.alternatives[0].way
    told = [minutes_words(way.minutes), length_words(way.length_m), shade(way)]
    if way is shortest:
        return told
    longer = way.length_m - shortest.length_m
    if longer >= _SAME_M:
        told.append(_("%(length)s länger als der kürzeste") % {"length": length_words(longer)})
    if way.sun_m is not None and shortest.sun_m is not None:
        less = shortest.sun_m - way.sun_m
        if less >= _SAME_M:
            told.append(_("%(length)s weniger in der Sonne") % {"length": length_words(less)})
    return told


def shade(way: Way) -> str:
    """How much of the way lies in the shade, honest about what is not known."""
    if way.shade_share is None:
        return _("Schatten unbekannt")
    told = _("%(share)s im Schatten") % {"share": share_words(way.shade_share)}
    if way.unknown_shade_m >= max(_SAME_M, way.length_m / 20):
        unknown = length_words(way.unknown_shade_m)
        return _("%(told)s (bei %(length)s unbekannt)") % {"told": told, "length": unknown}
    return told


def sun_minutes(way: Way, shortest: Way) -> str:
    """Minutes in the sun, beside those of the shortest way; empty where they are unknown."""
    if way.sun_s is None or shortest.sun_s is None:
        return ""
    here, there = round(way.sun_s / 60), round(shortest.sun_s / 60)
    if way is shortest or abs(here - there) < _SAME_MINUTES:
        return minutes_words(here)
    return _("%(here)s statt %(there)s") % {"here": minutes_words(here), "there": there}


def climb(way: Way) -> str:
    """Metres up and down; empty where heights are unknown."""
    if way.climb_m is None or way.descent_m is None:
        return ""
    return _("%(up)d m hinauf, %(down)d m hinab") % {
        "up": round(way.climb_m),
        "down": round(way.descent_m),
    }


def accessibility(way: Way, mode: Mode) -> list[str]:
    """What people on wheels and on stiff legs need to know, known or unknown."""
    told = [stairs_words(way.stairs)]
    if way.unknown_access_m >= _SAME_M:
        length = length_words(way.unknown_access_m)
        told.append(_("auf %(length)s nicht erfasst, ob stufenlos") % {"length": length})
    if mode in ("wheelchair", "pram"):
        told.append(_("Bordsteine und Engstellen sind nicht überall erfasst"))
    return told
