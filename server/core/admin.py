"""The administrator's pages: people and organizations, and the audit trail to read."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest

from server.core.models import AuditEntry, Organization, User


@admin.register(Organization)
class OrganizationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["code", "name"]


@admin.register(User)
class RoleUserAdmin(UserAdmin):  # type: ignore[type-arg]
    list_display = ["username", "role", "organization", "is_active", "locked_until"]
    list_filter = ["role", "is_active"]
    fieldsets = (*(UserAdmin.fieldsets or ()), ("Role", {"fields": ["role", "organization", "locked_until"]}))


class ReadOnly(admin.ModelAdmin):  # type: ignore[type-arg]
    """To look at, not to change."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnly):
    list_display = ["at", "actor", "action", "subject"]
    list_filter = ["action"]
