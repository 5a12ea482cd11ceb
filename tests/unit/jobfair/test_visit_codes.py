"""Which codes may be chosen, and the last four digits of a phone."""

from __future__ import annotations

import pytest

from jobfair.second_factor import is_visit_code, phone_tail_of, try_token


@pytest.mark.parametrize(
    "code",
    [
        "520520",
        "112233",
        "121212",
        "123321",
        "888666",
        "135791",
        "147258",
        "159357",
        "789456",
        "131420",
        "520131",
        "900214",
        "140290",
        "021490",
        "199002",
        "201314",
    ],
)
def test_code_of_a_popular_pattern_is_refused(code: str) -> None:
    assert not is_visit_code(code)


def test_code_within_a_number_of_hers_is_refused() -> None:
    assert is_visit_code("380274", "+8613912345678")
    assert not is_visit_code("380274", "", "+8613802746915")


def test_codes_that_are_left_are_most_of_the_million() -> None:
    drawn = [f"{n:06d}" for n in range(0, 10**6, 97)]
    assert 0.8 < sum(map(is_visit_code, drawn)) / len(drawn) < 0.9


@pytest.mark.parametrize(
    ("phone", "tail"), [("+8613812345678", "5678"), ("+852 9123 4567", "4567"), ("12", ""), ("", "")]
)
def test_phone_tail_is_its_last_four_digits(phone: str, tail: str) -> None:
    assert phone_tail_of(phone) == tail


def test_try_token_is_the_same_everywhere_and_needs_the_pepper() -> None:
    assert try_token("s1", b"p" * 32) == try_token("s1", b"p" * 32) != try_token("s1", b"q" * 32)
