"""What a seeker agreed to or refused: for which purpose, to which words, when, where, until when."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from jobfair.fair import Id
from jobfair.text import Language


class Purpose(StrEnum):
    """Each is asked apart from the others (PIPL art. 14, 23, 29; GDPR art. 7 and 9)."""

    RESUME = "resume"
    SUBMIT = "submit"
    FACE_THIS_KIOSK = "face_this_kiosk"
    FACE_THIS_FAIR = "face_this_fair"
    FACE_LATER_FAIRS = "face_later_fairs"


class Consent(BaseModel):
    """One answer to one question; a refusal is recorded too. Times carry a zone."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    purpose: Purpose
    given: bool
    text_version: str
    language: Language
    at: datetime
    where: str
    until: date | None = None
    employer: Id | None = None
    withdrawn_at: datetime | None = None

    @property
    def stands(self) -> bool:
        return self.given and self.withdrawn_at is None
