"""What travels sealed through a door. Each names its fair within the seal, and only a kiosk of the same organization
may hand it in: who has the bytes cannot make them those of another one."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from jobfair.consent import Consent
from jobfair.fair import Id
from jobfair.seeker import Resume
from jobfair.text import Language
from jobfair.wire.base import Digest, Message
from jobfair.wire.cards import SeekerCard, StoredFace


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


class SealedConsents(Message):
    """Inside an envelope of ``consents``; ``id`` is its own: what a seeker agreed to, refused or withdrew later.

    A statement, which the server takes in whatever it says, also before the registration. Of each purpose the newest
    answer counts, by the times stated. ``face`` is there where a face is given with it; ``consents`` name a purpose
    once.
    """

    id: str
    fair: Id
    kiosk: str
    seeker: str
    consents: tuple[Consent, ...] = Field(min_length=1, max_length=8)
    face: StoredFace | None = None
    stated_at: datetime


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
