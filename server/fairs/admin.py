"""The fair's parts, each with the document that kiosks will get when it is published."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from server.fairs.models import Booth, Employer, Fair, Hall, Opening


@admin.register(Fair)
class FairAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["id", "organization", "snapshot_version", "published_at", "face_wanted", "demonstration"]
    exclude = ["pepper", "rotation_seed", "staff_verifier"]
    readonly_fields = ["snapshot_version", "published_at", "face_recorded_at", "face_recorded_by"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False  # a fair begins with an import, which makes its secrets

    def has_delete_permission(self, request: HttpRequest, obj: object | None = None) -> bool:
        return False  # its kiosks may hold rows that were not delivered yet


@admin.register(Hall, Employer, Booth, Opening)
class PartAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["code", "fair", "active"]
    list_filter = ["fair", "active"]
    search_fields = ["code"]
