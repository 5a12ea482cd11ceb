"""The set in resources/evaluation is whole; limits and the kept vectors."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from jobfair.errors import ConfigError
from jobfair.fair import Booth, Fair, JobType, Opening
from jobfair.matching.encoder import TextEncoder, Vectors
from jobfair.matching.evaluation.graded import agreement, evaluation_folder, half_of, read_graded
from jobfair.matching.evaluation.limits import conflicts
from jobfair.matching.evaluation.ranking import OURS, graded_figures
from jobfair.matching.evaluation.vectors import KeptVectors
from jobfair.seeker import MatchingProfile
from jobfair.text import Bilingual


def test_set_as_shipped_has_60_seekers_and_200_openings_and_two_fixed_halves() -> None:
    graded = read_graded(evaluation_folder())
    assert (len(graded.seekers), len(graded.fair.openings), len(graded.fair.booths)) == (60, 200, 92)
    assert [half_of(s.id) for s in graded.seekers].count("development") == 35


def test_grades_as_shipped_are_0_where_a_hard_limit_is_broken() -> None:
    graded = read_graded(evaluation_folder())
    broken = [
        (seeker.id, opening.id)
        for seeker in graded.seekers
        for opening in graded.fair.openings
        if graded.grade(seeker.id, opening.id) > 0 and conflicts(graded.fair, seeker, opening)
    ]
    assert broken == []


def _folder(tmp_path: Path, **grades: dict[str, int]) -> Path:
    fair = Fair(
        id="f", booths=(Booth(id="A1"),), openings=tuple(Opening(id=f"O{n}", booth="A1", title="t") for n in (1, 2))
    )
    (tmp_path / "fair.json").write_text(fair.model_dump_json(), encoding="utf-8")
    (tmp_path / "seekers.jsonl").write_text('{"id": "P1", "titles": ["t"]}\n', encoding="utf-8")
    for grader, of_one in grades.items():
        line = json.dumps({"seeker": "P1", "grades": of_one})
        (tmp_path / f"grades-{grader}.jsonl").write_text(line + "\n", encoding="utf-8")
    return tmp_path


def test_two_graders_are_joined_by_their_mean(tmp_path: Path) -> None:
    graded = read_graded(_folder(tmp_path, a={"O1": 3}, b={"O1": 2, "O2": 1}))
    assert graded.grades("P1") == {"O1": 2.5, "O2": 0.5}
    assert graded.booths("P1") == {"A1": 2.5}
    found = agreement(graded)
    assert found is not None
    assert found["all pairs"]["within_one"] == 1.0


@pytest.mark.parametrize("grades", [{"O9": 1}, {"O1": 4}])
def test_grade_of_nothing_or_outside_the_scale_is_refused(tmp_path: Path, grades: dict[str, int]) -> None:
    with pytest.raises(ConfigError):
        read_graded(_folder(tmp_path, a=grades))


def test_figures_say_how_far_a_baseline_is_behind(tmp_path: Path) -> None:
    graded = read_graded(_folder(tmp_path, a={"O1": 3}))
    found = graded_figures(graded, {OURS: lambda _: (["O1"], ["A1"]), "other": lambda _: (["O2", "O1"], [])})
    compared = found["ndcg_10"]["all"]
    assert compared[OURS]["mean"] == 1.0
    assert compared["other"]["behind"]["mean"] == pytest.approx(1 - 1 / np.log2(3), abs=1e-4)


def _conflicts(profile: dict[str, object], **opening: object) -> tuple[str, ...]:
    two = Bilingual(zh="望川市", en="Wangchuan")
    fair = Fair(id="f", city=two)
    return conflicts(
        fair,
        MatchingProfile.model_validate({"id": "P1"} | profile),
        Opening.model_validate({"id": "O1", "title": "t"} | opening),
    )


def test_unknown_is_never_a_conflict() -> None:
    strict = {"cities": ["望川"], "salary_min": 9000, "job_types": ["full_time"], "needs_work_permit": True}
    assert _conflicts(strict | {"musts": ["city", "salary", "job_type"]}) == ()


def test_each_hard_limit_is_a_conflict() -> None:
    assert _conflicts({"job_types": ["part_time"]}, job_type=JobType.FULL_TIME) == ("job_type",)
    assert _conflicts({"needs_work_permit": True}, work_permit=False) == ("work_permit",)
    assert _conflicts({"salary_min": 9000, "musts": ["salary"]}, salary_max=8999) == ("salary",)
    assert _conflicts({"cities": ["望川"], "musts": ["city"]}, cities=["青屿市"]) == ("city",)


def test_city_in_the_other_language_or_with_its_district_is_the_same_city() -> None:
    assert _conflicts({"cities": ["望川"], "musts": ["city"]}, cities=["Wangchuan"]) == ()
    assert _conflicts({"cities": ["Wangchuan"], "musts": ["city"]}, cities=["望川市高新区"]) == ()


class _Counting(TextEncoder):
    name = "counting"

    def __init__(self) -> None:
        self.asked = 0

    def encode(self, texts: list[str]) -> Vectors:
        self.asked += len(texts)
        return np.full((len(texts), 2), 1 / 3, dtype=np.float32)


def test_kept_vectors_when_asked_again_are_the_same_and_not_made_again(tmp_path: Path) -> None:
    file, inner = tmp_path / "cache" / "v.npz", _Counting()
    kept = KeptVectors(inner, file)
    first = kept.encode(["a", "b", "a"])
    kept.save()
    again = KeptVectors(inner, file)
    assert np.array_equal(again.encode(["a", "b", "a"]), first)
    assert inner.asked == 2


def test_kept_vectors_when_the_file_is_broken_starts_anew(tmp_path: Path) -> None:
    (tmp_path / "v.npz").write_bytes(b"PK\x03\x04 broken")
    inner = _Counting()
    KeptVectors(inner, tmp_path / "v.npz").encode(["a"])
    assert inner.asked == 1
