"""Codes on a kiosk's screen that a phone takes: the first phone alone, with two digits that are tapped on the kiosk.

A kiosk says that a code stands on its screen; the first phone that shows the claim has it, and is told the digits; the
kiosk, asked again, is told the digits too, and puts what is for that phone here once they were tapped. Whoever comes
second is told that somebody was first. Everything ends with the visit, or after HANDOVER_SECONDS. See decision 0032.
"""

from __future__ import annotations

import hashlib
import hmac
import math
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.db import transaction
from django.utils import timezone

from jobfair.handover import hash_of_claim
from jobfair.wire import HANDOVER_SECONDS, HandoverContent, HandoverOffer, HandoverState, ProblemCode
from server.core.address import address_hash
from server.core.refusal import Refusal
from server.kiosks.models import Kiosk
from server.seekers.models import Handover, HandoverTry

TRY_MINUTES = timedelta(minutes=10)
TRIES_PER_ADDRESS = 300  # the phones of a whole fair may share one address
TRIES_ALTOGETHER = 3000


@dataclass(frozen=True)
class Phone:
    """What a phone is told. ``mine``: it has the code and shows ``digits``; ``here``: and this is for it; ``other``:
    another phone was first; ``over``: no such code, or no more; ``busy``: too many ask, try again in a minute.

    ``secret`` is what it must show from now on, empty unless it has the code.
    """

    state: Literal["mine", "here", "other", "over", "busy"]
    secret: str = ""
    digits: str = ""
    sealed: bytes = b""
    seconds_left: int = 0


# --- the kiosk's side -------------------------------------------------------------------------------------------------


@transaction.atomic
def offer(kiosk: Kiosk, said: HandoverOffer) -> HandoverState:
    """A code stands on this kiosk's screen; the one that stood there before is over, as is what ran out anywhere."""
    now = timezone.now()
    Handover.objects.filter(kiosk=kiosk).delete()
    forget_lapsed()
    if Handover.objects.filter(claim_hash=said.claim_hash).exists():
        raise Refusal(ProblemCode.INVALID, "claim_hash: known")
    row = Handover.objects.create(
        id=secrets.token_hex(16),
        kiosk=kiosk,
        kind=said.kind,
        claim_hash=said.claim_hash,
        expires_at=now + timedelta(seconds=HANDOVER_SECONDS),
    )
    return _state(row)


def state_of(kiosk: Kiosk, handover: str) -> HandoverState:
    """How it stands; another kiosk's is void like one that is over."""
    row = Handover.objects.filter(pk=handover, kiosk=kiosk, expires_at__gt=timezone.now()).first()
    return _state(row) if row else HandoverState(id=handover, state="void")


def give(kiosk: Kiosk, handover: str, content: HandoverContent) -> HandoverState:
    """The digits were tapped: this is for the phone that has the code. Once."""
    rows = Handover.objects.filter(pk=handover, kiosk=kiosk, expires_at__gt=timezone.now(), sealed=None)
    rows.exclude(phone_hash="").update(sealed=content.sealed)
    return state_of(kiosk, handover)


def end(kiosk: Kiosk, handover: str) -> HandoverState:
    """The visit is over, or the wrong digits were tapped. Repeating is harmless."""
    Handover.objects.filter(pk=handover, kiosk=kiosk).delete()
    return HandoverState(id=handover, state="void")


def forget_lapsed() -> None:
    Handover.objects.filter(expires_at__lte=timezone.now()).delete()
    HandoverTry.objects.filter(at__lt=timezone.now() - TRY_MINUTES).delete()


# --- the phone's side -------------------------------------------------------------------------------------------------


def claimed(claim: str, secret: str, address: str) -> Phone:
    """A phone shows a claim, and the secret that it was given when it came first, if any."""
    now = timezone.now()
    rows = Handover.objects.filter(claim_hash=hash_of_claim(claim), expires_at__gt=now)
    row = rows.first()
    if row is None:
        return Phone("over" if _may_ask(address) else "busy")
    if not row.phone_hash:
        secret = secrets.token_hex(16)
        # One statement decides who was first, however many ask at once.
        rows.filter(phone_hash="").update(phone_hash=_hashed(secret), digits=f"{secrets.randbelow(100):02d}")
        row = rows.first()
        if row is None:
            return Phone("over")
    if not hmac.compare_digest(row.phone_hash, _hashed(secret)):
        return Phone("other")
    left = _seconds_left(row)
    if row.sealed is None:
        return Phone("mine", secret, row.digits, seconds_left=left)
    Handover.objects.filter(pk=row.pk, fetched_at=None).update(fetched_at=now)
    return Phone("here", secret, row.digits, bytes(row.sealed), left)


def _may_ask(address: str) -> bool:
    """Whether one more may show a claim that is not known; counted. A claim has 128 bits: this is for load alone, and
    whoever has a claim that is known is never held up."""
    since, hashed = timezone.now() - TRY_MINUTES, address_hash(address)
    recent = HandoverTry.objects.filter(at__gte=since)
    if recent.filter(address_hash=hashed).count() >= TRIES_PER_ADDRESS or recent.count() >= TRIES_ALTOGETHER:
        return False
    HandoverTry.objects.create(address_hash=hashed)
    return True


def _state(row: Handover) -> HandoverState:
    state: Literal["open", "taken", "given", "done"] = "open"
    if row.fetched_at is not None:
        state = "done"
    elif row.sealed is not None:
        state = "given"
    elif row.phone_hash:
        state = "taken"
    return HandoverState(id=row.pk, state=state, digits=row.digits, seconds_left=_seconds_left(row))


def _seconds_left(row: Handover) -> int:
    return max(0, math.ceil((row.expires_at - timezone.now()).total_seconds()))


def _hashed(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
