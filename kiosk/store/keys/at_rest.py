"""Encrypting values and indexing them blindly, under one main key.

From the main key (HKDF-SHA256) one key for AES-256-GCM and one for blind indexes. Every value is bound to its table and
row as associated data, so that rows cannot be exchanged for one another.
"""

from __future__ import annotations

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from jobfair.errors import Corrupt

KEY_BYTES = 32
_NONCE = 12


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
            return self._cipher.decrypt(sealed[:_NONCE], memoryview(sealed)[_NONCE:], _bound(table, row))
        except (InvalidTag, ValueError) as error:
            raise Corrupt(f"a value of the table {table} was changed from outside") from error

    def index(self, kind: str, value: str) -> str:
        """A blind index: equal values meet, and nobody without the key can say of whom they speak."""
        return hmac.new(self._index_key, f"{kind}/{value}".encode(), hashlib.sha256).hexdigest()


def _derived(main_key: bytes, purpose: bytes) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"jobfair/1/at-rest/" + purpose).derive(main_key)


def _bound(table: str, row: str) -> bytes:
    return f"jobfair/1/at-rest/{table}/{row}".encode()
