"""The documents on a stick that a seeker has plugged in."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from jobfair.errors import DocumentError
from jobfair.resume.profile import ReadProfile
from jobfair.resume.read import ReadResume, read_resume
from kiosk.matchmaker import Matchmaker

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


def read_document(path: Path, matchmaker: Matchmaker) -> tuple[ReadResume, ReadProfile]:
    """The document and what it says of the work that is looked for; slow. Raises DocumentError."""
    try:
        found = read_resume(path)
    except OSError as error:
        raise DocumentError("broken", type(error).__name__) from error
    return found, matchmaker.read("read", found)
