"""Ids and numbers that the product mints."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

import uuid_utils


def new_id() -> str:
    """A UUIDv7 (RFC 9562): sorts by time, minted without asking anyone."""
    return str(uuid_utils.uuid7())


def is_id(text: str) -> bool:
    """Whether ``text`` is a UUID in its canonical form."""
    try:
        return str(uuid.UUID(text)) == text
    except ValueError:
        return False


def minted_at(text: str) -> datetime | None:
    """When an id of ours was minted, by the clock of who minted it; None for anything else."""
    if not is_id(text) or uuid.UUID(text).version != 7:
        return None
    return datetime.fromtimestamp((uuid.UUID(text).int >> 80) / 1000, UTC)


def reference_for(kiosk_name: str, count: int) -> str:
    """The Reference on a seeker's slip: the kiosk's name and a running number. It proves and opens nothing."""
    return f"{kiosk_name}-{count:04d}"
