"""The stores that Django's settings name, built where they are asked for."""

from __future__ import annotations

from functools import lru_cache
from typing import TypeVar

from django.conf import settings

from jobfair.sealing import OpeningKey, Signer
from server.core.blobs import BlobStore
from server.core.keys import KeyRing

_Key = TypeVar("_Key", OpeningKey, Signer)


def key_ring() -> KeyRing:
    return KeyRing(settings.KEY_FOLDER)


def opening_keys() -> list[OpeningKey]:
    """As the folder has them now: a new key counts, and one that was removed does not, in every process at once."""
    return [_met_before(key) for key in key_ring().opening_keys]


def identity() -> Signer:
    """Who signs, as the folder has it now."""
    return _met_before(key_ring().identity)


@lru_cache(maxsize=64)
def _met_before(key: _Key) -> _Key:
    """An equal key that was met before, with all that was computed of it: the bytes are read for every item, and what
    follows from them (a millisecond for ML-KEM's) is not computed for every item."""
    return key


def sealed_blobs() -> BlobStore:
    """The bytes as they came in, still sealed."""
    return BlobStore(settings.SEALED_FOLDER)


def pdf_blobs() -> BlobStore:
    """Résumés as employers read them."""
    return BlobStore(settings.PDF_FOLDER)


def part_blobs() -> BlobStore:
    """The snapshot's parts."""
    return BlobStore(settings.PART_FOLDER)
