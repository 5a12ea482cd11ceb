"""Pairing: an organizer makes a code, a kiosk gives it, both show eight digits, the organizer confirms them."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import uuid
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jobfair.wire import PairingAnswer, PairingOffer, PairingRequest, ProblemCode, fingerprint_of
from server.core.address import address_hash
from server.core.models import AuditEntry, User, record
from server.core.refusal import Refusal
from server.core.storage import key_ring
from server.fairs.publishing import raise_version
from server.kiosks.models import BootKey, Credential, Kiosk, Pairing, PairingFailure

# Without 0 O 1 I L: read aloud and typed on a touch screen. 31^8 codes, ten minutes, a hundred tries.
_ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_CODE_LENGTH = 8


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def create_code(kiosk: Kiosk, by: User | None = None) -> tuple[Pairing, str]:
    """A code for this kiosk, shown once. Older open ones of the same kiosk stop counting."""
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    with transaction.atomic():
        Pairing.objects.filter(kiosk=kiosk, state__in=[Pairing.State.OPEN, Pairing.State.WAITING]).update(
            state=Pairing.State.REFUSED
        )
        pairing = Pairing.objects.create(
            kiosk=kiosk,
            created_by=by,
            code_hash=hash_of(code),
            expires_at=timezone.now() + timedelta(minutes=settings.PAIRING_MINUTES),
        )
        record(AuditEntry.Action.PAIRING_CREATED, f"kiosk {kiosk}", by)
    return pairing, f"{code[:4]}-{code[4:]}"


def claim(request: PairingRequest, address: str) -> PairingOffer:
    """A machine gives a code. Refuses alike whether the code is wrong, used or expired; too many tries wait."""
    limit_failures(address)
    if len(request.public_key) != 32:
        raise Refusal(ProblemCode.INVALID, "public_key: 32 bytes expected")
    code = request.code.upper().replace("-", "").replace(" ", "")
    poll_secret = secrets.token_urlsafe(24)
    # One statement decides who has the code, however many processes are asked at once.
    taken = Pairing.objects.filter(
        code_hash=hash_of(code), state=Pairing.State.OPEN, expires_at__gt=timezone.now()
    ).update(
        state=Pairing.State.WAITING,
        public_key=request.public_key,
        poll_hash=hash_of(poll_secret),
        version=request.version[:32],
    )
    if not taken:
        count_failure(address)
        raise Refusal(ProblemCode.PAIRING_REFUSED)
    pairing = Pairing.objects.get(code_hash=hash_of(code))
    return PairingOffer(id=str(pairing.pk), poll_secret=poll_secret, identity_key=key_ring().identity.public)


def answer(pairing_id: str, poll_secret: str) -> PairingAnswer:
    """What became of a pairing; the token is made and handed over in the first answer after the confirmation."""
    pairing = _find(pairing_id)
    if pairing is None or not hmac.compare_digest(hash_of(poll_secret), pairing.poll_hash):
        raise Refusal(ProblemCode.NOT_AUTHENTICATED)
    if pairing.state == Pairing.State.REFUSED:
        return PairingAnswer(state="refused")
    if pairing.state == Pairing.State.DONE:
        return PairingAnswer(state="confirmed", kiosk=pairing.kiosk.name, fair=pairing.kiosk.fair_id)
    if pairing.is_expired:
        return PairingAnswer(state="expired")
    if pairing.state == Pairing.State.CONFIRMED and (token := _hand_over(pairing)):
        return PairingAnswer(state="confirmed", token=token, kiosk=pairing.kiosk.name, fair=pairing.kiosk.fair_id)
    return PairingAnswer(state="waiting")


def confirm(pairing: Pairing, by: User | None = None) -> bool:
    """An organizer compared the fingerprints and says yes. False when there is nothing (any more) to confirm."""
    done = Pairing.objects.filter(pk=pairing.pk, state=Pairing.State.WAITING, expires_at__gt=timezone.now()).update(
        state=Pairing.State.CONFIRMED
    )
    if done:
        record(AuditEntry.Action.PAIRING_CONFIRMED, f"kiosk {pairing.kiosk}", by)
    return bool(done)


def refuse(pairing: Pairing, by: User | None = None) -> bool:
    done = Pairing.objects.filter(pk=pairing.pk, state__in=[Pairing.State.OPEN, Pairing.State.WAITING]).update(
        state=Pairing.State.REFUSED
    )
    if done:
        record(AuditEntry.Action.PAIRING_REFUSED, f"kiosk {pairing.kiosk}", by)
    return bool(done)


def revoke(kiosk: Kiosk, by: User | None = None) -> int:
    """Stop trusting this kiosk's machine. What it holds stays on it and can be rescued."""
    with transaction.atomic():
        count = _end_credentials(kiosk)
        # Whatever it counted is no longer believed either (decision 0035).
        kiosk.exposure_set.all().delete()  # type: ignore[attr-defined]
        if count:
            record(AuditEntry.Action.KIOSK_REVOKED, f"kiosk {kiosk}", by)
            raise_version(kiosk.fair_id)
    return count


def fingerprint(pairing: Pairing) -> str:
    """The eight digits that the kiosk shows too; empty before a machine gave the code."""
    if not pairing.public_key:
        return ""
    return fingerprint_of(bytes(pairing.public_key), key_ring().identity.public)


def _hand_over(pairing: Pairing) -> str | None:
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        mine = Pairing.objects.filter(pk=pairing.pk, state=Pairing.State.CONFIRMED).update(state=Pairing.State.DONE)
        if not mine:
            return None
        _end_credentials(pairing.kiosk)
        Credential.objects.create(
            kiosk=pairing.kiosk, token_hash=hash_of(token), public_key=bytes(pairing.public_key or b"")
        )
        raise_version(pairing.kiosk.fair_id)
    return token


def _find(pairing_id: str) -> Pairing | None:
    try:
        key = uuid.UUID(pairing_id)
    except ValueError:
        return None
    return Pairing.objects.select_related("kiosk").filter(pk=key).first()


def _end_credentials(kiosk: Kiosk) -> int:
    """The shares of their keys go at once: nothing that is found later in this database opens a stolen kiosk."""
    BootKey.objects.filter(credential__kiosk=kiosk).update(share=b"")
    return Credential.objects.filter(kiosk=kiosk, revoked_at=None).update(revoked_at=timezone.now())


def count_failure(address: str, *, boot: bool = False) -> None:
    """A wrong code, or a wrong boot secret; they are counted apart, so that neither holds the other up."""
    PairingFailure.objects.filter(at__lt=_counted_since()).delete()
    PairingFailure.objects.create(address_hash=address_hash(address), boot=boot)


def limit_failures(address: str, *, boot: bool = False) -> None:
    """Refuses as busy after too many, and writes nothing. Boot secrets have 256 bits: their limit is for load alone, so
    that one kiosk whose share was lost does not hold up a hall that shares its address."""
    more = 10 if boot else 1
    recent = PairingFailure.objects.filter(at__gte=_counted_since(), boot=boot)
    if (
        recent.filter(address_hash=address_hash(address)).count() >= more * settings.PAIRING_FAILURES_PER_ADDRESS
        or recent.count() >= more * settings.PAIRING_FAILURES_ALTOGETHER
    ):
        raise Refusal(ProblemCode.BUSY, retry_after=60)


def _counted_since() -> datetime:
    return timezone.now() - timedelta(minutes=settings.PAIRING_MINUTES)
