"""What a kiosk may know of a seeker, and the changes that it fetches."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import Field

from jobfair.consent import Purpose
from jobfair.fair import Id
from jobfair.second_factor import Verifier
from jobfair.seeker import JobWish, MatchingProfile
from jobfair.submission import Status
from jobfair.text import Language
from jobfair.wire.base import Message


class StoredFace(Message):
    """A FaceTemplate as it travels: averaged, normalised, turned by the fair's rotation; float32, little endian."""

    encoder: str
    numbers: bytes
    frames: int = Field(ge=1)


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
    ``profile_at``: when she last changed by hand what is looked for; None where it is as her résumé says.
    ``set_aside``: ids of résumés that came through a kiosk that was stolen: none of them is the last one any more.
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
    profile_at: datetime | None = None
    resume: CardResume | None = None
    sent: tuple[SentOpening, ...] = ()
    of_age_to_submit: bool = True
    agreed: tuple[Agreed, ...] = ()
    statements: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()


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
