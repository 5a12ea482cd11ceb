"""The recovery key in shares: any K of N open, fewer do not, and what is wrong is said without a word of a share."""

from __future__ import annotations

import json
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shamir_mnemonic.wordlist import WORDLIST

from jobfair.recovery import BEGIN, END, SHARE_WORDS, RecoveryKey, SharesError, join, make, words_of
from jobfair.sealing import open_envelope, seal

MADE = make(3, 2)
OTHER = make(3, 2)


def changed(share: str, place: int, word: str) -> str:
    words = share.split()
    words[place] = word
    return " ".join(words)


@settings(max_examples=25)
@given(st.data())
def test_any_k_of_n_shares_open_what_was_sealed_and_fewer_do_not(data: st.DataObject) -> None:
    count = data.draw(st.integers(2, 8))
    needed = data.draw(st.integers(2, count))
    made = make(count, needed)
    chosen = data.draw(st.permutations(made.shares))[:needed]
    envelope = seal(b"content", "submissions", "1", [made.public])
    assert open_envelope(envelope, "submissions", "1", [join(chosen)]) == b"content"
    with pytest.raises(SharesError) as caught:
        join(chosen[:-1])
    assert (caught.value.reason, caught.value.found, caught.value.needed) == ("too_few", needed - 1, needed)


def test_every_pair_of_three_shares_gives_the_same_key_and_so_do_all() -> None:
    keys = {join(pair).id for pair in combinations(MADE.shares, 2)} | {join(MADE.shares).id}
    assert keys == {MADE.public.id}


def test_share_when_made_is_33_words_and_no_two_keys_are_the_same() -> None:
    assert {len(share.split()) for share in MADE.shares} == {SHARE_WORDS}
    assert MADE.public.id != OTHER.public.id


@pytest.mark.parametrize(("count", "needed"), [(1, 1), (3, 1), (2, 3), (17, 2), (3, 0)])
def test_make_when_one_share_would_open_or_the_numbers_do_not_fit_is_refused(count: int, needed: int) -> None:
    with pytest.raises(ValueError, match="needed"):
        make(count, needed)


@settings(max_examples=60)
@given(st.integers(0, SHARE_WORDS - 1), st.sampled_from(WORDLIST))
def test_join_when_one_word_is_another_says_which_share(place: int, word: str) -> None:
    wrong = changed(MADE.shares[1], place, word)
    if wrong == MADE.shares[1]:
        return
    with pytest.raises(SharesError) as caught:
        join([MADE.shares[0], wrong])
    assert (caught.value.reason, caught.value.share) == ("checksum", 2)


@pytest.mark.parametrize("places", [(0, 1), (4, 5), (10, 20)])
def test_join_when_two_words_changed_places_says_so(places: tuple[int, int]) -> None:
    words = MADE.shares[0].split()
    words[places[0]], words[places[1]] = words[places[1]], words[places[0]]
    with pytest.raises(SharesError) as caught:
        join([" ".join(words), MADE.shares[1]])
    assert caught.value.reason == "checksum"


def test_join_when_a_word_is_in_no_list_names_its_place_and_not_the_word() -> None:
    with pytest.raises(SharesError) as caught:
        join([MADE.shares[0], changed(MADE.shares[1], 6, "kiosk")])
    assert (caught.value.reason, caught.value.share, caught.value.word) == ("unknown_word", 2, 7)
    assert "kiosk" not in str(caught.value)


@pytest.mark.parametrize("count", [1, 20, 32, 34])
def test_join_when_words_are_missing_or_too_many_counts_them(count: int) -> None:
    words = (MADE.shares[0].split() * 2)[:count]
    with pytest.raises(SharesError) as caught:
        join([" ".join(words), MADE.shares[1]])
    assert (caught.value.reason, caught.value.found) == ("words", count)


def test_join_when_a_share_is_of_another_set_says_which() -> None:
    with pytest.raises(SharesError) as caught:
        join([MADE.shares[0], OTHER.shares[1]])
    assert (caught.value.reason, caught.value.share) == ("other_set", 2)


def test_join_when_the_same_share_is_there_twice_counts_it_once() -> None:
    with pytest.raises(SharesError, match="2 different shares are needed, here is one"):
        join([MADE.shares[0], MADE.shares[0].upper()])


@pytest.mark.parametrize("shares", [[], [""], ["  ", "\n"], ["12 34"]])
def test_join_when_nothing_was_typed_says_so(shares: list[str]) -> None:
    with pytest.raises(SharesError) as caught:
        join(shares)
    assert caught.value.reason == "none"


def test_words_when_typed_from_paper_are_read_with_numbers_capitals_and_full_width_letters() -> None:
    listed = MADE.shares[0].split()
    typed = "\n".join(f"{number:2}. {word.title()}，" for number, word in enumerate(listed, 1))
    wide = "".join(chr(ord(c) + 0xFEE0) if c.isalpha() else "　" for c in MADE.shares[0])
    paper = f"Keep this 2 of 3 paper.\n{BEGIN.upper()}\n{typed}\n{END}\nEnglish words after it."
    assert words_of(typed) == words_of(wide) == words_of(paper) == MADE.shares[0]


def test_nothing_that_is_printed_or_raised_holds_a_word_of_a_share() -> None:
    words = set(MADE.shares[0].split())
    said = [repr(MADE), repr(join(MADE.shares))]
    for shares in ([MADE.shares[0]], [MADE.shares[0], OTHER.shares[0]], [changed(MADE.shares[0], 9, "academic")]):
        with pytest.raises(SharesError) as caught:
            join(shares)
        said.append(str(caught.value))
    every_day = {"is", "one", "here", "are", "the", "of", "and", "has", "in", "not"}
    for text in said:
        assert not (set(text.lower().split()) & words) - every_day, json.dumps(text)


def test_recovery_key_when_shown_hides_its_shares() -> None:
    assert "shares" not in repr(RecoveryKey(MADE.public, 2, MADE.shares))
