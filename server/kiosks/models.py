"""Kiosks as places at a fair, the credentials of the machines that stood there, and pairings under way."""

from __future__ import annotations

import uuid
from typing import Any

from django.db import models
from django.utils import timezone

from server.core.models import User
from server.fairs.models import Fair


class Kiosk(models.Model):
    """A place with a name (K-01), and what its machine last said of itself."""

    class Release(models.TextChoices):
        """How the share of a key is given to a kiosk in strict mode that starts."""

        AUTOMATIC = "automatic"
        ASK = "ask"  # an organizer says yes on the page, every time
        LOCKED = "locked"  # not at all

    fair = models.ForeignKey(Fair, on_delete=models.CASCADE)
    name = models.CharField(max_length=32)
    position: Any = models.JSONField(default=str, blank=True)
    long_form = models.BooleanField(default=True)
    release = models.CharField(max_length=16, choices=Release.choices, default=Release.AUTOMATIC)

    last_seen = models.DateTimeField(null=True, blank=True)
    version = models.CharField(max_length=32, blank=True)
    waiting = models.PositiveIntegerField(default=0)  # submissions
    rows_waiting = models.PositiveIntegerField(default=0)  # all that it has to hand over
    parked = models.PositiveIntegerField(default=0)
    visits_today = models.PositiveIntegerField(default=0)
    snapshot = models.PositiveIntegerField(default=0)
    clock_skew_seconds = models.IntegerField(default=0)
    at_rest = models.CharField(max_length=64, blank=True)
    faces_here = models.PositiveIntegerField(default=0)  # held by this machine alone
    face_refusals = models.PositiveIntegerField(default=0)  # of the question whether the camera may look
    problems: Any = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["fair", "name"], name="kiosk_name_once")]

    def __str__(self) -> str:
        return f"{self.fair_id}/{self.name}"

    @property
    def others_waiting(self) -> int:
        """Registrations, résumés and what was taken back: what waits there beside the submissions."""
        return max(0, self.rows_waiting - self.waiting)


class Credential(models.Model):
    """What a paired machine proves itself with: only the SHA-256 of its token is kept."""

    kiosk = models.ForeignKey(Kiosk, on_delete=models.CASCADE, related_name="credentials")
    token_hash = models.CharField(max_length=64, unique=True)
    public_key = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True, blank=True)


class BootKey(models.Model):
    """The share of a strict kiosk's key: with it alone nothing opens, nor with the kiosk's disk alone."""

    credential = models.OneToOneField(Credential, on_delete=models.CASCADE, related_name="boot_key")
    secret_hash = models.CharField(max_length=64, unique=True)
    share = models.BinaryField()
    deposited_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)


class BootStart(models.Model):
    """One start that asks an organizer for its key, known by its nonce. A yes is to this row; the digits, drawn here,
    only tell the eye which it is."""

    boot_key = models.ForeignKey(BootKey, on_delete=models.CASCADE, related_name="starts")
    nonce_hash = models.CharField(max_length=64)
    digits = models.CharField(max_length=8)
    asked_at = models.DateTimeField()
    allowed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["boot_key", "nonce_hash"], name="boot_start_once"),
            models.UniqueConstraint(fields=["boot_key", "digits"], name="boot_digits_once"),
        ]


class Pairing(models.Model):
    """A one-time code and what became of it; codes and secrets are kept as hashes."""

    class State(models.TextChoices):
        OPEN = "open"  # the code is on a piece of paper
        WAITING = "waiting"  # a machine gave the code; a person compares the fingerprints
        CONFIRMED = "confirmed"
        DONE = "done"  # the token was handed over
        REFUSED = "refused"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kiosk = models.ForeignKey(Kiosk, on_delete=models.CASCADE, related_name="pairings")
    created_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    code_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=16, choices=State.choices, default=State.OPEN)
    public_key = models.BinaryField(null=True, blank=True)
    poll_hash = models.CharField(max_length=64, blank=True)
    version = models.CharField(max_length=32, blank=True)

    @property
    def is_expired(self) -> bool:
        return self.expires_at <= timezone.now()


class PairingFailure(models.Model):
    """A wrong code, or a wrong boot secret, counted per address (as a keyed hash); rows live for minutes."""

    address_hash = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    boot = models.BooleanField(default=False)
