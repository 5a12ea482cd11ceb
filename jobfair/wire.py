"""The messages between kiosk and server, version 1. Golden files: tests/contract/golden/.

What a seeker gives travels as sealed bytes through a door, ``PUT /api/v1/<door>/<id>``, with the content type
``SEALED`` and the digest in the header ``DIGEST_HEADER``. The answer is a signed Receipt: 201 when taken in now, 200
when these bytes were taken in before; 409 for other bytes under the same id. Every failure of ours is a Problem.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from jobfair.consent import Consent, Purpose
from jobfair.fair import Id
from jobfair.second_factor import Verifier
from jobfair.seeker import JobWish, MatchingProfile, Resume
from jobfair.submission import Status
from jobfair.text import Language, Text

WIRE_VERSION = 1
SEALED = "application/vnd.jobfair.sealed"
PROBLEM = "application/problem+json"
DIGEST_HEADER = "X-Jobfair-Digest"
WIRE_HEADER = "X-Jobfair-Wire"
MAX_SEALED_BYTES = 8 * 1024 * 1024
MAX_MESSAGE_BYTES = 64 * 1024
"""Of a request that is JSON: pairing, heartbeat, tries."""
MOST_COUNTED = 10**9

Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


CodeKind = Literal["qr", "pdf417", "data_matrix", "code128"]
DocumentKind = Literal[
    "resident_id", "passport", "driving_licence", "student_card", "travel_permit", "residence_permit"
]
"""``resident_id``: GB 11643, residence permits of Hong Kong, Macao and Taiwan residents and the foreigner's permanent ID
of 2023 included. ``travel_permit``: mainland travel permits of Hong Kong, Macao and Taiwan residents.
``residence_permit``: the foreigner's permanent ID of before 2023 (three letters, twelve digits)."""


class Message(BaseModel):
    """Unknown fields are refused: a change of the wire is a new version."""

    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_bytes="base64", val_json_bytes="base64")


class Door(StrEnum):
    """Where sealed bytes go in. The kind of an envelope is its door's name."""

    REGISTRATIONS = "registrations"
    RESUMES = "resumes"
    SUBMISSIONS = "submissions"
    WITHDRAWALS = "withdrawals"
    REVOCATIONS = "revocations"
    CONSENTS = "consents"


class ProblemCode(StrEnum):
    """Stable codes of the server's problem bodies (RFC 9457), and what a kiosk does about each."""

    NOT_AUTHENTICATED = "not_authenticated"  # NotTrusted
    REVOKED = "revoked"  # NotTrusted
    NOT_ALLOWED = "not_allowed"  # NotTrusted
    WIRE_VERSION = "wire_version"  # Incompatible
    OTHER_BYTES = "other_bytes"  # Refused: this id was taken in with another digest
    TOO_LARGE = "too_large"  # Refused
    WRONG_TYPE = "wrong_type"  # Refused
    BAD_DIGEST = "bad_digest"  # Unreachable: the bytes were damaged on the way
    BAD_ENVELOPE = "bad_envelope"  # Refused
    UNKNOWN_KEY = "unknown_key"  # Refused
    INVALID = "invalid"  # Refused
    NOT_FOUND = "not_found"  # Refused
    PAIRING_REFUSED = "pairing_refused"  # the code is wrong, used or expired: the answer is the same
    BUSY = "busy"  # Unreachable, honour Retry-After
    UNAVAILABLE = "unavailable"  # Unreachable


class Problem(Message):
    """RFC 9457, media type ``PROBLEM``. ``code`` is what programs go by; ``detail`` holds nothing personal."""

    type: str = "about:blank"
    title: str
    status: int
    code: ProblemCode
    detail: str = ""


# --- receipts -----------------------------------------------------------------------------------------------------


class Receipt(Message):
    """The server's answer, signed as kind ``receipt``. ``sequence`` counts every intake of this server, from 1."""

    id: str
    door: Door
    digest: Digest
    received_at: datetime
    sequence: int = Field(ge=1)


# --- what is sealed -----------------------------------------------------------------------------------------------
# Each names its fair within the seal, and only a kiosk of the same organization may hand it in: who has the bytes
# cannot make them those of another one.


class SealedResume(Message):
    """Inside an envelope of ``resumes``: the data and the page that the seeker reviewed."""

    id: str
    fair: Id
    seeker: str
    resume: Resume
    pdf: bytes
    pages: int = Field(ge=1, le=2)
    language: Language
    created_at: datetime


class SealedSubmission(Message):
    """Inside an envelope of ``submissions``. The server waits for ``resume`` if it is not there yet."""

    id: str
    fair: Id
    kiosk: str
    seeker: str
    opening: Id
    resume: str
    reference: str
    submitted_at: datetime
    consent: Consent
    withdrawal_hash: Digest
    language: Language


class SealedWithdrawal(Message):
    """Inside an envelope of ``withdrawals``; ``id`` is its own. Counts even if it arrives before its submission.

    A statement, which the server takes in whatever it says: without effect where ``secret`` is not the submission's or
    more than ten minutes went by between the times stated. ``fair`` is where it was taken back.
    """

    id: str
    fair: Id
    submission: str
    secret: str = Field(max_length=64)
    withdrawn_at: datetime


class SealedRevocation(Message):
    """Inside an envelope of ``revocations``: she wants her passes that were issued before then to open nothing."""

    id: str
    fair: Id
    seeker: str
    before: datetime


class StoredFace(Message):
    """A FaceTemplate as it travels: averaged, normalised, turned by the fair's rotation; float32, little endian."""

    encoder: str
    numbers: bytes
    frames: int = Field(ge=1)


class SealedConsents(Message):
    """Inside an envelope of ``consents``; ``id`` is its own: what a seeker agreed to, refused or withdrew later.

    A statement, which the server takes in whatever it says, also before the registration. Of each purpose the newest
    answer counts, by the times stated. ``face`` is there where a face is given with it; ``consents`` name a purpose once.
    """

    id: str
    fair: Id
    kiosk: str
    seeker: str
    consents: tuple[Consent, ...] = Field(min_length=1, max_length=8)
    face: StoredFace | None = None
    stated_at: datetime


class Agreed(Message):
    """A consent that stands, as far as a kiosk must know it to show it."""

    purpose: Purpose
    at: datetime
    where: str
    until: date | None = None


class CardResume(Message):
    """What a kiosk may say of a résumé it cannot open."""

    id: str
    date: datetime
    pages: int = Field(ge=1)


class SentOpening(Message):
    """A submission of this seeker and what became of it."""

    submission: str
    opening: Id
    reference: str
    submitted_at: datetime
    status: Status


class SeekerCard(Message):
    """What a kiosk may know of a seeker. ``lookups`` are blind indexes of phone and document number.

    ``pepper_of`` is the fair whose pepper keyed verifiers and lookups; empty: the fair that the card is of.
    ``phone_tail`` verifies the last four digits of the phone, which may open after a face where the organizer allows.
    ``face_until``: the last day on which the face may be kept. ``alike``: too like somebody else's face to be told
    apart: the face names nobody, pass and document do. ``agreed``: which consents stand; ``statements``: the ids of the
    newest SealedConsents that this card has heard of, so that a kiosk knows whether its own is among them.
    """

    id: str
    masked_name: str
    language: Language
    verifier: Verifier
    phone_tail: Verifier | None = None
    pepper_of: str = ""
    lookups: tuple[str, ...] = ()
    face: StoredFace | None = None
    face_until: date | None = None
    alike: bool = False
    wish: JobWish
    profile: MatchingProfile
    resume: CardResume | None = None
    sent: tuple[SentOpening, ...] = ()
    of_age_to_submit: bool = True
    agreed: tuple[Agreed, ...] = ()
    statements: tuple[str, ...] = ()


class Registration(Message):
    """Inside an envelope of ``registrations``; its id is the seeker's. Name and phone are for the server only.

    The number of a document does not travel: it is kept as a keyed hash among the card's ``lookups``."""

    id: str
    fair: Id
    kiosk: str
    name: str
    phone: str = ""
    document_kind: str = ""
    birth_year: int | None = None
    card: SeekerCard
    consents: tuple[Consent, ...]
    registered_at: datetime


# --- snapshot -----------------------------------------------------------------------------------------------------


class PublicSealingKey(Message):
    """``recovery``: the offline key of the organizers, a second recipient of every envelope."""

    public: bytes
    recovery: bool = False


class SnapshotPart(Message):
    """A part by content: ``name`` is ``fair``, ``plan``, ``vectors``, ``settings``, ``passes`` or ``media/<file>``."""

    name: str
    digest: Digest
    size: int = Field(ge=0)


class RevokedPasses(Message):
    """The part ``passes``: what every kiosk of the fair refuses. ``seekers``: seeker -> passes issued before then."""

    serials: tuple[str, ...] = ()
    seekers: dict[str, AwareDatetime] = {}

    def names(self, serial: str, seeker: str, issued: datetime) -> bool:
        """Whether this pass is among them."""
        before = self.seekers.get(seeker)
        return serial in self.serials or (before is not None and issued < before)


class SnapshotManifest(Message):
    """Signed as kind ``snapshot`` by the identity key that was pinned at pairing."""

    wire: Literal[1] = 1
    fair: Id
    version: int = Field(ge=1)
    issued_at: datetime
    parts: tuple[SnapshotPart, ...]
    sealing_keys: tuple[PublicSealingKey, ...]
    kiosk_keys: tuple[bytes, ...] = ()


class FaceSettings(Message):
    """``enabled`` only after the organizer recorded legal basis, sign, capture area and assessment."""

    enabled: bool = False
    liveness: Literal["off", "relaxed", "strict"] = "strict"
    from_age: int = 14
    rotation_seed: bytes = b""
    visits_a_false_one: int = Field(default=10_000, ge=100, le=10**6)
    """At most one false candidate in so many visits of strangers: the decision rule solves for it."""
    phone_tail: bool = False
    """After a face the last four digits of the phone open what is stored, in place of the visit code."""
    later_until: date | None = None
    """Until when a seeker may let her face be kept for later fairs; None: that is not offered."""


class KioskSettings(Message):
    """The part ``settings``: for one kiosk, secret parts included; it is kept encrypted."""

    kiosk: str
    position: Text = ""
    demonstration: bool = False
    face: FaceSettings = FaceSettings()
    pepper: bytes
    earlier_peppers: dict[str, bytes] = {}
    """Of the organizer's earlier fairs whose cards may be used here, by fair: see SeekerCard.pepper_of."""
    code_kinds: tuple[CodeKind, ...] = ("qr",)
    """The printed codes that the camera reads; others are where noise is read as codes."""
    document_kinds: tuple[DocumentKind, ...] = ("resident_id",)
    """The documents by which a seeker may be found."""
    student_card: str = Field(default="", max_length=64)
    """How a student card's number looks: ``#`` a digit, ``A`` a capital letter, ``*`` either, all else itself."""
    code_messages: tuple[Literal["sms", "email"], ...] = ()
    """Through which the server can send a one-time code in place of the visit code."""
    staff: Verifier
    submit_from_age: int = 16
    submissions_per_visit: int = 10
    submissions_per_day: int = 30
    idle_seconds: int = Field(default=60, ge=20)
    long_form: bool = True
    consent_text_version: str = "1"
    keep_days: int = 180
    delivered_keep_days: int = Field(default=7, ge=7)
    """So long a kiosk keeps the bytes of what it delivered: the server may have to be restored from a backup."""
    pass_days: int = Field(default=180, ge=1, le=400)
    public_url: str = Field(default="", max_length=200, pattern=r"^(https?://\S+)?$")
    """The server's address for phones, in the codes for taking back and, where it is https, for what phones are handed;
    empty: the address the kiosk uses."""


# --- cards --------------------------------------------------------------------------------------------------------


class CardChange(Message):
    """A card that is new or changed; ``card`` is None when the seeker is to be forgotten."""

    sequence: int = Field(ge=1)
    seeker: str
    card: SeekerCard | None = None


class CardDelta(Message):
    """``GET /api/v1/cards?after=N``: changes after ``N``, oldest first; ``more`` says whether to ask again."""

    changes: tuple[CardChange, ...]
    last: int = Field(ge=0)
    more: bool = False


# --- wrong codes, and codes that are sent ---------------------------------------------------------------------------

MOST_TRIES = 25
"""So many tries, and so many resets, a kiosk tells at a time; answers hold more."""
CODE_MINUTES = 5
CODE_TRIES = 3


class Try(Message):
    """A code that was typed, counted before it was judged. ``who``: under what it counts (second_factor.try_token): the
    seeker, the number by which she was looked for, and the kiosk. ``forgiven``: those for which it counts no longer; it
    only grows; all of them where the code was right."""

    id: str = Field(pattern=r"^[0-9a-f-]{36}$")
    who: tuple[Digest, ...] = Field(min_length=1, max_length=40)
    forgiven: tuple[Digest, ...] = Field(default=(), max_length=40)
    at: AwareDatetime


class TryReset(Message):
    """The desk has seen who it is: what counts for ``who`` up to ``at`` counts no longer, at any kiosk."""

    id: str = Field(pattern=r"^[0-9a-f-]{36}$")
    who: Digest
    at: AwareDatetime


class TriesSaid(Message):
    """``POST /api/v1/tries``: what is new or changed at this kiosk; ``after`` is the last sequence that it has."""

    tries: tuple[Try, ...] = Field(default=(), max_length=MOST_TRIES)
    resets: tuple[TryReset, ...] = Field(default=(), max_length=MOST_TRIES)
    after: int = Field(default=0, ge=0, le=2**53)


class TriesKnown(Message):
    """What changed in the fair after ``after``, what this kiosk has just said included, in the order in which the
    server heard it, so that of two kiosks that ask at once one knows of the other. ``last`` below ``after``: the server was
    restored from a backup."""

    tries: tuple[Try, ...] = ()
    resets: tuple[TryReset, ...] = ()
    last: int = Field(ge=0)
    more: bool = False


class CodeWanted(Message):
    """``POST /api/v1/codes``: send a one-time code to the seeker, whom a claim names by id, or by the blind index of
    the number that was typed. ``id`` is the kiosk's; asking again sends nothing twice."""

    id: str = Field(pattern=r"^[0-9a-f-]{36}$")
    seeker: str = Field(default="", max_length=64)
    lookup: Digest | Literal[""] = ""
    channel: Literal["sms", "email"]
    language: Language


class CodeOnItsWay(Message):
    """The same answer, and as fast, whether or not there is a record, a phone or an address."""

    id: str
    expires_at: AwareDatetime


class CodeTyped(Message):
    """``POST /api/v1/codes/{id}``: what she typed."""

    code: str = Field(pattern=r"^[0-9]{6}$")


class CodeChecked(Message):
    """``card`` is there where the code was right; ``left``: tries that this code still has."""

    right: bool
    left: int = Field(ge=0)
    card: SeekerCard | None = None


# --- pairing and health -------------------------------------------------------------------------------------------


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


class HeartbeatAnswer(Message):
    """``last_sequence``: the server's newest intake, or 0 where it never gave the receipt that the kiosk names: it was
    restored from a backup, and what it gave receipts for is to be offered again."""

    wire: Literal[1] = 1
    server_time: datetime
    last_sequence: int = Field(ge=0)
    snapshot: int = Field(ge=0)


# --- the key of a kiosk in strict mode ------------------------------------------------------------------------------


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


# --- handing something to a phone -----------------------------------------------------------------------------------


HandoverId = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
HANDOVER_SECONDS = 150
"""So long a code on the screen lives at most."""
MAX_HANDOVER_BYTES = 32 * 1024


class HandoverOffer(Message):
    """``POST /api/v1/handovers``: a code stands on the kiosk's screen. ``claim_hash``: the SHA-256 of what a phone that
    has scanned it will say (jobfair/handover.py). The kiosk's former one ends."""

    kind: Literal["pass"]
    claim_hash: Digest


class HandoverState(Message):
    """How it stands, for the kiosk. ``open``: no phone yet. ``taken``: by the first one, which shows ``digits``;
    ``given``: what is for it is here; ``done``: it has fetched it. ``void``: over, or unknown."""

    id: HandoverId
    state: Literal["open", "taken", "given", "done", "void"]
    digits: str = Field(default="", pattern=r"^([0-9]{2})?$")
    seconds_left: int = Field(default=0, ge=0)


class HandoverContent(Message):
    """``PUT /api/v1/handovers/{id}``, after the digits were tapped: sealed with a key that only the code on the screen
    has, so that the server cannot read it."""

    sealed: bytes = Field(max_length=MAX_HANDOVER_BYTES)


def fingerprint_of(kiosk_key: bytes, identity_key: bytes) -> str:
    """Eight digits that kiosk and organizer's page both show, so that a person can compare them."""
    number = int.from_bytes(hashlib.sha256(b"jobfair/1/pairing\n" + kiosk_key + identity_key).digest()[:8], "big")
    digits = f"{number % 10**8:08d}"
    return f"{digits[:4]} {digits[4:]}"
