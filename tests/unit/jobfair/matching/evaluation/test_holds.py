"""The cases that must hold: on a small part of both fairs, by letters; and that a broken matcher is seen."""

from __future__ import annotations

from pathlib import Path

from jobfair.fair import Booth, Fair, JobType, Opening
from jobfair.matching.booths import Matcher
from jobfair.matching.evaluation.command import NAMES, as_text
from jobfair.matching.evaluation.graded import evaluation_folder, read_graded
from jobfair.matching.evaluation.holds import Case, hard_limits, one_keyword_more, order_is_stable, places_as_written
from jobfair.matching.evaluation.parts import PARTS, Workbench, cases_on, evaluate_matching
from jobfair.matching.evaluation.unbiased import person_changes_nothing
from jobfair.matching.index import Index
from jobfair.matching.titles import TitleDictionary
from jobfair.seeker import MatchingProfile, Resume, profile_of

ROOT = Path(__file__).resolve().parents[5]
FAIR = Fair(
    id="f",
    booths=tuple(Booth(id=f"A{n}") for n in (1, 2, 3)),
    openings=(
        Opening(id="O1", booth="A1", title="电焊工", skills_required=("电焊",), job_type=JobType.FULL_TIME),
        Opening(id="O2", booth="A2", title="会计", skills_required=("报税",), job_type=JobType.PART_TIME),
        Opening(id="O3", booth="A3", title="护士", skills_required=("护士证",), job_type=JobType.FULL_TIME),
    ),
)
SEEKER = MatchingProfile(id="P1", titles=("电焊",), skills=("电焊",), job_types=(JobType.FULL_TIME,))


def _matcher(fair: Fair) -> Matcher:
    return Matcher(fair, Index.build(fair, None, TitleDictionary({})), None)


def _failed(cases: list[Case]) -> list[int]:
    return [case.failed for case in cases]


def test_matcher_on_a_small_fair_holds_every_case() -> None:
    matcher = _matcher(FAIR)
    cases = [*hard_limits(matcher, [SEEKER]), *order_is_stable(matcher, _matcher, [SEEKER])]
    cases.append(one_keyword_more(matcher, [SEEKER], keywords=3))
    assert _failed(cases) == [0] * len(cases)
    assert all(case.tried for case in cases)


def test_matcher_that_forgets_a_hard_limit_is_found_out() -> None:
    class Forgetful(Matcher):
        def booths(self, profile, top, every=False, **more):  # type: ignore[no-untyped-def]
            return super().booths(profile.model_copy(update={"job_types": ()}), top, every, **more)

    shown, kept_back = hard_limits(Forgetful(FAIR, Index.build(FAIR, None, TitleDictionary({})), None), [SEEKER])
    assert shown.failed > 0
    assert kept_back.failed == 0


def test_reader_that_lets_sex_through_is_found_out() -> None:
    def leaky(seeker: str, text: str, resume: Resume) -> MatchingProfile:
        return MatchingProfile(id=seeker, skills=(resume.basics.summary,) if "女" in resume.basics.summary else ())

    def honest(seeker: str, text: str, resume: Resume) -> MatchingProfile:
        return profile_of(seeker, resume)

    assert _failed(person_changes_nothing([SEEKER], [leaky]))[1] == 2
    assert _failed(person_changes_nothing([SEEKER], [honest])) == [0, 0, 0]


def test_cases_that_must_hold_on_a_part_of_the_graded_set_hold() -> None:
    graded = read_graded(evaluation_folder())
    part = Fair(
        id="f",
        city=graded.fair.city,
        openings=tuple(o.model_copy(update={"booth": None}) for o in graded.fair.openings[::10]),
    )
    found = cases_on("part", _matcher(part), _matcher, graded.seekers[::12], keywords=3)
    assert [case["case"] for case in found if not case["holds"]] == []
    assert "holds " in as_text({"encoder": None, "parts": {"holds": {"cases": found}}, "holds": True})


def test_every_named_part_is_there_and_what_was_not_run_is_not_held() -> None:
    bench = Workbench(None, ROOT, ROOT, lambda text: None)
    assert tuple(PARTS) == NAMES
    assert evaluate_matching(bench, []) == {"encoder": None, "parts": {}, "holds": None}


def test_places_as_written_are_not_hidden_by_a_must() -> None:
    assert places_as_written(_matcher).failed == 0
