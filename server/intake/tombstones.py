"""Withdrawals and what they withdraw: which one counts, in whatever order the two come in."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from jobfair.submission import Status
from jobfair.taking_back import WITHDRAW_WITHIN
from server.intake.models import StoredSubmission, Withdrawal
from server.seekers.cards import touch


def take_back(tombstone: Withdrawal) -> bool:
    """Keep this one, within the caller's transaction, which has locked the submission; whether it has its effect."""
    tombstone.save(force_insert=True)
    row = StoredSubmission.objects.filter(pk=tombstone.submission_id).first()
    if row is None or row.status == Status.WITHDRAWN.value or not counts(tombstone, row):
        return False
    StoredSubmission.objects.filter(pk=row.pk).update(
        status=Status.WITHDRAWN.value, withdrawn_at=tombstone.withdrawn_at
    )
    touch(row.fair_id, row.seeker_id)
    return True


def tombstone_of(row: StoredSubmission) -> Withdrawal | None:
    """The withdrawal that counts for this submission, which has just come in."""
    kept = Withdrawal.objects.filter(submission_id=row.pk).order_by("received_at", "pk")
    return next((tombstone for tombstone in kept if counts(tombstone, row)), None)


def fits(secret_hash: str, row: StoredSubmission) -> bool:
    """Whether the secret is this submission's; takes the same time either way."""
    return hmac.compare_digest(secret_hash, row.withdrawal_hash)


def counts(tombstone: Withdrawal, row: StoredSubmission) -> bool:
    """The right secret, and within ten minutes by the times that both state.

    Times of one kiosk are compared as they are: the same clock made both. Those of two are first set right by what the
    server knows of each clock; a phone's is the server's own.
    """
    if not fits(tombstone.secret_hash, row):
        return False
    if tombstone.kiosk and tombstone.kiosk == row.kiosk:
        return tombstone.withdrawn_at - row.submitted_at <= WITHDRAW_WITHIN
    withdrawn_at = true_time(tombstone.withdrawn_at, tombstone.clock_skew_seconds, tombstone.received_at)
    return withdrawn_at - submitted_at(row) <= WITHDRAW_WITHIN


def submitted_at(row: StoredSubmission) -> datetime:
    """When it was handed in, by the server's clock as well as that can be known."""
    return true_time(row.submitted_at, row.clock_skew_seconds, row.received_at)


def true_time(stated: datetime, clock_skew_seconds: int, received_at: datetime) -> datetime:
    """A kiosk's time by the server's clock: without the skew that its heartbeat told, and not after it came in."""
    return min(stated - timedelta(seconds=clock_skew_seconds), received_at)
