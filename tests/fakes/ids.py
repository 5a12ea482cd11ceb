"""Ids as another kiosk would have minted them at some other time."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime


def new_id_at(at: datetime) -> str:
    """A UUIDv7 of that moment."""
    number = (round(at.timestamp() * 1000) << 80) | (7 << 76) | (2 << 62)
    return str(uuid.UUID(int=number | (secrets.randbits(12) << 64) | secrets.randbits(62)))
