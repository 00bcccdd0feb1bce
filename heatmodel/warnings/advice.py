"""What helps on hot days, by the people it helps, in short sentences of our own.

The content follows what the public health services say: Bundesministerium für Gesundheit (hitze
service.de), Robert Koch-Institut, Bundeszentrale für gesundheitliche Aufklärung
(klima-mensch-gesundheit.de), Deutscher Wetterdienst. It is no medical advice to a single person.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Advice:
    """Advice to one group of people."""

    name: str
    title: Promise
    sentences: tuple[Promise, ...]


ADVICE = (
    Advice(
        "everybody",
        _("Alle"),
        (
            _("Trinken Sie über den Tag verteilt mehr als sonst, am besten Wasser."),
            _("Meiden Sie die Mittagssonne; erledigen Sie Wege am Morgen oder am Abend."),
            _("Lüften Sie nachts und früh; halten Sie tagsüber Fenster und Läden geschlossen."),
            _("Gehen Sie an einen kühlen Ort, wenn es in der Wohnung zu heiß wird."),
        ),
    ),
    Advice(
        "older",
        _("Ältere Menschen"),
        (
            _("Im Alter lässt das Durstgefühl nach: Stellen Sie sich Getränke sichtbar hin."),
            _("Kühlen Sie Arme und Beine mit feuchten Tüchern."),
            _("Vereinbaren Sie, dass jemand einmal am Tag anruft oder vorbeikommt."),
        ),
    ),
    Advice(
        "ill",
        _("Chronisch Kranke und alle, die Medikamente nehmen"),
        (
            _(
                "Fragen Sie in der Praxis, ob Dosis und Trinkmenge bei Hitze anzupassen sind; "
                "setzen Sie nichts selbst ab."
            ),
            _("Lagern Sie Medikamente kühl und trocken, wie es in der Packung steht."),
        ),
    ),
    Advice(
        "children",
        _("Säuglinge und kleine Kinder"),
        (
            _("Bieten Sie oft zu trinken an und halten Sie Kinder im Schatten."),
            _("Lassen Sie kein Kind im Auto, auch nicht für Minuten."),
            _("Decken Sie den Kinderwagen nicht zu: Darunter staut sich die Hitze."),
        ),
    ),
    Advice(
        "pregnant",
        _("Schwangere"),
        (
            _("Trinken Sie genug, ruhen Sie mehr und meiden Sie Anstrengung in der Hitze."),
            _("Rufen Sie bei Schwindel, Wehen oder Unwohlsein Ihre Praxis oder Hebamme an."),
        ),
    ),
    Advice(
        "outdoors",
        _("Wer draußen arbeitet oder Sport treibt"),
        (
            _("Verlegen Sie Schweres in die Morgenstunden und machen Sie Pausen im Schatten."),
            _("Tragen Sie Kopfbedeckung und leichte, weite Kleidung; benutzen Sie Sonnenschutz."),
        ),
    ),
    Advice(
        "neighbours",
        _("Für andere da sein"),
        (
            _("Fragen Sie Menschen, die allein leben, wie es ihnen geht und was sie brauchen."),
            _("Bieten Sie Menschen ohne Wohnung Wasser an und zeigen Sie ihnen kühle Orte."),
        ),
    ),
)

# What tells a heat stroke, which is an emergency.
EMERGENCY_SIGNS = (
    _("Verwirrtheit, Bewusstlosigkeit oder Krampfanfall"),
    _("sehr heiße, trockene Haut und hohes Fieber"),
    _("starker Kopfschmerz, Erbrechen oder Kreislaufversagen"),
)

# Names stay in the language of their pages.
SOURCES = (
    ("Deutscher Wetterdienst: Hitzewarnungen", "https://www.hitzewarnungen.de/"),
    ("Bundesministerium für Gesundheit: Hitzeservice", "https://hitzeservice.de/"),
    ("Klima – Mensch – Gesundheit", "https://www.klima-mensch-gesundheit.de/"),
    ("Robert Koch-Institut", "https://www.rki.de/"),
)
