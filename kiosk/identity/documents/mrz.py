"""Machine-readable lines of travel documents: ICAO Doc 9303, parts 4 (TD3), 5 (TD1) and 6 (TD2).

Every check digit must hold; nothing is guessed and no letter is taken for the digit that it looks like.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from jobfair.numbers import icao_digit

_SHAPES = {(2, 44): "TD3", (2, 36): "TD2", (3, 30): "TD1"}
_LINE = re.compile(r"[A-Z0-9<]+")
_FIRST = re.compile(r"[ACIP][A-Z<][A-Z<]{3}[A-Z0-9<]+")


@dataclass(frozen=True)
class Mrz:
    """``kind`` is the document's letter (P for a passport), ``state`` who issued it (three letters, fewer for some)."""

    kind: str
    state: str
    number: str = field(repr=False)


def read_mrz(text: str) -> Mrz | None:
    """The lines of one document, whatever parts them, or in one piece; None when they are none, or any check digit is
    wrong."""
    lines = _lines_of(text)
    if lines is None or not _FIRST.fullmatch(lines[0]) or not all(map(_LINE.fullmatch, lines)):
        return None
    shape = _SHAPES[len(lines), len(lines[0])]
    number = _td1(lines) if shape == "TD1" else _td2(lines[1]) if shape == "TD2" else _td3(lines[1])
    return Mrz(lines[0][0], lines[0][2:5].rstrip("<"), number) if number else None


def is_first_line(text: str) -> bool:
    """Whether ``text`` may be the first line of such a document, so that more are to come."""
    return len(text) in (30, 36, 44) and "<" in text and bool(_FIRST.fullmatch(text))


def lines_wanted(first: str) -> int:
    """How many lines there are in a document with this first line."""
    return 3 if len(first) == 30 else 2


def _lines_of(text: str) -> list[str] | None:
    lines = [line.strip() for line in re.split(r"[\r\n]+", text.strip()) if line.strip()]
    if len(lines) == 1 and len(lines[0]) in (72, 88, 90):
        whole = lines[0]
        size = 30 if len(whole) == 90 else len(whole) // 2
        lines = [whole[at : at + size] for at in range(0, len(whole), size)]
    same = len({len(line) for line in lines}) == 1
    return lines if same and (len(lines), len(lines[0])) in _SHAPES else None


def _holds(content: str, digit: str) -> bool:
    return digit == icao_digit(content)


def _td3(line: str) -> str | None:
    """Second line of a passport. An empty personal number may have the filler for its check digit."""
    personal = line[28:42]
    personal_holds = _holds(personal, line[42]) or (line[42] == "<" and not personal.strip("<"))
    checked = line[0:10] + line[13:20] + line[21:43]
    holds = _common(line) and personal_holds and _holds(checked, line[43])
    return _number(line[:9]) if holds else None


def _td2(line: str) -> str | None:
    checked = line[0:10] + line[13:20] + line[21:35]
    if not _holds(line[13:19], line[19]) or not _holds(line[21:27], line[27]) or not _holds(checked, line[35]):
        return None
    return _long_number(line[0:9], line[9], line[28:35])


def _td1(lines: list[str]) -> str | None:
    first, second = lines[0], lines[1]
    checked = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    if not _holds(second[0:6], second[6]) or not _holds(second[8:14], second[14]) or not _holds(checked, second[29]):
        return None
    return _long_number(first[5:14], first[14], first[15:30])


def _common(line: str) -> bool:
    """Number, date of birth and expiry, in the second line of a TD3."""
    return _holds(line[0:9], line[9]) and _holds(line[13:19], line[19]) and _holds(line[21:27], line[27])


def _long_number(number: str, digit: str, optional: str) -> str | None:
    """A number of more than nine characters goes on in the optional data, with its check digit behind it."""
    if digit != "<":
        return _number(number) if _holds(number, digit) else None
    rest = optional.split("<", 1)[0]
    if len(rest) < 2 or "<" in number:
        return None
    return number + rest[:-1] if _holds(number + rest[:-1], rest[-1]) else None


def _number(text: str) -> str | None:
    number = text.rstrip("<")
    return number if number and "<" not in number else None
