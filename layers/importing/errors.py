"""What can go wrong while data is read in; each message says what to do."""

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from layers.importing.models import ImportRun


class ImportProblem(Exception):
    """The import did not happen; nothing was changed. `message` is for people.

    `refused` is the report that the service kept of it.
    """

    refused: "ImportRun | None" = None
    message: str | Promise = _("Der Import ist fehlgeschlagen.")

    def __init__(self, **facts: object) -> None:
        super().__init__(facts)
        self.facts = facts

    def __str__(self) -> str:
        return str(self.message) % self.facts


class SourceEmpty(ImportProblem):
    message = _(
        "Die Quelle enthält keine Objekte. Der bisherige Bestand bleibt. Bitte die Quelle prüfen."
    )


class NothingUsable(ImportProblem):
    message = _(
        "Keines der %(count)s Objekte ist brauchbar (%(reasons)s). Der bisherige Bestand bleibt. "
        "Häufigste Ursache ist ein falsches Koordinatensystem oder eine falsche Zuordnung der "
        "Felder."
    )


class SourceShrank(ImportProblem):
    message = _(
        "Von %(before)s Objekten fehlen %(missing)s in der Quelle, mehr als die erlaubten "
        "%(allowed)s %%. Der bisherige Bestand bleibt. Wenn das stimmt, bitte mit einem höheren "
        "erlaubten Anteil wiederholen."
    )


class UnknownFields(ImportProblem):
    message = _(
        "Die Ebene „%(layer)s“ hat kein Feld %(fields)s. Sie hat: %(known)s. Bitte die Zuordnung "
        "der Felder ändern."
    )


class NotAllowedToImport(ImportProblem):
    message = _("Das Konto „%(account)s“ darf die Ebene „%(layer)s“ nicht vollständig ändern.")


class DatabaseRefused(ImportProblem):
    message = _(
        "Die Datenbank hat die Objekte abgelehnt (Regel %(constraint)s). Nichts wurde geändert."
    )


class Unreadable(ImportProblem):
    message = _(
        "„%(source)s“ ist beschädigt, unvollständig oder in einem anderen Format, als der Name "
        "sagt (%(detail)s). Bitte die Datei noch einmal herunterladen."
    )


class FileMissing(ImportProblem):
    message = _("Die Datei „%(source)s“ gibt es nicht. Bitte den Pfad prüfen.")


class FileEmpty(ImportProblem):
    message = _("Die Datei „%(source)s“ ist leer. Bitte noch einmal herunterladen.")


class UnknownFormat(ImportProblem):
    message = _("Das Format von „%(source)s“ ist nicht bekannt. Lesbar sind: %(known)s.")


class TooLarge(ImportProblem):
    message = _(
        "Die Quelle umfasst ausgepackt %(size)s; erlaubt sind %(allowed)s. Bitte einen kleineren "
        "Ausschnitt wählen."
    )


class TooManyFeatures(ImportProblem):
    message = _(
        "Die Quelle enthält mehr als %(allowed)s Objekte. Bitte einen kleineren Ausschnitt wählen."
    )


class TooSlow(ImportProblem):
    message = _(
        "Das Lesen dauerte länger als %(allowed)s Sekunden und wurde abgebrochen. Bitte einen "
        "kleineren Ausschnitt wählen."
    )


class CityUnknown(ImportProblem):
    message = _(
        "Welche Stadt gemeint ist, geht aus der Quelle nicht hervor. Bitte mit --city den Namen "
        "einer Grenze angeben. In der Quelle gefunden: %(found)s."
    )


class PlaceNotFound(ImportProblem):
    message = _(
        "Der Ort „%(place)s“ konnte nicht abgerufen werden (%(detail)s). Bitte die Schreibweise "
        "und die Verbindung zum Internet prüfen, oder einen Auszug als Datei einlesen."
    )


class UnknownCrs(ImportProblem):
    message = _(
        "Das Koordinatensystem von „%(source)s“ ist nicht bekannt. Bitte mit --crs angeben, zum "
        "Beispiel EPSG:25832 oder EPSG:4326."
    )


class BadCrs(ImportProblem):
    message = _(
        "„%(crs)s“ ist kein Koordinatensystem, das hier bekannt ist. Bitte eine Nummer wie "
        "EPSG:25832 angeben."
    )


class NoCoordinates(ImportProblem):
    message = _(
        "In „%(source)s“ wurden keine Spalten mit Koordinaten gefunden. Die Spalten sind: "
        "%(columns)s. Bitte mit --x und --y angeben."
    )


class NoColumn(ImportProblem):
    message = _("„%(source)s“ hat keine Spalte „%(column)s“. Die Spalten sind: %(columns)s.")


class UnsafeXml(ImportProblem):
    message = _(
        "„%(source)s“ enthält eine Dokumenttyp-Erklärung (DOCTYPE) und wird nicht gelesen, denn "
        "darin können sich Angriffe verbergen. Daten in GML brauchen keine."
    )


class ServiceAnswered(ImportProblem):
    message = _(
        "„%(source)s“ enthält keine Daten, sondern die Fehlermeldung eines Dienstes: %(detail)s. "
        "Bitte die Abfrage beim Dienst wiederholen."
    )


class SeveralLayers(ImportProblem):
    message = _(
        "„%(source)s“ enthält mehrere Ebenen: %(found)s. Bitte eine mit --source-layer auswählen."
    )


class NoRaster(ImportProblem):
    message = _("„%(source)s“ liegt nicht über dem Stadtgebiet. Bitte die Datei prüfen.")


class NoCity(ImportProblem):
    message = _("Noch ist keine Stadt eingerichtet. Bitte zuerst import_osm oder load_fixtures.")


class OutsideCity(ImportProblem):
    message = _(
        "Alle %(count)s Objekte der Quelle liegen außerhalb von %(city)s. Für eine andere Stadt "
        "bitte --replace-city angeben."
    )
