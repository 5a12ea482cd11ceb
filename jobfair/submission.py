"""What a seeker meant for one opening, what became of it, and what she holds in her hand."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class Status(StrEnum):
    """What became of a submission, in the order in which it can happen."""

    SAVED = "saved"
    DELIVERED = "delivered"
    READ = "read"
    SHORTLISTED = "shortlisted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Submission:
    """One seeker, one opening, one résumé. ``withdrawal_secret`` is the seeker's; the server gets its hash.

    ``take_back_secret`` is what it was made from, with those of the others that were handed in with this one: it goes
    into the seeker's code (jobfair/taking_back.py) and nowhere else.
    """

    id: str
    seeker: str
    opening: str
    resume: str
    reference: str
    submitted_at: datetime
    withdrawal_secret: str = field(repr=False)
    take_back_secret: bytes = field(default=b"", repr=False)

    @property
    def withdrawal_hash(self) -> str:
        return withdrawal_hash(self.id, self.withdrawal_secret)


def new_withdrawal_secret() -> str:
    """128 bits from the system's random source, in hexadecimal."""
    return secrets.token_hex(16)


def withdrawal_hash(submission_id: str, secret: str) -> str:
    """What the server keeps of a withdrawal secret; bound to one submission."""
    return hashlib.sha256(f"jobfair/1/withdraw/{submission_id}/{secret}".encode()).hexdigest()


def may_withdraw(submission_id: str, secret: str, kept_hash: str) -> bool:
    """Whether ``secret`` opens the withdrawal of this submission; takes the same time either way."""
    return hmac.compare_digest(withdrawal_hash(submission_id, secret), kept_hash)
