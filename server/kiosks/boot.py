"""Strict mode: giving a kiosk that starts the server's share of its key, or not giving it.

This is what makes a stolen disk useless: its thief needs the server's yes as well, and revoking or locking the kiosk
ends it. With ``automatic`` release a thief who has the disk *and* reaches the server before that gets it all the same;
with ``ask`` an organizer says yes to one start: the server draws six digits for it, which stand on the screen of the
machine in front of the staff and on the organizer's page.
"""

from __future__ import annotations

import hashlib
import secrets
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from jobfair.wire import BootAnswer, BootKeyDeposit, BootKeyKept, BootRequest, ProblemCode
from server.core.models import AuditEntry, User, record
from server.core.refusal import Refusal
from server.fairs.models import Fair
from server.kiosks.models import BootKey, BootStart, Credential, Kiosk
from server.kiosks.pairing import count_failure, hash_of, limit_failures

ASKS_NOW = timedelta(minutes=2)
"""A locked kiosk asks every few seconds; one that is silent for so long was switched off."""
YES_LASTS = timedelta(minutes=10)
"""For an answer that got lost: the same start may fetch its share again so long."""
STARTS_AT_ONCE = 8
"""Of one kiosk: so many may wait for a yes. Copies of its disk are seen on the page and push nobody out."""


@dataclass(frozen=True)
class Asking:
    """A start that waits for an organizer. ``one_of`` several: the same key is asked for by more than one machine, or
    the kiosk was started again just now."""

    kiosk: Kiosk
    digits: str
    one_of: int


def deposit(kiosk: Kiosk, said: BootKeyDeposit) -> BootKeyKept:
    """Keep the share in the place of an older one."""
    credential = Credential.objects.filter(kiosk=kiosk, revoked_at=None).order_by("-pk").first()
    if credential is None:
        raise Refusal(ProblemCode.REVOKED)
    with transaction.atomic():
        row, _new = BootKey.objects.update_or_create(
            credential=credential,
            defaults={"secret_hash": said.secret_hash, "share": said.share, "deposited_at": timezone.now()},
        )
        row.starts.all().delete()
        record(AuditEntry.Action.BOOT_KEY_CHANGED, f"kiosk {kiosk}: deposited")
    return BootKeyKept(release=kiosk.release)  # type: ignore[arg-type]


def ask(secret: str, said: BootRequest, address: str) -> BootAnswer:
    """A kiosk starts. Refuses as not_authenticated, revoked, or not_allowed where an organizer has locked it.

    Only whoever does not know a secret is counted and held up: nobody finds 256 bits by trying.
    """
    row = BootKey.objects.select_related("credential__kiosk").filter(secret_hash=hash_of(secret)).first()
    if row is None:
        limit_failures(address, boot=True)
        count_failure(address, boot=True)
        raise Refusal(ProblemCode.NOT_AUTHENTICATED)
    kiosk, now = row.credential.kiosk, timezone.now()
    if row.credential.revoked_at is not None:
        raise Refusal(ProblemCode.REVOKED)
    if kiosk.release == Kiosk.Release.LOCKED:
        raise Refusal(ProblemCode.NOT_ALLOWED, "an organizer has locked this kiosk")
    if kiosk.release == Kiosk.Release.ASK:
        start = _start_of(row, said.nonce, now)
        if start.allowed_until is None or now >= start.allowed_until:
            return BootAnswer(state="waiting", digits=start.digits)
    BootKey.objects.filter(pk=row.pk).update(released_at=now)
    record(AuditEntry.Action.BOOT_KEY_CHANGED, f"kiosk {kiosk}: released")
    return BootAnswer(state="released", share=bytes(row.share))


def asking(fair: Fair) -> list[Asking]:
    """The kiosks that stand locked and wait for an organizer, by name."""
    now = timezone.now()
    rows = list(
        BootStart.objects.select_related("boot_key__credential__kiosk")
        .filter(
            boot_key__credential__kiosk__fair=fair,
            boot_key__credential__revoked_at=None,
            boot_key__credential__kiosk__release=Kiosk.Release.ASK,
            asked_at__gte=now - ASKS_NOW,
        )
        .exclude(allowed_until__gt=now)
        .order_by("boot_key__credential__kiosk__name", "pk")
    )
    crowd = Counter(row.boot_key_id for row in rows)
    return [Asking(row.boot_key.credential.kiosk, row.digits, crowd[row.boot_key_id]) for row in rows]


def say_yes(kiosk: Kiosk, digits: str, by: User | None = None) -> bool:
    """To the one start for which these digits were drawn, and from now on to no other. False when it asks no more."""
    now = timezone.now()
    with transaction.atomic():
        starts = BootStart.objects.filter(boot_key__credential__kiosk=kiosk, boot_key__credential__revoked_at=None)
        done = starts.filter(digits=digits, asked_at__gte=now - ASKS_NOW).update(allowed_until=now + YES_LASTS)
        if done:
            starts.exclude(digits=digits).update(allowed_until=None)
            record(AuditEntry.Action.BOOT_KEY_CHANGED, f"kiosk {kiosk}: allowed", by)
    return bool(done)


def set_release(kiosk: Kiosk, release: Kiosk.Release, by: User | None = None) -> None:
    """From the next start on. A yes that was given before does not outlive the change."""
    with transaction.atomic():
        Kiosk.objects.filter(pk=kiosk.pk).update(release=release)
        BootStart.objects.filter(boot_key__credential__kiosk=kiosk).delete()
        record(AuditEntry.Action.BOOT_KEY_CHANGED, f"kiosk {kiosk}: {release.value}", by)


def _start_of(row: BootKey, nonce: bytes, now: datetime) -> BootStart:
    """The row of this start; it gets digits that no other start of this kiosk has. Refuses as busy where too many ask
    at once."""
    hashed = hashlib.sha256(nonce).hexdigest()
    if BootStart.objects.filter(boot_key=row, nonce_hash=hashed).update(asked_at=now):
        return BootStart.objects.get(boot_key=row, nonce_hash=hashed)
    over = Q(allowed_until=None) | Q(allowed_until__lte=now)
    row.starts.filter(over, asked_at__lt=now - ASKS_NOW).delete()
    taken = set(row.starts.values_list("digits", flat=True))
    if len(taken) >= STARTS_AT_ONCE:
        raise Refusal(ProblemCode.BUSY, "too many starts of this kiosk ask at once", retry_after=30)
    try:
        with transaction.atomic():
            return BootStart.objects.create(boot_key=row, nonce_hash=hashed, digits=_drawn(taken), asked_at=now)
    except IntegrityError as error:  # the same start asked twice at once, or two drew alike: it asks again
        raise Refusal(ProblemCode.BUSY, retry_after=3) from error


def _drawn(taken: set[str]) -> str:
    """Six digits by chance."""
    while True:
        number = f"{secrets.randbelow(10**6):06d}"
        if (digits := f"{number[:3]} {number[3:]}") not in taken:
            return digits
