"""Seekers and résumés, by ids: an administrator keeps the house, employers read résumés."""

from __future__ import annotations

from django.contrib import admin

from server.core.admin import ReadOnly
from server.seekers.models import Seeker, StoredResume


@admin.register(Seeker)
class SeekerAdmin(ReadOnly):
    list_display = ["id", "fair", "registered_at"]
    fields = ["id", "fair", "registered_at"]


@admin.register(StoredResume)
class ResumeAdmin(ReadOnly):
    list_display = ["id", "seeker_id", "pages", "created_at"]
    fields = ["id", "seeker_id", "pages", "language", "created_at"]
