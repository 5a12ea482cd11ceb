"""The stores that Django's settings name, built where they are asked for."""

from __future__ import annotations

from django.conf import settings

from server.core.blobs import BlobStore
from server.core.keys import KeyRing


def key_ring() -> KeyRing:
    return KeyRing(settings.KEY_FOLDER)


def sealed_blobs() -> BlobStore:
    """The bytes as they came in, still sealed."""
    return BlobStore(settings.SEALED_FOLDER)


def pdf_blobs() -> BlobStore:
    """Résumés as employers read them."""
    return BlobStore(settings.PDF_FOLDER)


def part_blobs() -> BlobStore:
    """The snapshot's parts."""
    return BlobStore(settings.PART_FOLDER)
