"""The tables of cool places: the places themselves and the closures of a whole operator."""

from typing import TYPE_CHECKING, Any

from django.contrib.gis.db import models
from django.utils.translation import gettext_lazy as _
from pgtrigger import After, Before, Delete, Insert, Trigger, Update

from heatmodel.places.validation import closure_rules, warning_day_rules
from layers.base.models import Named, PointFeature, YesLimitedNo
from layers.ground.history import tracked
from layers.ground.models import Feature
from layers.ground.text import search_index

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

# Before `next_version` (triggers fire in order of name), so that it compares what will be stored.
DERIVE = Trigger(
    name="derive",
    when=Before,
    operation=Insert | Update,
    func="""
        NEW.closed_rules = heatmodel_closed_rules(
            NEW.closures, NEW.operator,
            NEW.out_of_order_since, NEW.out_of_order_until, NEW.out_of_order_reason
        );
        NEW.hours_in_force = heatmodel_hours_in_force(NEW.opening_hours, NEW.closed_rules);
        NEW.standard_met = NEW.max_27c AND NEW.seating AND NEW.drinking_water
            AND NEW.cost = 'free' AND NEW.step_free = 'yes'
            AND (CASE WHEN NEW.medical_care IS NOT NULL THEN true END);
        RETURN NEW;
    """,
)
# A rule that comes, changes or goes is reckoned into the places of its operator at once.
APPLY_RULE = Trigger(
    name="apply_rule",
    when=After,
    operation=Insert | Update | Delete,
    func="""
        UPDATE heatmodel_coolplace SET closed_rules = closed_rules
        WHERE operator IN (NEW.operator, OLD.operator)
            AND closed_rules IS DISTINCT FROM heatmodel_closed_rules(
                closures, operator, out_of_order_since, out_of_order_until, out_of_order_reason
            );
        RETURN NULL;
    """,
)


class Operator(models.TextChoices):
    """Who runs a place. Closures of an operator hold for all its places."""

    CITY = "city", _("Stadt")
    MUNICIPAL_COMPANY = "municipal_company", _("städtisches Unternehmen")
    CHURCH = "church", _("Kirche")
    ASSOCIATION = "association", _("Verein")
    PRIVATE = "private", _("privat")


class ClosureRule(models.Model):
    """When everything is closed that an operator runs, as rules of OpenStreetMap's grammar."""

    operator = models.CharField(_("Träger"), max_length=18, choices=Operator.choices)
    closures = models.CharField(
        _("Schließungen"),
        max_length=200,
        validators=[closure_rules],
        help_text=_(
            'Jedes Jahr wieder, wenn kein Jahr dabeisteht: Dec 24-Jan 02 off "Betriebsruhe"'
        ),
    )
    source_note = models.CharField(_("Fundstelle"), max_length=300, blank=True, default="")

    class Meta:
        verbose_name = _("Schließung eines Trägers")
        verbose_name_plural = _("Schließungen der Träger")
        ordering = ["operator", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["operator", "closures"], name="heatmodel_closurerule_once"
            )
        ]
        triggers = [APPLY_RULE]

    def __str__(self) -> str:
        return f"{self.get_operator_display()}: {self.closures}"


def _yes_no(title: "StrPromise", **options: Any) -> models.BooleanField:
    """An answer that may be unknown (NULL)."""
    return models.BooleanField(title, null=True, blank=True, **options)


@tracked
class CoolPlace(PointFeature, Named):
    """A place to cool down. Every attribute may be unknown (NULL), which is never "no".

    `opening_hours`, `closures` and `warning_hours` are in OpenStreetMap's grammar. PostgreSQL keeps
    `closed_rules` (all that closes the place beyond its ordinary week) and `hours_in_force` (what
    holds on days without a heat warning) in step with them, and `standard_met`: NULL as long as
    an item of the service standard is unknown and none is missed.
    """

    class Kind(models.TextChoices):
        DRINKING_WATER = "drinking_water", _("Trinkwasser")
        FOUNTAIN = "fountain", _("Brunnen")
        WATER_PLAYGROUND = "water_playground", _("Wasserspielplatz")
        MIST = "mist", _("Sprühnebel")
        POOL = "pool", _("Schwimmbad")
        WATER = "water", _("Am Wasser")
        PARK = "park", _("Park")
        WOOD = "wood", _("Wald")
        GARDEN = "garden", _("Garten")
        CHURCH = "church", _("Kirche")
        LIBRARY = "library", _("Bücherei")
        MUSEUM = "museum", _("Museum")
        COOL_ROOM = "cool_room", _("Kühler Raum")
        TOILET = "toilet", _("Öffentliche Toilette")

    class Cost(models.TextChoices):
        FREE = "free", _("kostenlos")
        PAID = "paid", _("kostenpflichtig")

    class Audience(models.TextChoices):
        EVERYONE = "everyone", _("für alle")
        WOMEN = "women", _("nur für Frauen")
        CHILDREN = "children", _("nur für Kinder und ihre Begleitung")
        SENIORS = "seniors", _("nur für ältere Menschen")
        GUESTS = "guests", _("nur für Gäste oder Mitglieder")

    Operator = Operator

    kind = models.CharField(_("Art"), max_length=16, choices=Kind.choices)
    address = models.CharField(
        _("Anschrift"), max_length=200, blank=True, default="", db_default=""
    )
    description = models.TextField(_("Beschreibung"), blank=True, default="", db_default="")
    operator = models.CharField(
        _("Träger"), max_length=18, choices=Operator.choices, null=True, blank=True
    )
    opening_hours = models.CharField(
        _("Öffnungszeiten"),
        max_length=500,
        null=True,
        blank=True,
        help_text=_("In der Schreibweise von OpenStreetMap, zum Beispiel Mo-Fr 10:00-18:00."),
    )
    closures = models.CharField(
        _("Schließungen"),
        max_length=500,
        blank=True,
        default="",
        db_default="",
        validators=[closure_rules],
        help_text=_(
            "Tage mit Grund, mehrere mit Semikolon getrennt, zum Beispiel "
            '2026 Jul 20-2026 Aug 09 off "Sommerpause".'
        ),
    )
    warning_hours = models.CharField(
        _("Zeiten an Warntagen"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        validators=[warning_day_rules],
        help_text=_(
            "Gelten an Tagen mit Hitzewarnung statt der gewöhnlichen Zeiten, zum Beispiel "
            "Mo-Fr 09:00-20:00; Sa,Su 10:00-18:00."
        ),
    )
    warning_level = models.PositiveSmallIntegerField(
        _("ab Warnstufe"),
        choices=[(1, _("Stufe 1")), (2, _("Stufe 2"))],
        null=True,
        blank=True,
    )
    out_of_order_since = models.DateField(_("außer Betrieb seit"), null=True, blank=True)
    out_of_order_until = models.DateField(_("außer Betrieb bis"), null=True, blank=True)
    out_of_order_reason = models.CharField(
        _("Grund des Ausfalls"), max_length=100, blank=True, default="", db_default=""
    )
    closed_rules = models.CharField(
        _("geschlossen"), max_length=1200, null=True, blank=True, editable=False
    )
    hours_in_force = models.CharField(
        _("geltende Zeiten"), max_length=4000, null=True, blank=True, editable=False
    )
    step_free = models.CharField(
        _("Stufenlos"), max_length=8, choices=YesLimitedNo.choices, null=True, blank=True
    )
    wheelchair_toilet = models.CharField(
        _("Rollstuhl-WC"), max_length=8, choices=YesLimitedNo.choices, null=True, blank=True
    )
    drinking_water = _yes_no(_("Trinkwasser"))
    seating = _yes_no(_("Sitzplätze"))
    toilet = _yes_no(_("WC"))
    changing_table = _yes_no(_("Wickeltisch"))
    wifi = _yes_no(_("WLAN"))
    dogs = _yes_no(_("Hunde erlaubt"))
    quiet = _yes_no(_("ruhig"))
    max_27c = _yes_no(
        _("höchstens 27 °C"), help_text=_("Gemessen an einem heißen Nachmittag, wo man sitzt.")
    )
    medical_care = _yes_no(
        _("Medizinische Betreuung"),
        help_text=_("Nein bedeutet: Am Eingang steht, dass es keine gibt."),
    )
    audience = models.CharField(
        _("Für wen"), max_length=8, choices=Audience.choices, null=True, blank=True
    )
    cost = models.CharField(_("Kosten"), max_length=4, choices=Cost.choices, null=True, blank=True)
    phone = models.CharField(_("Telefon"), max_length=40, blank=True, default="", db_default="")
    website = models.URLField(_("Internetseite"), blank=True, default="", db_default="")
    checked_on = models.DateField(_("geprüft am"), null=True, blank=True)
    checked_by = models.CharField(
        _("geprüft von"),
        max_length=100,
        blank=True,
        default="",
        db_default="",
        help_text=_("Eine Stelle, keine Person: Die Angabe wird veröffentlicht."),
    )
    standard_met = _yes_no(_("Prüfliste erfüllt"), editable=False)

    class Meta(Feature.Meta):
        verbose_name = _("kühler Ort")
        verbose_name_plural = _("kühle Orte")
        indexes = [*Feature.Meta.indexes, search_index("name", "address")]
        constraints = [
            *Feature.Meta.constraints,
            models.CheckConstraint(
                condition=models.Q(out_of_order_until=None)
                | models.Q(out_of_order_since__lte=models.F("out_of_order_until")),
                name="heatmodel_coolplace_out_of_order_ordered",
                violation_error_message=_("„außer Betrieb bis“ liegt vor „außer Betrieb seit“."),
            ),
            models.CheckConstraint(
                condition=models.Q(warning_hours="")
                | models.Q(warning_level__in=[1, 2], warning_level__isnull=False),
                name="heatmodel_coolplace_warning_level",
                violation_error_message=_(
                    "Zu Zeiten an Warntagen gehört, ab welcher Warnstufe sie gelten."
                ),
            ),
        ]
        triggers = [*Feature.Meta.triggers, DERIVE]
