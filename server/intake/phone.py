"""Taking back with the code of a slip on one's own phone: what may be shown, and the tap. Who has the secret may.

A secret that does not fit is answered exactly like an id that is not here: neither says whether there is such a
submission. The time that a phone states is the server's, when the tap came in.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jobfair.ids import minted_at, new_id
from jobfair.submission import Status, withdrawal_hash
from jobfair.taking_back import WITHDRAW_WITHIN, TakeBackCode
from server.core.models import AuditEntry, record
from server.core.sql import one_at_a_time
from server.fairs.models import Opening
from server.intake.models import PhoneTry, StoredSubmission, Withdrawal
from server.intake.tombstones import counts, fits, submitted_at, take_back

LONG_AGO = timedelta(hours=24)
"""What is not here and was handed in so long ago is late, however wrong that kiosk's clock may be."""
TRY_MINUTES = timedelta(minutes=10)
TRIES_PER_ADDRESS = 300  # the phones of a whole fair may share one address
TRIES_ALTOGETHER = 3000
KEPT_A_DAY = 20_000


@dataclass(frozen=True)
class Shown:
    """One submission of a code. ``opening`` is there only where the secret fits.

    ``open``: here, and within the ten minutes; ``coming``: not here (as far as the secret tells); ``kept``: not here,
    and a withdrawal waits for it; ``taken``: taken back; ``late``; ``busy``: too many ask, try again in a minute.
    """

    id: str
    state: Literal["open", "coming", "kept", "taken", "late", "busy"]
    submitted_at: datetime | None
    opening: Opening | None = None
    seconds_left: int = 0


def shown(code: TakeBackCode, address: str) -> list[Shown]:
    """What can be taken back with this code, in its order."""
    now = timezone.now()
    rows = _fitting(code)
    strange = [submission for submission in code.submissions if submission not in rows]
    busy = bool(strange) and not _may_ask(address, now)
    waiting = _waiting(code, strange)
    return [
        _of_row(rows[submission], now)
        if submission in rows
        else Shown(submission, "busy", minted_at(submission))
        if busy
        else _of_stranger(submission, submission in waiting, now)
        for submission in code.submissions
    ]


def tapped(code: TakeBackCode, submission: str, address: str) -> None:
    """Take this one back, or keep the tap until it comes in. Nothing where it is late, or taken back already."""
    now = timezone.now()
    if submission not in code.submissions:
        return
    with transaction.atomic():
        one_at_a_time(submission)  # as a door does: what comes in at the same moment sees this one, or is seen by it
        row = _fitting(code).get(submission)
        if row is None and not _may_keep(code, submission, address, now):
            return
        tombstone = Withdrawal(
            id=new_id(),
            submission_id=submission,
            secret_hash=withdrawal_hash(submission, code.secret_of(submission)),
            withdrawn_at=now,
            received_at=now,
        )
        if row is not None and (row.status == Status.WITHDRAWN.value or not counts(tombstone, row)):
            return
        if take_back(tombstone):
            record(AuditEntry.Action.WITHDRAWN_BY_PHONE, f"submission {submission}")


def _fitting(code: TakeBackCode) -> dict[str, StoredSubmission]:
    """Those that are here and whose secret this is."""
    rows = StoredSubmission.objects.filter(pk__in=code.submissions).select_related("opening__booth__employer")
    return {row.pk: row for row in rows if fits(withdrawal_hash(row.pk, code.secret_of(row.pk)), row)}


def _of_row(row: StoredSubmission, now: datetime) -> Shown:
    at = submitted_at(row)
    left = int((at + WITHDRAW_WITHIN - now).total_seconds())
    if row.status == Status.WITHDRAWN.value:
        return Shown(row.pk, "taken", at, row.opening)
    if left <= 0:
        return Shown(row.pk, "late", at, row.opening)
    return Shown(row.pk, "open", at, row.opening, min(left, int(WITHDRAW_WITHIN.total_seconds())))


def _of_stranger(submission: str, kept: bool, now: datetime) -> Shown:
    at = minted_at(submission)
    if kept:
        return Shown(submission, "kept", at)
    return Shown(submission, "late" if _long_ago(at, now) else "coming", at)


def _waiting(code: TakeBackCode, strange: Sequence[str]) -> set[str]:
    """Of which of these a withdrawal with this very secret is kept already."""
    hashes = {withdrawal_hash(submission, code.secret_of(submission)): submission for submission in strange}
    found = Withdrawal.objects.filter(submission_id__in=strange, secret_hash__in=hashes)
    return {hashes[kept] for kept in found.values_list("secret_hash", flat=True)}


def _may_keep(code: TakeBackCode, submission: str, address: str, now: datetime) -> bool:
    if _long_ago(minted_at(submission), now) or _waiting(code, [submission]) or not _may_ask(address, now):
        return False
    return Withdrawal.objects.filter(kiosk="", received_at__gte=now - timedelta(days=1)).count() < KEPT_A_DAY


def _may_ask(address: str, now: datetime) -> bool:
    """Whether one more may ask for what is not here; counted. Nobody is kept from what her secret fits."""
    since = now - TRY_MINUTES
    PhoneTry.objects.filter(at__lt=since).delete()
    recent, hashed = PhoneTry.objects.filter(at__gte=since), _address_hash(address)
    if recent.filter(address_hash=hashed).count() >= TRIES_PER_ADDRESS or recent.count() >= TRIES_ALTOGETHER:
        return False
    PhoneTry.objects.create(address_hash=hashed)
    return True


def _long_ago(at: datetime | None, now: datetime) -> bool:
    return at is None or abs(now - at) > LONG_AGO


def _address_hash(address: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), address.encode(), hashlib.sha256).hexdigest()
