"""Wrong codes, which count across the fair, and codes that the server sends."""

from __future__ import annotations

from typing import Literal

from pydantic import AwareDatetime, Field

from jobfair.text import Language
from jobfair.wire.base import Digest, Message
from jobfair.wire.cards import SeekerCard

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
    server heard it, so that of two kiosks that ask at once one knows of the other. ``last`` below ``after``: the server
    was restored from a backup."""

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
