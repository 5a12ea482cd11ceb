"""Keys at rest: what the kiosk must be able to read lies encrypted in its database.

One main key, from a KeySource; from it (HKDF-SHA256) one key for AES-256-GCM and one for blind indexes. Every value is
bound to its table and row as associated data, so that rows cannot be exchanged for one another.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from jobfair.errors import Corrupt, WrongKey

KEY_BYTES = 32
_NONCE = 12


class KeySource(ABC):
    """Where the main key comes from. Later sources: a TPM, the system's keyring, a key released at boot."""

    name: ClassVar[str]

    @abstractmethod
    def key(self, *, fresh: bool) -> bytes:
        """The 32 bytes. ``fresh``: there is no database yet, so a new key may be made. Raises WrongKey when missing."""


class KeyFile(KeySource):
    """A file of mode 0600 beside the database. It falls with the disk: doctor says so."""

    name = "key_file"

    def __init__(self, path: Path) -> None:
        self.path = path

    def key(self, *, fresh: bool) -> bytes:
        if not self.path.exists() and fresh:
            self._make()
        try:
            key = self.path.read_bytes()
        except FileNotFoundError as error:
            raise WrongKey(
                f"the key file {self.path.name} is missing, so the database beside it cannot be read; "
                "put the key file back. Sealed submissions are safe: `jobfair outbox export` works without the key"
            ) from error
        if len(key) != KEY_BYTES:
            raise WrongKey(f"the key file {self.path.name} holds {len(key)} bytes instead of {KEY_BYTES}")
        return key

    def _make(self) -> None:
        # Written aside and linked: of two processes that start at once, one makes the key and both read it.
        aside = self.path.with_name(f".{self.path.name}.{os.getpid()}")
        handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(os.urandom(KEY_BYTES))
                file.flush()
                os.fsync(file.fileno())
            try:
                os.link(aside, self.path)
            except FileExistsError:
                pass
        finally:
            aside.unlink()
        folder = os.open(self.path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


class AtRest:
    """Encrypts values and makes blind indexes under one main key. Its repr shows nothing."""

    def __init__(self, main_key: bytes) -> None:
        self._cipher = AESGCM(_derived(main_key, b"values"))
        self._index_key = _derived(main_key, b"indexes")

    def seal(self, table: str, row: str, value: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + self._cipher.encrypt(nonce, value, _bound(table, row))

    def open(self, table: str, row: str, sealed: bytes) -> bytes:
        """Raises Corrupt: whether the key is right was settled when the store was opened."""
        try:
            return self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(table, row))
        except (InvalidTag, ValueError) as error:
            raise Corrupt(f"a value of the table {table} was changed from outside") from error

    def index(self, kind: str, value: str) -> str:
        """A blind index: equal values meet, and nobody without the key can say of whom they speak."""
        return hmac.new(self._index_key, f"{kind}/{value}".encode(), hashlib.sha256).hexdigest()


def _derived(main_key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"jobfair/1/at-rest/" + purpose).derive(main_key)


def _bound(table: str, row: str) -> bytes:
    return f"jobfair/1/at-rest/{table}/{row}".encode()
