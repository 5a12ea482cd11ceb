from __future__ import annotations

import pytest
from pydantic import ValidationError

from jobfair.matching.weights import FILE, Weights, read_values


def test_every_number_stands_in_the_file_with_a_word_of_why() -> None:
    text = FILE.read_text(encoding="utf-8")
    assert set(read_values(text)) == set(Weights.model_fields)
    assert all("#" in line for line in text.splitlines() if "=" in line)


@pytest.mark.parametrize("text", ["[a]\nunheard_of = 1", "[a]\ntitle = 1\n[b]\ntitle = 1", '[a]\ntitle = "1"'])
def test_file_with_an_unknown_repeated_or_unreadable_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"weights: (title|unheard_of)"):
        read_values(text)


@pytest.mark.parametrize(
    "values",
    [{"strong": 0.1}, {"title": 1.5}, {"city": -0.1}, {"city_province": 0.0}, {"experience_years": 0}, {"other": 1}],
)
def test_weights_that_make_no_sense_are_refused(values: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Weights(**values)
