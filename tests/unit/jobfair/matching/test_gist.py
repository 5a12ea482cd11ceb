"""The gist: what is near in all that both say counts, a term more never lowers it, titles alone leave the order."""

from __future__ import annotations

import numpy as np

from jobfair.fair import Fair, Opening
from jobfair.matching.encoder import TextEncoder, Vectors
from jobfair.matching.encoding import Question
from jobfair.matching.gist import Gist
from jobfair.matching.index import Index
from jobfair.matching.score import Scorer
from jobfair.matching.titles import TitleDictionary
from jobfair.matching.weights import Weights
from jobfair.seeker import MatchingProfile

#: Welding, accounts, nursing.
DIRECTIONS = {"焊": (1.0, 0.1, 0.0), "账": (0.0, 1.0, 0.1), "护": (0.1, 0.0, 1.0)}


class _ByCharacter(TextEncoder):
    name = "by character"

    def encode(self, texts: list[str]) -> Vectors:
        rows = [np.sum([d for c, d in DIRECTIONS.items() if c in t] or [(0.1, 0.1, 0.1)], axis=0) for t in texts]
        found = np.array(rows, dtype=np.float32).reshape(len(texts), 3)
        return found / np.linalg.norm(found, axis=1, keepdims=True)


ENCODER = _ByCharacter()
FAIR = Fair(
    id="f",
    openings=(
        Opening(id="O1", title="技师", skills_required=("焊",)),
        Opening(id="O2", title="技师", skills_required=("账",)),
        Opening(id="O3", title="技师"),
    ),
)


def _scorer(fair: Fair) -> Scorer:
    return Scorer(fair, Index.build(fair, ENCODER, TitleDictionary({})), ENCODER, Weights())


def _gist(scorer: Scorer, *terms: str) -> list[float]:
    question = Question(scorer.index, ENCODER, terms)
    found = scorer._gist.of([(term, 1.0) for term in terms], question, 0.4, 0.6)
    assert found is not None
    return [float(value) for value in found]


def test_gist_of_an_opening_whose_skills_are_of_her_world_is_higher() -> None:
    first, second, _ = _gist(_scorer(FAIR), "焊")
    assert first > second


def test_gist_with_a_term_more_never_falls() -> None:
    scorer = _scorer(FAIR)
    before = _gist(scorer, "焊")
    for word in ("账", "护", "别的"):
        assert all(after >= was for was, after in zip(before, _gist(scorer, "焊", word), strict=True))


def test_score_of_same_titles_is_told_apart_by_the_gist() -> None:
    score = _scorer(FAIR).score(MatchingProfile(id="s", titles=("技师",), majors=("焊",))).score
    assert score[0] > score[1]


def test_fair_of_titles_only_has_a_gist_and_one_without_vectors_has_none() -> None:
    titles = Fair(id="f", openings=(Opening(id="O1", title="焊工"), Opening(id="O2", title="会账")))
    index = Index.build(titles, ENCODER, TitleDictionary({}))
    none = Gist(["焊工"], np.zeros(1, dtype=np.int64), (), Index())
    assert none.of([("焊", 1.0)], Question(index, ENCODER, ["焊"]), 0.4, 0.6) is None
    first, second = _gist(_scorer(titles), "焊")
    assert first > second


def test_titles_alone_are_ordered_by_titles_whatever_the_gist_says() -> None:
    scored = _scorer(FAIR).score(MatchingProfile(id="s", titles=("焊",)))
    assert scored.score[0] == scored.score[1] == scored.score[2]
    assert scored.reach < 1.0
