"""The snapshot's part ``vectors``: the openings as the matcher searches them, built once for all kiosks."""

from __future__ import annotations

from jobfair.fair import Fair
from jobfair.matching.encoder import default_encoder
from jobfair.matching.index import Index, IndexBroken
from jobfair.matching.titles import bundled_titles


def vectors_of(fair: Fair, earlier: bytes | None = None) -> bytes:
    """The matching index as bytes; ``earlier`` is the last one, whose vectors are used again."""
    try:
        lender = Index.from_bytes(earlier) if earlier else None
    except IndexBroken:
        lender = None
    return Index.build(fair, default_encoder(), bundled_titles(), lender).to_bytes()
