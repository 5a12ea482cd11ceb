"""The fair as a kiosk holds it: a signed manifest of parts by content, and the settings of one kiosk."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import AwareDatetime, Field, model_validator

from jobfair.fair import Id, Opening
from jobfair.second_factor import Verifier
from jobfair.text import Text
from jobfair.wire.base import CodeKind, Digest, DocumentKind, Message


class PublicSealingKey(Message):
    """``recovery``: the offline key of the organizers, a second recipient of every envelope."""

    public: bytes
    recovery: bool = False


class SnapshotPart(Message):
    """A part by content. ``name`` is one of:

    ``fair``: the fair without its openings, in the form of FAIR.json. ``openings/<shard>``: an OpeningsPart, as many as
    there are openings for, none where there are none; an opening is in the shard of its id, so that one changed opening
    changes one of them. ``vectors/<shard>``: what matching knows of the openings' texts; one changed opening changes
    few. ``plan``, ``settings``, ``passes``, ``media/<file>``.
    """

    name: str
    digest: Digest
    size: int = Field(ge=0)


class OpeningsPart(Message):
    """A part ``openings/<shard>``. ``places``: of each opening, a number that is higher for whatever comes later in the
    fair's order, across all shards; the numbers have gaps, so that nobody else's changes when one comes or goes."""

    places: tuple[int, ...] = ()
    openings: tuple[Opening, ...] = ()

    @model_validator(mode="after")
    def _each_has_a_place(self) -> OpeningsPart:
        if len(self.places) != len(self.openings):
            raise ValueError("so many openings need as many places")
        return self


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
    minutes_a_person: int = Field(default=2, ge=1, le=60)
    """How long a booth takes for one person of its queue: people are told about so many minutes."""
    public_url: str = Field(default="", max_length=200, pattern=r"^(https?://\S+)?$")
    """The server's address for phones, in the codes for taking back and, where it is https, for what phones are handed;
    empty: the address the kiosk uses."""
