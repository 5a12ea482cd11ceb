"""Python's search for garbage, put off while very many objects are made."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def put_off() -> Iterator[None]:
    """To look again and again among half a million new objects takes three times as long as to make them. What was made
    here is to stay: it goes to the old objects at once, and is looked at with them, seldom."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.freeze()
            gc.unfreeze()  # both together move all objects to the oldest generation and look at none
            gc.enable()
