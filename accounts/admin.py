"""Accounts in Django's admin, for administrators who are not superusers as well."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm
from django.contrib.auth.models import Group
from django.db.models import ManyToManyField, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from . import credentials, roles
from .forms import AdminLoginForm
from .models import Credential, User

admin.site.login_form = AdminLoginForm


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["username"]


class RoleChoices(forms.ModelMultipleChoiceField):
    def label_from_instance(self, group: Group) -> str:
        return roles.label(group.name)


class OwnCredentials(admin.TabularInline):
    """What an account lets programs do; secrets are made by their owners alone."""

    model = Credential
    fields = ("label", "kind", "prefix", "scopes", "last_used", "expires", "revoked")
    readonly_fields = fields
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(User)
class UserAdmin(DjangoUserAdmin):
    """Only superusers make or change superusers, so that no role can lift itself."""

    add_form = NewUserForm
    list_display = ["username", "display_name", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", "groups"]
    search_fields = ["username", "display_name", "email"]
    ordering = ["username"]
    readonly_fields = ["last_login", "created"]
    inlines = [OwnCredentials]
    fieldsets = [
        (None, {"fields": ["username", "password"]}),
        (_("Person"), {"fields": ["display_name", "email", "language"]}),
        (
            _("Rechte"),
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        (_("Zeiten"), {"fields": ["created", "last_login"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        own = list(super().get_readonly_fields(request, obj))
        return own if request.user.is_superuser else [*own, "is_superuser", "user_permissions"]

    def formfield_for_manytomany(
        self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name == "groups":
            kwargs["form_class"] = RoleChoices
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and _not_above(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _not_above(request, obj)


@admin.register(Credential)
class CredentialAdmin(admin.ModelAdmin):
    list_display = ["label", "user", "kind", "scopes", "last_used", "expires", "revoked"]
    list_filter = ["kind"]
    search_fields = ["label", "prefix", "user__username"]
    list_select_related = ["user"]
    actions = ["revoke_selected"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [field.name for field in Credential._meta.fields if field.name != "digest"]

    @admin.action(description=_("Ausgewählte widerrufen"), permissions=["change"])
    def revoke_selected(self, request: HttpRequest, chosen: QuerySet[Credential]) -> None:
        for credential in chosen:
            credentials.revoke(credential, timezone.now())


def _not_above(request: HttpRequest, obj: User | None) -> bool:
    return obj is None or request.user.is_superuser or not obj.is_superuser
