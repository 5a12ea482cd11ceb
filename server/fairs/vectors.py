"""The snapshot's part ``vectors``: the openings as the matcher searches them."""

from __future__ import annotations

import importlib

from jobfair.fair import Fair


def vectors_of(fair: Fair) -> bytes | None:
    """The matching index as bytes; None where the matcher is not installed (kiosks then build it themselves)."""
    try:
        index = importlib.import_module("jobfair.matching.index")
    except ModuleNotFoundError:
        return None
    return bytes(index.Index.build(fair).to_bytes())
