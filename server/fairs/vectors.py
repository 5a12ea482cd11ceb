"""The snapshot's parts ``vectors/<shard>``: the openings as the matcher searches them, built once for all kiosks."""

from __future__ import annotations

from collections.abc import Sequence

from jobfair.fair import Fair
from jobfair.matching.encoder import default_encoder
from jobfair.matching.index import Index, IndexBroken
from jobfair.matching.titles import bundled_titles


def vectors_of(fair: Fair, earlier: Sequence[bytes] = ()) -> dict[str, bytes]:
    """The matching index in parts, by name; ``earlier`` are the last ones, whose vectors are used again."""
    try:
        lender = Index.from_parts(earlier) if earlier else None
    except IndexBroken:
        lender = None
    index = Index.build(fair, default_encoder(), bundled_titles(), lender)
    return {f"vectors/{shard}": data for shard, data in index.to_parts().items()}
