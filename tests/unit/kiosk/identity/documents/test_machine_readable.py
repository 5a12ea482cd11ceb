"""Lines of passports (the specimens of ICAO Doc 9303), licences, and what a scanned text is taken for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobfair.numbers import icao_digit
from kiosk.identity.documents import CARD_PREFIX, Accepted, typed_document, understand
from kiosk.identity.documents.aamva import read_licence
from kiosk.identity.documents.mrz import read_mrz
from kiosk.ports import DocumentNumber, UnknownCode
from tests.fixtures.documents import CARD, LICENCE, LONG_CARD, PASSPORT, TD2

EVERYTHING = Accepted(
    ("resident_id", "passport", "driving_licence", "student_card", "travel_permit", "residence_permit"), "A#######"
)
VALID_ID = "11010519491231002X"


def chinese_card(number: str, kind: str = "C<") -> str:
    """Three lines in the layout of TD1 with all check digits, as a card of China would have them."""
    if len(number) <= 9:
        first = f"{kind}CHN{number:<<9}{icao_digit(f'{number:<<9}')}".ljust(30, "<")
    else:
        first = f"{kind}CHN{number[:9]}<{number[9:]}{icao_digit(number)}".ljust(30, "<")
    second = f"900101{icao_digit('900101')}F300101{icao_digit('300101')}CHN{'<' * 11}"
    whole = first[5:30] + second[0:7] + second[8:15] + second[18:29]
    return f"{first}\n{second}{icao_digit(whole)}\nZHANG<<SAN".ljust(92, "<")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (PASSPORT, ("P", "UTO", "L898902C3")),
        (CARD, ("I", "UTO", "D23145890")),
        (LONG_CARD, ("I", "UTO", "D23145890734")),
        (TD2, ("I", "UTO", "D23145890")),
        (PASSPORT.replace("\n", "\r\n") + "\r\n", ("P", "UTO", "L898902C3")),
        (PASSPORT.replace("\n", ""), ("P", "UTO", "L898902C3")),
        (CARD.replace("\n", ""), ("I", "UTO", "D23145890")),
    ],
)
def test_specimen_of_the_standard_is_read(text: str, expected: tuple[str, str, str]) -> None:
    found = read_mrz(text)
    assert found is not None
    assert (found.kind, found.state, found.number) == expected
    assert found.number not in repr(found)


CHECKED = {  # the places of each specimen that a check digit covers, it included: line, places
    PASSPORT: [(1, [*range(10), *range(13, 20), *range(21, 44)])],
    CARD: [(0, [*range(5, 30)]), (1, [*range(7), *range(8, 15), *range(18, 30)])],
    TD2: [(1, [*range(10), *range(13, 20), *range(21, 36)])],
}


@pytest.mark.parametrize("text", list(CHECKED), ids=["TD3", "TD1", "TD2"])
def test_every_single_wrong_digit_under_a_check_digit_is_refused(text: str) -> None:
    lines = text.split("\n")
    for at, places in CHECKED[text]:
        for place in places:
            for digit in "0123456789":
                was = lines[at][place]
                if digit == was or not (was.isdigit()):
                    continue
                wrong = [*lines]
                wrong[at] = wrong[at][:place] + digit + wrong[at][place + 1 :]
                assert read_mrz("\n".join(wrong)) is None, (at, place, digit)


@given(st.integers(0, 43), st.sampled_from("ABCDEFGHIJKLMNOPQRSTUVWXYZ<0123456789"), st.sampled_from(list(CHECKED)))
def test_damaged_lines_never_give_another_number(place: int, character: str, text: str) -> None:
    """A letter may stand for another whose value differs by 10; the number's own digits never change unseen."""
    lines = text.split("\n")
    place %= len(lines[1])
    lines[1] = lines[1][:place] + character + lines[1][place + 1 :]
    found, right = read_mrz("\n".join(lines)), read_mrz(text)
    assert right is not None
    if found is not None and found.number != right.number:
        changed = {(one, two) for one, two in zip(found.number, right.number, strict=True) if one != two}
        assert all((int(one, 36) - int(two, 36)) % 10 == 0 for one, two in changed)


@pytest.mark.parametrize(
    "text",
    [
        PASSPORT.split("\n")[0],
        PASSPORT.split("\n")[1],
        PASSPORT[:-1],
        PASSPORT.lower(),
        PASSPORT.replace("P<", "V<"),
        PASSPORT + "\n" + PASSPORT,
        "P<" + "<" * 42 + "\n" + "<" * 44,
        "<" * 88,
        CARD.replace("I<", "X<"),
        "",
    ],
)
def test_lines_that_are_no_document_are_none(text: str) -> None:
    assert read_mrz(text) is None


def test_passport_is_a_way_in_where_passports_are_accepted_only() -> None:
    assert understand(PASSPORT, EVERYTHING) == DocumentNumber("passport", "L898902C3")
    assert understand(PASSPORT, Accepted(("resident_id",))) == UnknownCode()
    assert understand(PASSPORT.replace("L898902C3", "L898902C4"), EVERYTHING) == UnknownCode()


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("H12345678", DocumentNumber("travel_permit", "H12345678")),
        ("12345678", DocumentNumber("travel_permit", "12345678")),
        (VALID_ID, DocumentNumber("resident_id", VALID_ID)),
        ("ZZZ", UnknownCode()),
    ],
)
def test_card_of_china_with_machine_readable_lines_is_the_same_as_its_number(number: str, expected: object) -> None:
    if len(number) <= 15:
        assert understand(chinese_card(number), EVERYTHING) == expected
    assert understand(number, EVERYTHING, "travel_permit") == expected


def test_identity_card_of_another_state_is_none_of_our_kinds() -> None:
    assert understand(CARD, EVERYTHING) == UnknownCode()


# --- licences


def test_licence_is_its_number_whatever_else_it_says() -> None:
    assert read_licence(LICENCE) == "T64235789"
    assert understand(LICENCE, EVERYTHING) == DocumentNumber("driving_licence", "T64235789")
    assert understand(LICENCE, Accepted()) == UnknownCode()


@pytest.mark.parametrize("name", ["DCSDAVID DAQUIRI", "DCSDAQUIRI1", "DACDL DAQ12345"])
def test_licence_of_somebody_whose_name_looks_like_an_element_is_read(name: str) -> None:
    text = LICENCE.replace("DCSSAMPLE", name)
    assert name in text
    assert read_licence(text) == "T64235789"
    assert read_licence(text.replace("DLDAQT64235789\nDCS", "DLDCS") + "\nDAQT64235789") == "T64235789"


@pytest.mark.parametrize(
    "text",
    [
        LICENCE.replace("ANSI ", "ANS "),
        LICENCE.replace("DAQ", "DAX"),
        LICENCE.replace("DDEN", "DAQT99999999"),
        LICENCE.removeprefix("@"),
        "@\nANSI 636000090002DL00410278",
        "DAQT64235789",
    ],
)
def test_licence_that_is_damaged_or_says_two_numbers_is_none(text: str) -> None:
    assert read_licence(text) is None


def test_licence_of_china_is_the_resident_id_where_that_is_accepted() -> None:
    assert typed_document("driving_licence", VALID_ID, EVERYTHING) == DocumentNumber("resident_id", VALID_ID)
    alone = Accepted(("driving_licence",))
    assert typed_document("driving_licence", VALID_ID, alone) == DocumentNumber("driving_licence", VALID_ID)


# --- anything else


def test_card_serial_is_a_student_card_and_never_what_its_digits_look_like() -> None:
    serial = CARD_PREFIX + "04A1B2C3D4E5F6"
    assert understand(serial, EVERYTHING) == DocumentNumber("student_card", "serial:04A1B2C3D4E5F6")
    assert understand(serial, Accepted()) == UnknownCode()
    assert understand(CARD_PREFIX + VALID_ID, EVERYTHING) == UnknownCode()


def test_student_number_that_looks_like_a_phone_is_the_card_that_the_organizer_named() -> None:
    pattern = Accepted(("student_card",), "###########")
    assert understand("13800138000", pattern) == DocumentNumber("student_card", "13800138000")
    assert understand("13800138000", Accepted(("student_card",), "A####")) == DocumentNumber("phone", "+8613800138000")


def test_number_that_could_be_two_things_is_the_one_that_was_asked_for() -> None:
    both = Accepted(("student_card", "travel_permit"), "########")
    assert understand("12345678", both, "travel_permit") == DocumentNumber("travel_permit", "12345678")
    assert understand("12345678", both) == DocumentNumber("student_card", "12345678")


def test_word_of_any_code_is_no_passport_and_no_licence_even_where_one_was_asked_for() -> None:
    for text in ("MENU2023", "https://example.com/7", "11111111 not a document"):
        assert understand(text, EVERYTHING, "passport") == UnknownCode()
        assert understand(text, EVERYTHING, "driving_licence") == UnknownCode()


@given(st.text(max_size=200))
def test_any_text_is_understood_or_unknown(text: str) -> None:
    found = understand(text, EVERYTHING)
    assert not isinstance(found, DocumentNumber) or found.kind in (*EVERYTHING.kinds, "phone")


def test_text_of_more_than_four_kilobytes_is_unknown() -> None:
    assert understand("1" * 5000, EVERYTHING) == UnknownCode()
    assert understand(LICENCE + "x" * 5000, EVERYTHING) == UnknownCode()
