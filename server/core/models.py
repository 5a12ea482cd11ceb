"""Organizations, users with a role, the audit trail."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models


class Organization(models.Model):
    """Who runs fairs here; ``name`` is a text or {"zh", "en"}."""

    code = models.SlugField(unique=True)
    name: Any = models.JSONField(default=str, blank=True)

    def __str__(self) -> str:
        return self.code


class User(AbstractUser):
    """Somebody who logs in. Employers reach what their memberships say, organizers their organization's fairs."""

    class Role(models.TextChoices):
        ORGANIZER = "organizer"
        EMPLOYER = "employer"

    role = models.CharField(max_length=16, choices=Role.choices, blank=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, null=True, blank=True)
    failed_logins = models.PositiveIntegerField(default=0)
    locked_until = models.DateTimeField(null=True, blank=True)


class AuditEntry(models.Model):
    """Who looked at or changed what; ids only."""

    class Action(models.TextChoices):
        RESUME_OPENED = "resume_opened"
        PDF_OPENED = "pdf_opened"
        STATUS_CHANGED = "status_changed"
        PAIRING_CREATED = "pairing_created"
        PAIRING_CONFIRMED = "pairing_confirmed"
        PAIRING_REFUSED = "pairing_refused"
        KIOSK_REVOKED = "kiosk_revoked"
        FACE_RECORDED = "face_recorded"
        PASS_CREATED = "pass_created"  # noqa: S105
        PASS_REVOKED = "pass_revoked"  # noqa: S105
        PUBLISHED = "published"
        LOGIN_LOCKED = "login_locked"
        SEEKER_FORGOTTEN = "seeker_forgotten"
        PURGED = "purged"
        KEYS_CHANGED = "keys_changed"
        DRILL_PASSED = "drill_passed"
        RESCUED = "rescued"
        WITHDRAWN_BY_PHONE = "withdrawn_by_phone"
        BOOT_KEY_CHANGED = "boot_key_changed"
        TRIES_RESET = "tries_reset"
        CONSENT_WITHDRAWN = "consent_withdrawn"
        FACE_ERASED = "face_erased"
        FACES_ALIKE_DECIDED = "faces_alike_decided"
        DOCUMENTS_CHOSEN = "documents_chosen"
        RESUMES_SET_ASIDE = "resumes_set_aside"
        OPENING_CHANGED = "opening_changed"
        POSTING_APPROVED = "posting_approved"

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    actor = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True)
    action = models.CharField(max_length=32, choices=Action.choices)
    subject = models.CharField(max_length=200)

    class Meta:
        ordering = ["-at"]
        verbose_name_plural = "audit entries"


def record(action: AuditEntry.Action, subject: str, actor: User | None = None) -> None:
    AuditEntry.objects.create(action=action, subject=subject, actor=actor)
