"""Numbers by which a record is looked up, in the one form that kiosk and server agree on (blind indexes need it).

Numbers are checked for form and check digit only. Whether anybody by that number is known is never answered here.
"""

from jobfair.numbers.check_digits import icao_digit
from jobfair.numbers.documents import (
    document_number,
    driving_licence,
    passport,
    residence_permit,
    resident_id,
    travel_permit,
)
from jobfair.numbers.phones import COUNTRIES, phone_number
from jobfair.numbers.student_cards import card_number, is_card_pattern
from jobfair.numbers.typed_forms import TypedForm, typed_form

__all__ = [
    "COUNTRIES",
    "TypedForm",
    "card_number",
    "document_number",
    "driving_licence",
    "icao_digit",
    "is_card_pattern",
    "passport",
    "phone_number",
    "residence_permit",
    "resident_id",
    "travel_permit",
    "typed_form",
]
