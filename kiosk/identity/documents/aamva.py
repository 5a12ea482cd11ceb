"""Driving licences of North America: the PDF417 code of the AAMVA's card design standard (annex D).

Only the licence's number (element DAQ) is taken. An expired licence is a way in like any other; nothing else of it is
looked at, and nothing is said about it.
"""

from __future__ import annotations

import re

from jobfair.numbers import driving_licence

# The compliance indicator and three separators; keyboards leave control characters out, or press Enter for them.
_HEADER = re.compile(r"@\s*[\x00-\x1f\s]*(?:ANSI |AAMVA)\s*[0-9]{6}[0-9]{4,6}")
# What the header lists: each subfile's type, where it begins and how long it is.
_LISTED = re.compile(r"(?:\s*[A-Z]{2}[0-9]{8})*")
# An element begins a line; the first one of a subfile comes after the subfile's type. Elsewhere it is part of a name.
_NUMBER = re.compile(r"(?:^|[\n\r\x1e])\s*(?:DL|ID)?\s*DAQ([^\n\r\x1e]{1,40})")
_ENTRY = re.compile(r"(?:DL|ID)?[DZ][A-Z]{2}.*")


def read_licence(text: str) -> str | None:
    """The licence's number; None for what is no such code, is damaged or names two different numbers."""
    header = _HEADER.match(text)
    if header is None:
        return None
    listed = _LISTED.match(text, header.end())
    elements = text[listed.end() if listed else header.end() :]
    numbers = {driving_licence(found.strip()) for found in _NUMBER.findall(elements)} - {None}
    return numbers.pop() if len(numbers) == 1 else None


def is_beginning(line: str) -> bool:
    """Whether a reader that ends a text with every line has sent the first line of a licence."""
    return (line.startswith("@") and len(line) <= 4) or _HEADER.match(line) is not None


def is_entry(line: str) -> bool:
    """Whether this line is one of a licence's elements."""
    return _ENTRY.fullmatch(line) is not None
