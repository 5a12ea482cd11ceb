"""Taking back with the code of a slip on one's own phone: what may be shown, and the tap. Who has the secret may.

A secret that does not fit is answered exactly like an id that is not here: neither says whether there is such a
submission. The time that a phone states is the server's, when the tap came in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jobfair.ids import minted_at, new_id
from jobfair.submission import Status, withdrawal_hash
from jobfair.taking_back import WITHDRAW_WITHIN, TakeBackCode
from server.core.address import address_hash
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
KEPT_A_DAY_PER_ADDRESS = 300  # a kiosk without network is the exception: most taps find their submission here
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


def answered(code: TakeBackCode, take: str, address: str) -> list[Shown]:
    """What can be taken back with this code, in its order; after the tap on ``take``, if there was one.

    Whoever asks for what is not here is counted, once a request, however many of the code's submissions are not.
    Refused, nothing is written and no lock is waited for: who has no secret that fits never holds up the doors.
    """
    now = timezone.now()
    rows = _fitting(code)
    strange = [submission for submission in code.submissions if submission not in rows]
    busy = set(strange) if strange and not _may_ask(address, now) else set()
    if take in code.submissions and take not in busy:
        if not _tapped(code, take, rows.get(take), address, now):
            busy = {take}
        rows = _fitting(code)
    waiting = _waiting(code, strange)
    return [
        _shown(submission, rows.get(submission), submission in waiting, busy, now) for submission in code.submissions
    ]


def _tapped(code: TakeBackCode, submission: str, row: StoredSubmission | None, address: str, now: datetime) -> bool:
    """Take this one back, or keep the tap until it comes in. Nothing where it is late, or taken back already. False
    when too much is kept."""
    tombstone = Withdrawal(
        id=new_id(),
        submission_id=submission,
        secret_hash=withdrawal_hash(submission, code.secret_of(submission)),
        withdrawn_at=now,
        received_at=now,
    )
    if row is None:
        if _long_ago(minted_at(submission), now) or _waiting(code, [submission]):
            return True
        if not _may_keep(address, now):
            return False
    elif row.status == Status.WITHDRAWN.value or not counts(tombstone, row):
        return True
    with transaction.atomic():
        one_at_a_time(submission)  # as a door does: what comes in at the same moment sees this one, or is seen by it
        if row is None:
            PhoneTry.objects.create(address_hash=address_hash(address), kept=True)
        if take_back(tombstone):
            record(AuditEntry.Action.WITHDRAWN_BY_PHONE, f"submission {submission}")
    return True


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


def _shown(submission: str, row: StoredSubmission | None, kept: bool, busy: set[str], now: datetime) -> Shown:
    if row is not None:
        return _of_row(row, now)
    at = minted_at(submission)
    if submission in busy:
        return Shown(submission, "busy", at)
    if kept:
        return Shown(submission, "kept", at)
    return Shown(submission, "late" if _long_ago(at, now) else "coming", at)


def _waiting(code: TakeBackCode, strange: Sequence[str]) -> set[str]:
    """Of which of these a withdrawal with this very secret is kept already."""
    hashes = {withdrawal_hash(submission, code.secret_of(submission)): submission for submission in strange}
    found = Withdrawal.objects.filter(submission_id__in=strange, secret_hash__in=hashes)
    return {hashes[kept] for kept in found.values_list("secret_hash", flat=True)}


def _may_keep(address: str, now: datetime) -> bool:
    """Whether one more tap may wait for what is not here: each address may keep far less than all together."""
    kept = PhoneTry.objects.filter(kept=True, at__gte=now - timedelta(days=1))
    return (
        kept.filter(address_hash=address_hash(address)).count() < KEPT_A_DAY_PER_ADDRESS and kept.count() < KEPT_A_DAY
    )


def _may_ask(address: str, now: datetime) -> bool:
    """Whether one more may ask for what is not here; counted. Nobody is kept from what her secret fits."""
    since, hashed = now - TRY_MINUTES, address_hash(address)
    recent = PhoneTry.objects.filter(at__gte=since, kept=False)
    if recent.filter(address_hash=hashed).count() >= TRIES_PER_ADDRESS or recent.count() >= TRIES_ALTOGETHER:
        return False
    PhoneTry.objects.filter(Q(kept=False, at__lt=since) | Q(at__lt=now - timedelta(days=1))).delete()
    PhoneTry.objects.create(address_hash=hashed)
    return True


def _long_ago(at: datetime | None, now: datetime) -> bool:
    return at is None or abs(now - at) > LONG_AGO
