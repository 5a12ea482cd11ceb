"""Kiosks; credentials and pairings are changed on the organizer's page only."""

from __future__ import annotations

from django.contrib import admin

from server.kiosks.models import Kiosk


@admin.register(Kiosk)
class KioskAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["name", "fair", "last_seen", "version", "waiting", "parked"]
    list_filter = ["fair"]
    fields = ["fair", "name", "position", "long_form"]
