"""Numbers by which a record is looked up, in the one form that kiosk and server agree on (blind indexes need it).

Numbers are checked for form and check digit only. Whether anybody by that number is known is never answered here.
"""

from __future__ import annotations

import datetime
import re
import unicodedata


def resident_id(text: str, today: datetime.date | None = None) -> str | None:
    """A Chinese resident ID number (GB 11643: 18 places, the last a check digit or X), normalised, or None.

    The check digit and the date of birth are checked. The place is not: districts are created and renamed, and the
    residence permits of Hong Kong, Macao and Taiwan residents (81, 82, 83) have codes of their own.
    """
    from stdnum.cn import ric
    from stdnum.exceptions import ValidationError

    number = re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number) or number[-1] != ric.calc_check_digit(number):
        return None
    try:
        born = ric.get_birth_date(number)
    except ValidationError:
        return None
    return number if datetime.date(1900, 1, 1) <= born <= (today or datetime.date.today()) else None


_PHONES = (
    (re.compile(r"(?:\+?86|0086)?(1[3-9]\d{9})"), "+86"),
    (re.compile(r"(?:\+|00)852([4-79]\d{7})"), "+852"),
    (re.compile(r"(?:\+|00)853(6\d{7})"), "+853"),
    (re.compile(r"(?:(?:\+|00)886)0?(9\d{8})"), "+886"),
)
_FOREIGN = re.compile(r"(?:\+|00)((?!86|852|853|886)[1-9]\d{6,13})")


def phone_number(text: str) -> str | None:
    """A mobile number in E.164 form (+8613…), or None when it cannot be one.

    Without a country code it is a mainland number. Full-width digits, spaces, hyphens and brackets are accepted.
    """
    number = re.sub(r"[\s\-().]", "", unicodedata.normalize("NFKC", text))
    for pattern, country in _PHONES:
        if found := pattern.fullmatch(number):
            return country + found.group(1)
    foreign = _FOREIGN.fullmatch(number)
    return f"+{foreign.group(1)}" if foreign else None
