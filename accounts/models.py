"""The nouns of the lowest room: who acts, with which secret, and how often they failed."""

import unicodedata
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


def canonical_name(name: str) -> str:
    """One form for the spellings that mean one account: letter case, composed umlauts."""
    return unicodedata.normalize("NFKC", name).casefold()


def default_language() -> str:
    return settings.LANGUAGE_CODE


class UserManager(BaseUserManager["User"]):
    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> "User":
        """Upper and lower case are one name; `iexact` meets the index of the constraint."""
        return self.get(username__iexact=username)

    def create_user(self, username: str, password: str | None = None, **fields: Any) -> "User":
        """Without a password the account exists but nobody can log in to it."""
        if not username:
            raise ValueError("a user needs a username")
        fields["email"] = self.normalize_email(fields.get("email"))
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, username: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(
            username, password, **{**fields, "is_staff": True, "is_superuser": True}
        )


class User(AbstractBaseUser, PermissionsMixin):
    """An account. The login name is enough; nobody is asked for a civil name."""

    username = models.CharField(
        _("Benutzername"),
        max_length=150,
        unique=True,
        validators=[UnicodeUsernameValidator()],
        help_text=_("Buchstaben, Ziffern und @ . + - _"),
        error_messages={"unique": _("Dieser Benutzername ist schon vergeben.")},
    )
    email = models.EmailField(_("E-Mail-Adresse"), blank=True)
    display_name = models.CharField(
        _("Anzeigename"),
        max_length=150,
        blank=True,
        help_text=_("So erscheinen Sie bei Ihren Änderungen; leer: der Benutzername."),
    )
    language = models.CharField(_("Sprache"), max_length=10, default=default_language)
    is_staff = models.BooleanField(
        _("Verwaltungszugang"),
        default=False,
        help_text=_("Darf sich im Verwaltungsbereich anmelden."),
    )
    is_active = models.BooleanField(
        _("aktiv"),
        default=True,
        help_text=_("Abschalten statt löschen: das Konto bleibt in den Änderungsverläufen."),
    )
    created = models.DateTimeField(_("angelegt"), default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    class Meta:
        verbose_name = _("Konto")
        verbose_name_plural = _("Konten")
        constraints = [
            models.UniqueConstraint(
                Upper("username"),
                name="accounts_user_username_any_case",
                violation_error_message=_("Dieser Benutzername ist schon vergeben."),
            ),
            models.UniqueConstraint(
                Upper("email"),
                condition=~Q(email=""),
                name="accounts_user_email_any_case",
                violation_error_message=_("Diese E-Mail-Adresse gehört schon zu einem Konto."),
            ),
        ]

    # The secret this very object was authenticated with; None after a login by session.
    credential: "Credential | None" = None

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        return self.display_name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name()

    @cached_property
    def role_names(self) -> frozenset[str]:
        return frozenset(self.groups.values_list("name", flat=True))

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """As Django's, but a secret without the scope `edit` only ever lets its bearer look.

        So every writer that asks for a permission, as each must, keeps to the scope unknowingly.
        """
        looks = perm.rpartition(".")[2].startswith("view_")
        if self.credential and not looks and not self.credential.allows(Scope.EDIT):
            return False
        return super().has_perm(perm, obj)


class Scope(models.TextChoices):
    READ = "read", _("Lesen")
    EDIT = "edit", _("Lesen und bearbeiten")


class Credential(models.Model):
    """A secret for a program: an app password (HTTP Basic) or an API token (Bearer).

    Only `accounts.credentials` makes and checks them; the secret itself is never stored.
    """

    class Kind(models.TextChoices):
        APP_PASSWORD = "app_password", _("App-Passwort")
        TOKEN = "token", _("API-Token")

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="credentials", verbose_name=_("Konto")
    )
    kind = models.CharField(_("Art"), max_length=20, choices=Kind)
    label = models.CharField(_("Bezeichnung"), max_length=80)
    prefix = models.CharField(_("Kennung"), max_length=16, unique=True, editable=False)
    digest = models.BinaryField(max_length=32, editable=False)
    scopes = ArrayField(models.CharField(max_length=20, choices=Scope), verbose_name=_("Umfang"))
    created = models.DateTimeField(_("angelegt"), editable=False)
    last_used = models.DateTimeField(_("zuletzt benutzt"), null=True, editable=False)
    expires = models.DateTimeField(_("gültig bis"))
    revoked = models.DateTimeField(_("widerrufen"), null=True, blank=True)

    class Meta:
        verbose_name = _("Zugang für Programme")
        verbose_name_plural = _("Zugänge für Programme")
        ordering = ["-created", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(scopes__contained_by=[s.value for s in Scope]) & Q(scopes__len__gt=0),
                name="accounts_credential_known_scopes",
            ),
            models.CheckConstraint(
                condition=Q(expires__gt=models.F("created")),
                name="accounts_credential_expires_after_created",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.prefix})"

    def allows(self, scope: str) -> bool:
        """`edit` includes `read`."""
        return scope in self.scopes or (scope == Scope.READ and Scope.EDIT in self.scopes)

    @property
    def scope_labels(self) -> str:
        return ", ".join(str(Scope(scope).label) for scope in self.scopes)

    def live(self, now: datetime) -> bool:
        return self.revoked is None and now < self.expires


class FailureCount(models.Model):
    """Failed logins under one keyed hash until `ends`; see `accounts.throttle`."""

    key = models.BinaryField(primary_key=True, max_length=32)
    failures = models.PositiveIntegerField()
    ends = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("Fehlversuche")
        verbose_name_plural = _("Fehlversuche")

    def __str__(self) -> str:
        return f"{self.failures} bis {self.ends:%H:%M:%S}"


class Consent(models.Model):
    """What somebody agreed to, in the very words they read; it names nobody.

    Whatever rests upon it points here, so that taking it back can be followed up.
    """

    class Purpose(models.TextChoices):
        OPEN_DATA = "open_data", _("Text oder Foto als offene Daten")
        WARNINGS = "warnings", _("Warnungen per E-Mail")

    purpose = models.CharField(_("Zweck"), max_length=20, choices=Purpose)
    wording = models.TextField(_("Wortlaut"))
    language = models.CharField(_("Sprache"), max_length=10)
    licence = models.CharField(_("Lizenz"), max_length=20, blank=True)
    given_at = models.DateTimeField(_("erteilt"))
    withdrawn_at = models.DateTimeField(_("widerrufen"), null=True, blank=True)

    class Meta:
        verbose_name = _("Einwilligung")
        verbose_name_plural = _("Einwilligungen")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(withdrawn_at__gte=models.F("given_at")),
                name="accounts_consent_ordered",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} ({self.given_at:%Y-%m-%d})"


class Mail(models.Model):
    """A message that waits to be sent; deleted once it is, or when `not_after` has come."""

    kind = models.CharField(_("Anlass"), max_length=40)
    address = models.EmailField(_("E-Mail-Adresse"))
    subject = models.CharField(_("Betreff"), max_length=200)
    body = models.TextField(_("Text"))
    headers = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField(_("angelegt"))
    not_before = models.DateTimeField(_("nächster Versuch"), db_index=True)
    not_after = models.DateTimeField(_("letzter Versuch"))
    tries = models.PositiveSmallIntegerField(_("Versuche"), default=0)

    class Meta:
        verbose_name = _("wartende Nachricht")
        verbose_name_plural = _("wartende Nachrichten")
        ordering = ["not_before", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
