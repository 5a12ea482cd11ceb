"""Who works for which employer."""

from __future__ import annotations

from django.contrib import admin

from server.employers.models import Membership


@admin.register(Membership)
class MembershipAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    list_display = ["user", "employer"]
    autocomplete_fields = ["employer"]
