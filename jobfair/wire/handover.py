"""Handing something to a phone by way of a code on the screen."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from jobfair.wire.base import Digest, Message

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
