"""Kiosks; credentials and pairings are changed on the organizer's page only, and none is deleted.

A kiosk that is not in the database any more is one whose rows nobody waits for: its old key would be retired.
"""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from server.kiosks.models import Kiosk


@admin.register(Kiosk)
class KioskAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["name", "fair", "last_seen", "version", "waiting", "parked"]
    list_filter = ["fair"]
    fields = ["fair", "name", "position", "long_form"]

    def get_readonly_fields(self, request: HttpRequest, obj: object | None = None) -> list[str]:
        return ["fair"] if obj else []  # what it holds is of that fair

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False
