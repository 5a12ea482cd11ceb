"""Numbers of student cards, which look as the organizer says: no two universities agree."""

from __future__ import annotations

_DIGITS = frozenset("0123456789")
_LETTERS = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
_PLACES = {"#": _DIGITS, "A": _LETTERS, "*": _DIGITS | _LETTERS}
_LEAST = 4
_LONGEST = 64


def is_card_pattern(pattern: str) -> bool:
    """Whether numbers can be told by it: four places or more that vary, 64 in all, nothing unprintable."""
    varying = sum(sign in _PLACES for sign in pattern)
    return varying >= _LEAST and len(pattern) <= _LONGEST and pattern.isprintable() and pattern == pattern.strip()


def card_number(text: str, pattern: str) -> str | None:
    """``text`` as a number of this pattern (``#`` a digit, ``A`` a capital letter, ``*`` either, all else itself).

    Small letters are taken for capitals where they are typed. None where it does not fit, and for an empty pattern.
    """
    text = text.strip()
    if not pattern or len(text) != len(pattern):
        return None
    for said in (text, text.upper()):
        if len(said) == len(pattern) and all(map(_fits, said, pattern)):
            return said
    return None


def _fits(character: str, sign: str) -> bool:
    return character in _PLACES[sign] if sign in _PLACES else character == sign
