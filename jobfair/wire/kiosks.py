"""Pairing, health, and the key of a kiosk in strict mode."""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from typing import Literal

from pydantic import AwareDatetime, Field

from jobfair.fair import Id
from jobfair.wire.base import MOST_COUNTED, Digest, Message

MOST_BOOTHS = 500
"""Of booths in one message about exposure."""


class PairingRequest(Message):
    """``POST /api/v1/pairings``: the one-time code and the kiosk's own Ed25519 public key (32 bytes)."""

    code: str = Field(min_length=4, max_length=32)
    public_key: bytes
    version: str


class PairingOffer(Message):
    """``poll_secret`` is for ``GET /api/v1/pairings/{id}`` in the header ``Authorization: Pairing <secret>``."""

    id: str
    poll_secret: str
    identity_key: bytes


class PairingAnswer(Message):
    """``token`` is there once, in the first answer after an organizer confirmed."""

    state: Literal["waiting", "confirmed", "refused", "expired"]
    token: str | None = None
    kiosk: str | None = None
    fair: str | None = None


class Heartbeat(Message):
    """``POST /api/v1/heartbeat``, once a round of sync. Counts only; ``problems`` are error codes.

    ``waiting`` are submissions, as people count; ``rows_waiting`` and ``parked`` are rows of every door.
    ``last_sequence``, ``last_digest`` and ``last_received_at`` are of the receipt with the highest number that this
    server gave the kiosk; 0, empty and null before the first.
    """

    version: str
    waiting: int = Field(ge=0, le=MOST_COUNTED)
    rows_waiting: int = Field(default=0, ge=0, le=MOST_COUNTED)
    parked: int = Field(ge=0, le=MOST_COUNTED)
    visits_today: int = Field(default=0, ge=0, le=MOST_COUNTED)
    kiosk_time: datetime
    snapshot: int = Field(default=0, ge=0, le=MOST_COUNTED)
    last_sequence: int = Field(default=0, ge=0, le=2**53)
    last_digest: Digest | Literal[""] = ""
    last_received_at: AwareDatetime | None = None
    at_rest: str = ""
    faces_here: int = Field(default=0, ge=0, le=MOST_COUNTED)
    """Faces that only this kiosk holds: the server's filing duty counts them too."""
    face_refusals: int = Field(default=0, ge=0, le=MOST_COUNTED)
    """How often the question whether the camera may look was answered with no; nobody is named."""
    problems: tuple[str, ...] = ()


class BoothQueue(Message):
    """How many people stand at a booth, and when that was last known. Older than 15 minutes: not to be shown."""

    booth: Id
    people: int = Field(ge=0, le=10_000)
    counted_at: AwareDatetime


class BoothExposure(Message):
    """How often a booth stood among the matches that a kiosk showed on one day, and how often it was opened from
    anywhere: once a visit at most. Nobody is named."""

    booth: Id
    shown: int = Field(default=0, ge=0, le=MOST_COUNTED)
    opened: int = Field(default=0, ge=0, le=MOST_COUNTED)


class ExposureSaid(Message):
    """``POST /api/v1/exposure``: what this kiosk counted on ``day`` so far. Counts only grow, and the server keeps the
    greatest it heard: repeating is harmless. Booths whose counts the server knows may be left out."""

    day: date
    booths: tuple[BoothExposure, ...] = Field(max_length=MOST_BOOTHS)


class ExposureKept(Message):
    """The answer: the booths of this fair among them."""

    booths: int = Field(ge=0)


class HeartbeatAnswer(Message):
    """``last_sequence``: the server's newest intake, or 0 where it never gave the receipt that the kiosk names: it was
    restored from a backup, and what it gave receipts for is to be offered again. ``queues``: the booths of which the
    server knows something fresh."""

    wire: Literal[1] = 1
    server_time: datetime
    last_sequence: int = Field(ge=0)
    snapshot: int = Field(ge=0)
    queues: tuple[BoothQueue, ...] = ()


class BootKeyDeposit(Message):
    """``PUT /api/v1/boot-key``: the server keeps ``share`` (32 bytes) for the kiosk's next start.

    The share opens nothing without what lies on the kiosk's disk. ``secret_hash`` is the SHA-256 of the boot secret
    that the kiosk will show when it starts, before it can read its own token.
    """

    share: bytes = Field(min_length=32, max_length=32)
    secret_hash: Digest


class BootKeyKept(Message):
    """The answer: how the organizer wants the share to be given out."""

    release: Literal["automatic", "ask", "locked"]


class BootRequest(Message):
    """``POST /api/v1/boot`` in the header ``Authorization: Boot <secret>``; ``nonce`` is new at every start."""

    version: str
    nonce: bytes = Field(min_length=16, max_length=16)


class BootAnswer(Message):
    """``waiting``: an organizer must say yes, and compares ``digits``, which the server drew for this start's nonce and
    which the kiosk shows. ``share`` when released."""

    state: Literal["released", "waiting"]
    digits: str = ""
    share: bytes | None = None


def fingerprint_of(kiosk_key: bytes, identity_key: bytes) -> str:
    """Eight digits that kiosk and organizer's page both show, so that a person can compare them."""
    number = int.from_bytes(hashlib.sha256(b"jobfair/1/pairing\n" + kiosk_key + identity_key).digest()[:8], "big")
    digits = f"{number % 10**8:08d}"
    return f"{digits[:4]} {digits[4:]}"
