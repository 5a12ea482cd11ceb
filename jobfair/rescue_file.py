"""The rescue file: sealed rows that travel on a USB stick instead of through the network.

Written from front to back and never gone back into, so that whatever reached the stick before it was pulled out, and
whatever lies behind a damaged place, can still be read. A file is a row of frames::

    MARK | kind (1 byte) | length of head | length of body (4 bytes each, big endian) | head (JSON) | body | SHA-256

The SHA-256 is over everything before it in the frame. Kinds: ``A`` what this file is (first), ``R`` one row (the body
is its envelope), ``E`` the end with the number of rows. Nothing is compressed, nothing in it names a path, and it
holds nothing that can be read without the server's or the organizers' key.
"""

from __future__ import annotations

import errno
import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from jobfair.wire import MAX_SEALED_BYTES, Digest, Door

MARK = b"\x89JFRESC\n"
_FIXED = len(MARK) + 9
_MOST_HEAD = 4096
_SHA = 32
_SYNC_EVERY = 32 * 1024 * 1024
_SEARCHED = 1024 * 1024
MOST_DAMAGED = 1000
"""A file with more damaged places than this is read no further: nobody's stick is that bad by accident."""


class NotARescueFile(ValueError):
    """It does not begin as one."""


class _Head(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class About(_Head):
    """What the file is, as far as its writer knew: ``kiosk`` and ``fair`` by their public names, how many rows it meant
    to write."""

    format: int = 1
    kiosk: str = Field(default="", max_length=64)
    fair: str = Field(default="", max_length=64)
    made_at: datetime | None = None
    rows: int | None = Field(default=None, ge=0)


class _RowHead(_Head):
    door: Door
    id: str = Field(max_length=64)
    digest: Digest
    state: str = Field(max_length=16)


class _End(_Head):
    rows: int = Field(ge=0)


@dataclass(frozen=True)
class SealedItem:
    """A row of an outbox: where its bytes go in, and the bytes. ``digest`` is the SHA-256 of ``sealed``."""

    door: str
    id: str
    digest: str
    state: str
    sealed: bytes


def size_of(rows: int, sealed_bytes: int) -> int:
    """At most so many bytes has a file of so many rows."""
    return sealed_bytes + (rows + 2) * 1024


def write_rescue_file(path: Path, items: Iterable[SealedItem], about: About | None = None) -> int:
    """Writes ``<name>.part`` beside it, durably, then renames; the number of rows. Raises OSError.

    Where the stick is pulled out half-way, the ``.part`` can be read as far as it goes.
    """
    aside = path.with_name(f"{path.name}.part")
    count = 0
    aside.unlink(missing_ok=True)
    # No chmod: a FAT stick refuses it. Whoever carries the file may read it, for there is nothing to read.
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        with os.fdopen(handle, "wb") as file:
            synced = 0
            _write(file, b"A", about or About())
            for item in items:
                head = _RowHead(door=Door(item.door), id=item.id, digest=item.digest, state=item.state)
                _write(file, b"R", head, item.sealed)
                count += 1
                if file.tell() - synced > _SYNC_EVERY:
                    synced = file.tell()
                    file.flush()
                    os.fsync(file.fileno())
            _write(file, b"E", _End(rows=count))
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)
    except BaseException:
        with suppress(OSError):  # the stick may be gone
            aside.unlink()
        raise
    _sync_folder(path.parent)
    return count


def read_rescue_file(path: Path) -> Iterator[SealedItem]:
    """The rows that are whole, one at a time. Raises OSError and NotARescueFile."""
    with open(path, "rb") as stream:
        yield from RescueFile(stream)


class RescueFile:
    """A file from anybody's stick. Iterate it once; then ``rows``, ``damaged`` and ``ended`` say how it went.

    One frame at a time is in memory. A damaged place costs what lies in it, and nothing behind it.
    """

    def __init__(self, stream: BinaryIO) -> None:
        """``stream`` can be sought in. Raises NotARescueFile."""
        self._stream = stream
        stream.seek(0)
        if stream.read(len(MARK)) != MARK:
            raise NotARescueFile("this is no rescue file")
        self._place = 0
        self.rows = 0
        self.damaged = 0
        self.ended = False
        self._written: int | None = None
        try:
            first = self._frame_at(0)
            self.about = About() if first is None else About.model_validate_json(first.head)
        except ValidationError:
            self.about = About()
        if self.about.format != 1:
            raise NotARescueFile("this rescue file was written by a newer version: update this program")

    def __iter__(self) -> Iterator[SealedItem]:
        while not self.ended and self.damaged <= MOST_DAMAGED:
            frame = self._frame_at(self._place)
            if frame is None:
                if self._at_the_end():
                    return
                self.damaged += 1
                if not self._to_next_mark():
                    return
                continue
            self._place = frame.after
            try:
                if frame.kind == b"R":
                    head = _RowHead.model_validate_json(frame.head)
                    self.rows += 1
                    yield SealedItem(head.door, head.id, head.digest, head.state, frame.body)
                elif frame.kind == b"E":
                    self._written = _End.model_validate_json(frame.head).rows
                    self.ended = True
            except ValidationError:
                self.damaged += 1

    @property
    def missing(self) -> int:
        """How many rows it was to hold and does not give; 0 where the file does not say."""
        meant = self.about.rows if self._written is None else self._written
        return max(0, (meant or 0) - self.rows)

    @property
    def is_whole(self) -> bool:
        """Everything that its writer put in came out."""
        return self.ended and not self.damaged and not self.missing

    def _frame_at(self, place: int) -> _Frame | None:
        """The frame that begins there, or None where there is no whole one."""
        self._stream.seek(place)
        fixed = self._stream.read(_FIXED)
        if len(fixed) < _FIXED or not fixed.startswith(MARK):
            return None
        head, body = int.from_bytes(fixed[-8:-4], "big"), int.from_bytes(fixed[-4:], "big")
        if head > _MOST_HEAD or body > MAX_SEALED_BYTES:
            return None
        rest = self._stream.read(head + body + _SHA)
        if len(rest) < head + body + _SHA:
            return None
        said = rest[head + body :]
        content = memoryview(rest)[: head + body]
        found = hashlib.sha256(fixed)
        found.update(content)
        if found.digest() != said:
            return None
        kind = fixed[len(MARK) : len(MARK) + 1]
        return _Frame(kind, rest[:head], rest[head : head + body], place + _FIXED + len(rest))

    def _at_the_end(self) -> bool:
        self._stream.seek(self._place)
        return not self._stream.read(1)

    def _to_next_mark(self) -> bool:
        """Moves on to the next frame's mark behind this place, if there is one."""
        place = self._place + 1
        while True:
            self._stream.seek(place)
            part = self._stream.read(_SEARCHED)
            found = part.find(MARK)
            if found >= 0:
                self._place = place + found
                return True
            if len(part) < _SEARCHED:
                return False
            place += len(part) - len(MARK) + 1


@dataclass(frozen=True)
class _Frame:
    kind: bytes
    head: bytes
    body: bytes
    after: int


def _write(file: BinaryIO, kind: bytes, head: BaseModel, body: bytes = b"") -> None:
    said = head.model_dump_json(exclude_none=True).encode()
    front = MARK + kind + len(said).to_bytes(4, "big") + len(body).to_bytes(4, "big") + said
    digest = hashlib.sha256(front)
    digest.update(body)
    for part in (front, body, digest.digest()):
        file.write(part)


def _sync_folder(folder: Path) -> None:
    """The name is durable too; some file systems of sticks cannot be asked for it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):
            raise
    finally:
        os.close(handle)
