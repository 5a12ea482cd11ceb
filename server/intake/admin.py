"""The ledger and submissions, by ids; what is inside is for employers."""

from __future__ import annotations

from django.contrib import admin

from server.core.admin import ReadOnly
from server.intake.models import Intake, StoredSubmission


@admin.register(Intake)
class IntakeAdmin(ReadOnly):
    list_display = ["sequence", "door", "item_id", "size", "received_at", "kiosk"]
    list_filter = ["door"]


@admin.register(StoredSubmission)
class SubmissionAdmin(ReadOnly):
    list_display = ["id", "fair", "opening", "reference", "status", "submitted_at"]
    fields = ["id", "fair", "kiosk", "opening", "reference", "status", "submitted_at", "received_at", "read_at"]
    list_filter = ["fair", "status"]
