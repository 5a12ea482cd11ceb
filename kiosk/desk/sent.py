"""What this kiosk remembers of a submission that was made at it."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict


class Sent(BaseModel):
    """A row's ``value``, encrypted; of the secret only the hash."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    submission: str
    opening: str
    reference: str
    submitted_at: datetime
    withdrawal_hash: str
