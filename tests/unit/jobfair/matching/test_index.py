from __future__ import annotations

import numpy as np
import pytest

from jobfair.fair import Fair, Opening
from jobfair.matching.index import Index, IndexBroken
from jobfair.matching.titles import TitleDictionary, bundled_titles
from tests.fakes.encoder import SynonymEncoder

TITLES = TitleDictionary(
    {"6-18": ["焊工", "电焊工", "氩弧焊工"], "29-1141": ["Registered Nurses", "RN", "Staff Nurse"]}
)


def fair(*titles: str) -> Fair:
    return Fair(id="f", openings=tuple(Opening(id=f"O{i}", title=t) for i, t in enumerate(titles)))


def test_index_after_a_round_trip_is_the_same_and_its_bytes_too() -> None:
    index = Index.build(fair("焊工", "registered nurse"), SynonymEncoder(), TITLES)
    data = index.to_bytes()
    again = Index.from_bytes(data)
    assert again.aliases == index.aliases
    assert again.rows == index.rows
    assert np.array_equal(again.vectors, index.vectors)
    assert again.to_bytes() == data


@pytest.mark.parametrize("data", [b"", b"<html>", b"PK\x03\x04 broken"])
def test_index_from_other_bytes_is_broken(data: bytes) -> None:
    with pytest.raises(IndexBroken):
        Index.from_bytes(data)


def test_index_cut_short_is_broken() -> None:
    data = Index.build(fair("焊工"), SynonymEncoder(), TITLES).to_bytes()
    with pytest.raises(IndexBroken):
        Index.from_bytes(data[: len(data) // 2])


def test_index_after_one_opening_changed_encodes_only_what_is_new() -> None:
    encoder = SynonymEncoder()
    first = Index.build(fair("焊工", "护士"), encoder, TITLES)
    encoder.encoded.clear()
    second = Index.build(fair("焊工", "会计"), encoder, TITLES, earlier=first)
    assert encoder.encoded == ["会计"]
    assert "护士" not in second.rows


def test_index_without_an_encoder_says_that_letters_alone_decide() -> None:
    index = Index.from_bytes(Index.build(fair("焊工"), None, TITLES).to_bytes())
    assert index.lexical_only
    assert index.aliases["焊工"] == ("电焊工", "氩弧焊工")


def test_title_borrows_names_in_singular_and_plural() -> None:
    assert TITLES.aliases("Registered nurse") == ("rn", "staff nurse")


def test_title_of_too_many_occupations_borrows_none() -> None:
    titles = TitleDictionary({str(i): [f"name {i}", "manager"] for i in range(3)})
    assert titles.aliases("Manager") == ()


def test_bundled_dictionary_knows_both_languages() -> None:
    titles = bundled_titles()
    assert titles.occupations("焊工")
    assert titles.aliases("Registered nurse")
