"""The texts that the map's scripts show; they travel with the page in its language."""

from django.utils.translation import gettext as _


def script_texts() -> dict[str, str]:
    return {
        "map_title": _("Karte der Stadt"),
        "map_unavailable": _(
            "Die Karte lässt sich hier nicht zeichnen. Die Liste zeigt dieselben Orte."
        ),
        "zoom_in": _("Vergrößern"),
        "zoom_out": _("Verkleinern"),
        "compass": _("Nach Norden ausrichten"),
        "locate": _("Mein Standort"),
        "locating": _("Standort wird gesucht …"),
        "locate_denied": _(
            "Der Standort ist nicht freigegeben. Sie können stattdessen eine Adresse suchen."
        ),
        "locate_failed": _("Der Standort war nicht zu finden."),
        "locate_outside": _("Ihr Standort liegt außerhalb dieser Karte."),
        "you_are_here": _("Sie sind hier"),
        "layers_and_legend": _("Ebenen und Legende"),
        "close": _("Schließen"),
        "back_to_list": _("Zurück zur Liste"),
        "share": _("Ansicht teilen"),
        "link_copied": _("Die Adresse dieser Ansicht ist kopiert."),
        "copy_failed": _("Bitte kopieren Sie die Adresse aus der Adresszeile."),
        "print": _("Drucken"),
        "dark": _("Dunkle Darstellung"),
        "light": _("Helle Darstellung"),
        "list_bigger": _("Liste vergrößern"),
        "list_smaller": _("Liste verkleinern"),
        "places_one": _("%(count)s Ort"),
        "places_many": _("%(count)s Orte"),
        "no_places": _("Kein Ort passt zu dieser Auswahl."),
        "features_here": _("Objekte an dieser Stelle"),
        "features_in_view": _("Objekte im Ausschnitt"),
        "more_about": _("Mehr über %(name)s"),
        "search_none": _("Nichts gefunden."),
        "search_results": _("Vorschläge"),
        "loading": _("Wird geladen …"),
        "load_failed": _("Das hat nicht geklappt. Bitte versuchen Sie es noch einmal."),
        "offline": _("Keine Verbindung. Gezeigt wird der letzte Stand."),
        "earlier": _("Eine Stunde früher"),
        "later": _("Eine Stunde später"),
        "now": _("Jetzt"),
        "unknown": _("unbekannt"),
        "attribution": _("Quellen"),
        "keyboard_help": _(
            "Pfeiltasten verschieben die Karte, Plus und Minus ändern den Maßstab, "
            "die Eingabetaste öffnet die Liste der Objekte im Ausschnitt."
        ),
    }
