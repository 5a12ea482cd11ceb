"""The figures, by hand."""

from __future__ import annotations

import numpy as np
import pytest

from jobfair.matching.encoder import TextEncoder, Vectors
from jobfair.matching.evaluation.baselines import Bm25, WholeDocuments, words
from jobfair.matching.evaluation.metrics import bootstrap, ndcg, weighted_kappa, within_one


def test_ndcg_of_the_best_order_is_one_and_of_nothing_graded_is_none() -> None:
    assert ndcg([3, 2, 1, 0], [0, 1, 2, 3]) == pytest.approx(1.0)
    assert ndcg([0, 0], [0, 0, 0]) is None
    assert ndcg([], [3]) == 0.0


def test_ndcg_of_a_swapped_pair_is_as_computed_by_hand() -> None:
    # gains 2^1-1 = 1 and 2^3-1 = 7: (1/1 + 7/log2(3)) / (7/1 + 1/log2(3)) = 5.4165 / 7.6309
    assert ndcg([1, 3], [3, 1]) == pytest.approx(0.70981, abs=1e-4)


def test_ndcg_counts_only_to_its_depth() -> None:
    assert ndcg([0, 3], [3], depth=1) == 0.0


def test_kappa_of_equal_grades_is_one_and_of_chance_is_zero() -> None:
    assert weighted_kappa([0, 1, 2, 3], [0, 1, 2, 3], "linear") == pytest.approx(1.0)
    assert weighted_kappa([0, 0, 3, 3], [0, 3, 0, 3], "quadratic") == pytest.approx(0.0)
    assert weighted_kappa([0, 0], [0, 0], "linear") is None


def test_kappa_linear_and_quadratic_are_as_computed_by_hand() -> None:
    # Observed |d|: 0, 1, 0 -> 1 (squared 1). By chance: a has 0,1,2 and b has 0,2,2, each pair 1/3:
    # |d| = (0+2+2 + 1+1+1 + 2+0+0) / 3 = 3, squared (0+4+4 + 1+1+1 + 4+0+0) / 3 = 5.
    assert weighted_kappa([0, 1, 2], [0, 2, 2], "linear") == pytest.approx(1 - 1 / 3)
    assert weighted_kappa([0, 1, 2], [0, 2, 2], "quadratic") == pytest.approx(1 - 1 / 5)
    assert within_one([0, 1, 3], [0, 2, 1]) == pytest.approx(2 / 3)


def test_bootstrap_is_the_same_every_time_and_holds_the_mean() -> None:
    first, second = bootstrap([0.0, 1.0, 1.0, 1.0]), bootstrap([0.0, 1.0, 1.0, 1.0])
    assert first == second
    assert first is not None
    assert (first.mean, first.n) == (0.75, 4)
    assert 0.0 <= first.low < 0.75 < first.high <= 1.0
    assert bootstrap([]) is None


def test_bootstrap_of_one_value_everywhere_has_no_width() -> None:
    found = bootstrap([0.5, 0.5])
    assert found is not None
    assert found.low == found.high == 0.5


def test_words_are_pairs_of_chinese_characters_and_english_words() -> None:
    assert words("电焊工 C++, Java.") == ["电焊", "焊工", "c++", "java"]
    assert words("工 5年") == ["工", "5", "年"]


def test_bm25_is_as_computed_by_hand() -> None:
    found = Bm25(["welder welder steel", "nurse"]).scores("welder")
    # idf = ln(1 + 1.5/1.5) = ln 2; tf part = 2 * 2.2 / (2 + 1.2 * (0.25 + 0.75 * 3 / 2)) = 4.4 / 3.65
    assert found == pytest.approx([np.log(2) * 4.4 / 3.65, 0.0])


def test_bm25_of_no_documents_or_unknown_words_is_nothing() -> None:
    assert list(Bm25([]).scores("welder")) == []
    assert list(Bm25(["welder"]).scores("🙂")) == [0.0]


class _ByLength(TextEncoder):
    name = "by length"

    def encode(self, texts: list[str]) -> Vectors:
        return np.array([[1.0, 0.0] if len(text) < 5 else [0.0, 1.0] for text in texts], dtype=np.float32)


def test_whole_documents_are_compared_by_their_one_vector() -> None:
    assert list(WholeDocuments(["ab", "abcdefgh"], _ByLength()).scores("abc")) == [1.0, 0.0]
