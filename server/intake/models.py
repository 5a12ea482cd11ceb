"""What came in through the doors: the ledger of receipts, submissions, withdrawals."""

from __future__ import annotations

from typing import Any

from django.db import models

from jobfair.submission import Status
from jobfair.wire import Door
from server.core.models import User
from server.fairs.models import Fair, Opening
from server.kiosks.models import Kiosk


class IntakeCounter(models.Model):
    """One row. Taking the next number, last in a transaction, locks it until that ends: numbers come in the order of
    commits."""

    last = models.BigIntegerField(default=0)


class Intake(models.Model):
    """One thing taken in, for good: the receipt is written from this row. The bytes lie under ``digest`` until they
    are erased."""

    door = models.CharField(max_length=16, choices=[(door.value, door.value) for door in Door])
    item_id = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    sequence = models.BigIntegerField(unique=True)
    received_at = models.DateTimeField()
    kiosk = models.ForeignKey(Kiosk, on_delete=models.PROTECT, null=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["sequence"]
        constraints = [models.UniqueConstraint(fields=["door", "item_id"], name="intake_once")]


class StoredSubmission(models.Model):
    """A submission that was opened. Employers see it once its résumé is there and belongs to the same seeker.

    Erased, it is withdrawn and names no seeker and no résumé: reference, opening and times are left.
    ``clock_skew_seconds``: how far the kiosk's clock was ahead of the server's when this came in."""

    id = models.CharField(primary_key=True, max_length=64)
    fair = models.ForeignKey(Fair, on_delete=models.CASCADE)
    kiosk = models.CharField(max_length=64)
    seeker_id = models.CharField(max_length=64, db_index=True)
    opening = models.ForeignKey(Opening, on_delete=models.PROTECT)
    resume_id = models.CharField(max_length=64, db_index=True)
    reference = models.CharField(max_length=64)
    submitted_at = models.DateTimeField(db_index=True)
    received_at = models.DateTimeField()
    clock_skew_seconds = models.IntegerField(default=0)
    consent: Any = models.JSONField()
    withdrawal_hash = models.CharField(max_length=64)
    language = models.CharField(max_length=8)
    status = models.CharField(
        max_length=16, default=Status.DELIVERED.value, choices=[(s.value, s.value) for s in Status]
    )
    read_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.id


class Withdrawal(models.Model):
    """A tombstone; it counts even if it comes in before its submission. Of the secret only the hash is kept.

    There may be several of one submission: whichever fits counts, the others are without effect until they are purged.
    ``kiosk`` is empty where a phone said so."""

    id = models.CharField(primary_key=True, max_length=64)
    submission_id = models.CharField(max_length=64, db_index=True)
    secret_hash = models.CharField(max_length=64)
    withdrawn_at = models.DateTimeField()
    received_at = models.DateTimeField(db_index=True)
    kiosk = models.CharField(max_length=64, blank=True)
    clock_skew_seconds = models.IntegerField(default=0)


class PhoneTry(models.Model):
    """A phone asked for a submission that is not here, counted per address (as a keyed hash); rows live for minutes,
    those of a tap that was kept for a day."""

    address_hash = models.CharField(max_length=64, db_index=True)
    at = models.DateTimeField(auto_now_add=True, db_index=True)
    kept = models.BooleanField(default=False)


class Note(models.Model):
    """What an employer's people write down about a submission, for themselves."""

    submission = models.ForeignKey(StoredSubmission, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(User, on_delete=models.PROTECT)
    at = models.DateTimeField(auto_now_add=True)
    text = models.TextField(max_length=2000)

    class Meta:
        ordering = ["at"]
