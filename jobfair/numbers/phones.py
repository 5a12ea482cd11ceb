"""Mobile numbers."""

from __future__ import annotations

import re
import unicodedata

COUNTRIES = ("+86", "+852", "+853", "+886")
"""Offered by name where a number is typed; others are typed with their own code."""
_PHONES = (
    (re.compile(r"(?:\+?86|0086)?(1[3-9][0-9]{9})"), "+86"),
    (re.compile(r"(?:\+|00)852([4-79][0-9]{7})"), "+852"),
    (re.compile(r"(?:\+|00)853(6[0-9]{7})"), "+853"),
    (re.compile(r"(?:(?:\+|00)886)0?(9[0-9]{8})"), "+886"),
)
_FOREIGN = re.compile(r"(?:\+|00)((?!86|852|853|886)[1-9][0-9]{6,13})")
_LONGEST = 64


def phone_number(text: str) -> str | None:
    """A mobile number in E.164 form (+8613…), or None when it cannot be one.

    Without a country code it is a mainland number. Full-width digits, spaces, hyphens and brackets are accepted.
    """
    if len(text) > _LONGEST:
        return None
    number = re.sub(r"[\s\-().]", "", unicodedata.normalize("NFKC", text))
    for pattern, country in _PHONES:
        if found := pattern.fullmatch(number):
            return country + found.group(1)
    foreign = _FOREIGN.fullmatch(number)
    return f"+{foreign.group(1)}" if foreign else None
