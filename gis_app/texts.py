"""The texts that the map's scripts show; they travel with the page in its language."""

from django.utils.translation import gettext as _


def script_texts() -> dict[str, str]:
    return {
        "map_title": _("Karte der Stadt"),
        "map_unavailable": _(
            "Die Karte lässt sich hier nicht zeichnen. Die Liste zeigt dieselben Orte."
        ),
        "locating": _("Standort wird gesucht …"),
        "locate_denied": _(
            "Der Standort ist nicht freigegeben. Sie können stattdessen eine Adresse suchen."
        ),
        "locate_failed": _("Der Standort war nicht zu finden."),
        "locate_outside": _("Ihr Standort liegt außerhalb dieser Karte."),
        "you_are_here": _("Sie sind hier"),
        "way_here": _("Mein Standort"),
        "way_point": _("Punkt auf der Karte"),
        "way_pick": _(
            "Wählen Sie den Ort auf der Karte, mit der Tastatur ihre Mitte durch die Eingabetaste."
        ),
        "walk_minutes": _("%(minutes)d Min. zu Fuß"),
        "walks_told": _(
            "Sortiert nach der Gehzeit ab Ihrem Standort und dem Schatten der Orte. Er wurde "
            "einmal gesendet und nicht gespeichert."
        ),
        "link_copied": _("Die Adresse dieser Ansicht ist kopiert."),
        "copy_failed": _("Bitte kopieren Sie die Adresse aus der Adresszeile."),
        "need_unknown": _("Ob alles passt, ist nicht bekannt."),
        "no_places": _("Kein Ort passt zu dieser Auswahl."),
        "search_none": _("Nichts gefunden."),
        "search_results": _("Vorschläge"),
        "load_failed": _("Das hat nicht geklappt. Bitte versuchen Sie es noch einmal."),
        "offline": _("Keine Verbindung. Gezeigt wird der letzte Stand."),
        "keyboard_help": _(
            "Pfeiltasten verschieben die Karte, Plus und Minus ändern den Maßstab, "
            "die Eingabetaste öffnet die Liste der Objekte im Ausschnitt."
        ),
    }
