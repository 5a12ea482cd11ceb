"""Where a main key can be kept. A Keeper keeps it and fetches it again; what is not secret goes into the record."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Literal

from jobfair.errors import StoreError, WrongKey
from kiosk.store.keys.at_rest import KEY_BYTES
from kiosk.store.keys.files import alone, destroy, is_empty, told, write_private

Source = Literal["file", "tpm", "keyring", "strict"]
Kept = Mapping[str, str]
"""What the record holds for a keeper. It lies in clear beside the database: nothing in it opens anything by itself."""


class KeySource(ABC):
    """What a store is opened with."""

    @property
    @abstractmethod
    def name(self) -> str:
        """Where the key is, as a code: doctor and the organizer's page say what a thief would get. After ``key``."""

    @abstractmethod
    def key(self, *, fresh: bool) -> bytes:
        """The 32 bytes. ``fresh``: there is no database yet, so a new key may be made. Raises WrongKey when missing."""

    def opened(self) -> None:  # noqa: B027  most have nothing to note
        """The database was opened with the key: from now on it must never be missing."""


class Keeper(ABC):
    """One place for a main key."""

    source: ClassVar[Source]

    @property
    def code(self) -> str:
        """For ``KeySource.name``."""
        return self.source

    @abstractmethod
    def keep(self, key: bytes, store: str) -> Kept:
        """Put the key there, under the store's random id; what the record must hold. Raises StoreError."""

    @abstractmethod
    def fetch(self, store: str, kept: Kept) -> bytes:
        """The key again. Raises WrongKey, saying why and what to do; StoreError for a place that does not answer."""

    def discard(self, store: str, kept: Kept) -> None:  # noqa: B027  nothing to take away is normal
        """Take the key away from here, after it was moved elsewhere. Raises StoreError."""


class FileKeeper(Keeper):
    """A file of mode 0600. Beside the database it falls with the disk: doctor says so."""

    source = "file"

    def __init__(self, path: Path, data: Path | None = None) -> None:
        """``data`` is the folder of the database; by default the key file lies in it."""
        self.path = path
        self._data = data or path.parent

    @property
    def code(self) -> str:
        """``key_file``, or ``key_file_apart`` on another disk, such as a stick that is taken home."""
        try:
            return "key_file" if self.path.stat().st_dev == self._data.stat().st_dev else "key_file_apart"
        except OSError:
            return "key_file"

    def keep(self, key: bytes, store: str) -> Kept:
        try:
            with told(f"the key file {self.path.name} cannot be written; nothing was changed"):
                if is_empty(self.path):  # a start or a move that was cut short on a stick: it opens nothing
                    self.path.unlink(missing_ok=True)
                write_private(self.path, key)
        except FileExistsError as error:
            if self.path.read_bytes() == key:  # a move that was cut short
                return {}
            raise StoreError(
                f"there is a key file {self.path.name} already, and it may belong to another database: "
                "nothing was changed; move it aside first"
            ) from error
        return {}

    def fetch(self, store: str, kept: Kept) -> bytes:
        try:
            key = self.path.read_bytes()
        except FileNotFoundError as error:
            raise WrongKey(
                f"the key file {self.path.name} is missing, so the database beside it cannot be read; "
                "put the key file back. Sealed submissions are safe: `jobfair outbox export` works without the key",
                reason="key_file_missing",
                file=self.path.name,
            ) from error
        if len(key) != KEY_BYTES:
            raise WrongKey(
                f"the key file {self.path.name} holds {len(key)} bytes instead of {KEY_BYTES}: it is damaged, or "
                "another file; put the right one back. Nothing was changed. Sealed submissions are safe: `jobfair "
                "outbox export` works without the key",
                reason="key_file_damaged",
                file=self.path.name,
                size=str(len(key)),
            )
        return key

    def discard(self, store: str, kept: Kept) -> None:
        with told(f"the key is kept elsewhere now, but its old file {self.path.name} is still there: delete it"):
            destroy(self.path)


class KeyFile(KeySource):
    """A key file without a record: for a store that is opened by itself."""

    def __init__(self, path: Path) -> None:
        self._keeper = FileKeeper(path)

    @property
    def name(self) -> str:
        return self._keeper.code

    def key(self, *, fresh: bool) -> bytes:
        path = self._keeper.path
        if fresh:
            with alone(path.parent):  # of two processes that start at once, one makes the key and both read it
                if not path.exists() or is_empty(path):
                    self._keeper.keep(os.urandom(KEY_BYTES), "")
        return self._keeper.fetch("", {})
