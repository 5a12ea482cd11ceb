from __future__ import annotations

import numpy as np
import pytest

from jobfair.fair import Fair, Opening
from jobfair.matching.booths import Matcher, NoMatches
from jobfair.matching.index import Index, IndexBroken
from jobfair.matching.occupations import Atlas, Occupations
from jobfair.matching.titles import TitleDictionary, bundled_titles
from jobfair.seeker import MatchingProfile
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
    texts = list(index.rows)
    assert sorted(again.rows) == sorted(texts)
    assert np.array_equal(again.matrix(texts), index.matrix(texts))
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
    assert encoder.encoded == ["会计"]  # what a title borrows is not encoded for the fair
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


def test_index_in_parts_when_one_title_changes_changes_few_of_them() -> None:
    titles = [f"工种{chr(0x4E00 + i)}" for i in range(600)]
    before = Index.build(fair(*titles), SynonymEncoder(), TITLES)
    parts = before.to_parts()
    after = Index.build(fair(*titles[:-1], "焊工"), SynonymEncoder(), TITLES, earlier=before).to_parts()
    assert len(parts) == 4
    assert sum(parts[name] != after[name] for name in parts) <= 2
    together = Index.from_parts(parts.values())
    assert np.array_equal(together.matrix(titles), before.matrix(titles))
    assert together.to_parts() == parts


def test_index_of_parts_that_do_not_fit_together_is_broken() -> None:
    other = Index.build(fair("焊工"), None, TITLES)
    with pytest.raises(IndexBroken):
        Index.from_parts([Index.build(fair("焊工"), SynonymEncoder(), TITLES).to_bytes(), other.to_bytes()])


def test_index_with_a_part_missing_twice_or_of_another_version_is_broken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobfair.matching.index.A_PART", 1)
    parts = list(Index.build(fair("焊工", "会计", "护士"), SynonymEncoder(), TITLES).to_parts().values())
    assert len(Index.from_parts(reversed(parts)).rows) == 3
    whole = Index.build(fair("焊工"), SynonymEncoder(), TITLES).to_bytes()
    for wrong in (parts[1:], [*parts, parts[0]], [*parts, whole], [whole, whole], []):
        with pytest.raises(IndexBroken):
            Index.from_parts(wrong)


def test_index_of_an_empty_fair_comes_back_from_its_parts() -> None:
    parts = Index.build(fair(), SynonymEncoder(), TITLES).to_parts()
    assert parts
    assert Index.from_parts(parts.values()).rows == {}


def test_occupation_code_lends_names_to_a_title_that_names_none() -> None:
    assert TITLES.aliases("一线岗位", "6-18") == ("焊工", "电焊工", "氩弧焊工")
    assert TITLES.aliases("一线岗位", "29-1141") == ()


def tiny_atlas(encoder: SynonymEncoder) -> Atlas:
    width = encoder.encode(["焊工"]).shape[1]
    occupations = Occupations(("焊工",), np.zeros(1, dtype=np.int64), ("6-18",), np.ones((1, 4), dtype=np.int8))
    return Atlas(encoder.name, np.ones((width, 4), dtype=np.float32), {"zh": occupations, "en": occupations}, "tiny")


@pytest.mark.parametrize("with_encoder", [True, False])
@pytest.mark.parametrize(("titles", "bands"), [((), 0), (("",), 1), (("", "  "), 2), (("焊工",), 1)])
def test_fair_without_any_titled_opening_when_asked_gives_no_fault(
    titles: tuple[str, ...], bands: int, with_encoder: bool
) -> None:
    encoder = SynonymEncoder() if with_encoder else None
    dictionary = TitleDictionary({"6-18": ["焊工"]}, tiny_atlas(SynonymEncoder()))
    index = Index.build(fair(*titles), encoder, dictionary)
    read = Index.from_parts(list(index.to_parts().values()), dictionary.atlas)
    matcher = Matcher(fair(*titles), read, encoder)
    found = matcher.booths(MatchingProfile(id="S", titles=("焊工",), skills=("电焊",)), 10, every=True)
    assert (0 if isinstance(found, NoMatches) else len(found)) == bands
    assert matcher.question(MatchingProfile(id="S")) is None
