"""The documents on a stick that a seeker has plugged in."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

_KINDS = (".pdf", ".docx", ".json")
_SHOWN = 24
_LOOKED_AT = 5000  # entries of each depth


def documents_on(folder: Path) -> list[Path]:
    """Documents up to two folders deep on whatever is mounted below ``folder``; the first ones of many."""
    found: list[Path] = []
    try:
        for depth in ("*", "*/*", "*/*/*"):
            for path in islice(folder.glob(depth), _LOOKED_AT):
                if path.suffix.lower() in _KINDS and not path.name.startswith(".") and path.is_file():
                    found.append(path)
    except OSError:  # pulled out while being read
        return []
    return sorted(found)[:_SHOWN]
