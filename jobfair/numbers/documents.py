"""Numbers of documents: what each looks like, and its check digit where it has one.

Whatever can be read of one document (printed, typed, from its machine-readable lines or its chip) comes out as the same
number, so that a seeker is found again by any of them.
"""

from __future__ import annotations

import datetime
import re
import unicodedata

from jobfair.numbers.check_digits import icao_digit
from jobfair.numbers.student_cards import card_number
from jobfair.wire import DocumentKind

_LONGEST = 64  # characters: no number is longer, with all its spaces
_PERMIT = re.compile(r"([HM](?:[0-9]{8}|A[0-9]{7}))(?:[0-9]{2})?")
_TAIWAN = re.compile(r"([0-9]{8})(?:[0-9]{2}\(?[A-Z]\)?)?")


def resident_id(text: str, today: datetime.date | None = None) -> str | None:
    """A Chinese resident ID number (GB 11643: 18 places, the last a check digit or X), normalised, or None.

    The residence permits of Hong Kong, Macao and Taiwan residents (81, 82, 83) and the foreigner's permanent ID of 2023
    (9) have the same form. The check digit (ISO 7064 MOD 11-2) and the date of birth are checked; the place is not:
    districts are created and renamed.
    """
    from stdnum.cn import ric
    from stdnum.exceptions import ValidationError

    number = _plain(text)
    if not re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number) or number[-1] != ric.calc_check_digit(number):
        return None
    try:
        born = ric.get_birth_date(number)
    except ValidationError:
        return None
    return number if datetime.date(1900, 1, 1) <= born <= (today or datetime.date.today()) else None


def residence_permit(text: str) -> str | None:
    """The foreigner's permanent residence number of before 2023, normalised, or None: the country's three letters, four
    digits of the place, six of the birth, one running, and the check digit of travel documents."""
    number = _plain(text)
    if not re.fullmatch(r"[A-Z]{3}[0-9]{12}", number) or number[-1] != icao_digit(number[:-1]):
        return None
    return number if 1 <= int(number[9:11]) <= 12 and 1 <= int(number[11:13]) <= 31 else None


def travel_permit(text: str) -> str | None:
    """The number of a mainland travel permit that stays for life, or None; it has no check digit.

    Hong Kong and Macao residents: H or M and eight digits (HA or MA and seven for who is no Chinese citizen), in print
    before 2013 with two more that count the cards. Taiwan residents: eight digits, on older ones with two more that
    count, and a letter.
    """
    number = _plain(text)
    found = _PERMIT.fullmatch(number) or _TAIWAN.fullmatch(number)
    return found.group(1) if found else None


def passport(text: str) -> str | None:
    """A passport's number, normalised, or None; five to nine letters and digits, a digit among them."""
    number = _plain(text)
    return number if re.fullmatch(r"(?=.*[0-9])[A-Z0-9]{5,9}", number) else None


def driving_licence(text: str) -> str | None:
    """A driving licence's number, normalised, or None; five to 25 letters and digits, a digit among them.

    A Chinese licence bears the resident ID number, whose check digit then counts."""
    number = _plain(text)
    if not re.fullmatch(r"(?=.*[0-9])[A-Z0-9]{5,25}", number):
        return None
    return resident_id(number) if re.fullmatch(r"[1-9][0-9]{16}[0-9X]", number) else number


def document_number(kind: DocumentKind, text: str, student_card: str = "") -> str | None:
    """``text`` as a number of this kind of document, in the form under which it is looked up; None where it is none."""
    if kind == "student_card":
        return card_number(unicodedata.normalize("NFKC", text), student_card) if len(text) <= _LONGEST else None
    forms = {
        "resident_id": resident_id,
        "residence_permit": residence_permit,
        "travel_permit": travel_permit,
        "passport": passport,
        "driving_licence": driving_licence,
    }
    return forms[kind](text)


def _plain(text: str) -> str:
    """Capitals and digits alone; full-width ones, spaces and hyphens are as people write them."""
    if len(text) > _LONGEST:
        return ""
    return re.sub(r"[\s\-]", "", unicodedata.normalize("NFKC", text)).upper()
