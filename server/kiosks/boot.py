"""Strict mode: giving a kiosk that starts the server's share of its key, or not giving it.

This is what makes a stolen disk useless: its thief needs the server's yes as well, and revoking or locking the kiosk
ends it. With ``automatic`` release a thief who has the disk *and* reaches the server before that gets it all the same;
with ``ask`` an organizer says yes to six digits that stand on the screen of the machine in front of the staff.
"""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta

from django.utils import timezone

from jobfair.wire import BootAnswer, BootKeyDeposit, BootKeyKept, BootRequest, ProblemCode, boot_digits
from server.core.models import AuditEntry, User, record
from server.core.refusal import Refusal
from server.fairs.models import Fair
from server.kiosks.models import BootKey, Credential, Kiosk
from server.kiosks.pairing import count_failure, hash_of, limit_failures

ASKS_NOW = timedelta(minutes=2)
"""A locked kiosk asks every few seconds; one that is silent for so long was switched off."""
YES_LASTS = timedelta(minutes=10)
"""For an answer that got lost: the same start may fetch its share again so long."""


def deposit(kiosk: Kiosk, said: BootKeyDeposit) -> BootKeyKept:
    """Keep the share in the place of an older one."""
    credential = Credential.objects.filter(kiosk=kiosk, revoked_at=None).order_by("-pk").first()
    if credential is None:
        raise Refusal(ProblemCode.REVOKED)
    BootKey.objects.update_or_create(
        credential=credential,
        defaults={
            "secret_hash": said.secret_hash,
            "share": said.share,
            "deposited_at": timezone.now(),
            "asked_at": None,
            "allowed_digits": "",
        },
    )
    record(AuditEntry.Action.BOOT_KEY_CHANGED, f"kiosk {kiosk}: deposited")
    return BootKeyKept(release=kiosk.release)  # type: ignore[arg-type]


def ask(secret: str, said: BootRequest, address: str) -> BootAnswer:
    """A kiosk starts. Refuses as not_authenticated, revoked, or not_allowed where an organizer has locked it."""
    limit_failures(address, boot=True)
    hashed, digits, now = hash_of(secret), boot_digits(said.nonce), timezone.now()
    row = BootKey.objects.select_related("credential__kiosk").filter(secret_hash=hashed).first()
    if row is None or not hmac.compare_digest(row.secret_hash, hashed):
        count_failure(address, boot=True)
        raise Refusal(ProblemCode.NOT_AUTHENTICATED)
    kiosk = row.credential.kiosk
    if row.credential.revoked_at is not None:
        raise Refusal(ProblemCode.REVOKED)
    if kiosk.release == Kiosk.Release.LOCKED:
        raise Refusal(ProblemCode.NOT_ALLOWED, "an organizer has locked this kiosk")
    if kiosk.release == Kiosk.Release.ASK and not _has_a_yes(row, digits, now):
        BootKey.objects.filter(pk=row.pk).update(asked_at=now, digits=digits)
        return BootAnswer(state="waiting")
    BootKey.objects.filter(pk=row.pk).update(asked_at=None, released_at=now)
    record(AuditEntry.Action.BOOT_KEY_CHANGED, f"kiosk {kiosk}: released")
    return BootAnswer(state="released", share=bytes(row.share))


def asking(fair: Fair) -> list[BootKey]:
    """The kiosks that stand locked and wait for an organizer, by name."""
    return list(
        BootKey.objects.select_related("credential__kiosk")
        .filter(
            credential__kiosk__fair=fair,
            credential__revoked_at=None,
            credential__kiosk__release=Kiosk.Release.ASK,
            asked_at__gte=timezone.now() - ASKS_NOW,
        )
        .order_by("credential__kiosk__name")
    )


def say_yes(kiosk: Kiosk, digits: str, by: User | None = None) -> bool:
    """To the start that shows these digits. False when another one has asked since, or none."""
    now = timezone.now()
    done = BootKey.objects.filter(
        credential__kiosk=kiosk, credential__revoked_at=None, digits=digits, asked_at__gte=now - ASKS_NOW
    ).update(allowed_digits=digits, allowed_until=now + YES_LASTS, asked_at=None)
    if done:
        record(AuditEntry.Action.BOOT_KEY_CHANGED, f"kiosk {kiosk}: allowed", by)
    return bool(done)


def set_release(kiosk: Kiosk, release: Kiosk.Release, by: User | None = None) -> None:
    """From the next start on. A yes that was given before does not outlive the change."""
    Kiosk.objects.filter(pk=kiosk.pk).update(release=release)
    BootKey.objects.filter(credential__kiosk=kiosk).update(allowed_digits="", asked_at=None)
    record(AuditEntry.Action.BOOT_KEY_CHANGED, f"kiosk {kiosk}: {release.value}", by)


def _has_a_yes(row: BootKey, digits: str, now: datetime) -> bool:
    return (
        bool(row.allowed_digits)
        and row.allowed_until is not None
        and now < row.allowed_until
        and hmac.compare_digest(row.allowed_digits, digits)
    )
