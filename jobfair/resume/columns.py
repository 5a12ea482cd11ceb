"""Two columns that were printed side by side, as one below the other."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from jobfair.resume.headings import heading_of

_GAP = re.compile(r"(?<=\S)(?:\s{3,}|\s?\t\s?)(?=\S)|^\s{12,}(?=\S)")
#: So many lines share the second column's left edge, give or take two letters.
_LEAST = 4


def unfolded(text: str) -> str:
    """The text with its left column before its right one, where both have headings; any other text as it is.

    A column without a heading in its first line goes first: name and wish stand above the headings. Tables and dates
    at a line's end are no columns: no heading stands in them.
    """
    if not re.search(r"\S\s{3}", text):
        return text
    lines = text.splitlines()
    edges = [_edge(line) for line in lines]
    common = Counter(width + near for found in edges if found for width in [found[1]] for near in (-2, -1, 0, 1, 2))
    if not common:
        return text
    edge, shared = common.most_common(1)[0]
    if shared < _LEAST:
        return text
    left: list[str] = []
    right: list[str] = []
    headings = [0, 0]
    for line, found in zip(lines, edges, strict=True):
        if found and abs(found[1] - edge) <= 2:
            pair = (line[: found[0]].strip(), line[found[0] :].strip())
        elif _width(line) <= edge:
            pair = (line.strip(), "")
        else:
            pair = (line.strip(), "") if len(left) > len(right) or not right else ("", line.strip())
        for column, (kept, cell) in enumerate(zip((left, right), pair, strict=True)):
            if cell:
                kept.append(cell)
                headings[column] += heading_of(cell) is not None
    if not all(headings):
        return text
    columns = [left, right]
    if heading_of(left[0]) is not None and heading_of(right[0]) is None:
        columns.reverse()
    return "\n".join(line for column in columns for line in column)


def _edge(line: str) -> tuple[int, int] | None:
    """Where the second column begins, in characters and in widths of a Latin letter."""
    gap = _GAP.search(line)
    return (gap.end(), _width(line[: gap.end()])) if gap else None


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
