"""The check digit of travel documents."""

from __future__ import annotations

_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")} | {"<": 0}
_WEIGHTS = (7, 3, 1)


def icao_digit(text: str) -> str:
    """The check digit over ``text`` (ICAO Doc 9303-3, 4.9: weights 7, 3, 1, modulo 10; A is 10, the filler 0).

    It tells every wrong digit, and swapped neighbours unless they differ by 5. A letter is told from a digit or another
    letter unless their values differ by a multiple of 10. Raises KeyError for other characters.
    """
    return str(sum(_VALUES[character] * _WEIGHTS[place % 3] for place, character in enumerate(text)) % 10)
