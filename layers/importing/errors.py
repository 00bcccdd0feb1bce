"""What can go wrong while data is read in; each message says what to do."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class ImportProblem(Exception):
    """The import did not happen; nothing was changed. `message` is for people."""

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
