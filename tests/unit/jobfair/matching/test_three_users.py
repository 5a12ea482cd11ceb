"""The three people whom issue 5 names, at the demonstration fair. Its vectors come along, so no encoder is needed."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobfair.fair import Education, Fair, JobType
from jobfair.matching.booths import BoothMatch, Matcher, NoMatches
from jobfair.matching.explain import chips
from jobfair.matching.index import Index
from jobfair.matching.phrases import phrase
from jobfair.seeker import MatchingProfile
from jobfair.text import Language, in_language

DEMO = Path(__file__).parents[4] / "resources" / "demo"
GRADUATE = MatchingProfile(id="graduate", majors=("会计学",))
WELDER = MatchingProfile(
    id="welder", titles=("电焊",), skills=("电焊",), experience_months=360, education=Education.SECONDARY,
    cities=("滨江市",), job_types=(JobType.FULL_TIME,), musts=("city",),
)  # fmt: skip
NURSE = MatchingProfile(id="nurse", titles=("registered nurse",), languages=("en",), needs_work_permit=True)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    fair = Fair.model_validate_json((DEMO / "fair.json").read_bytes())
    return Matcher(fair, Index.from_bytes((DEMO / "vectors.npz").read_bytes()), None)


def ten(matcher: Matcher, profile: MatchingProfile) -> list[BoothMatch]:
    found = matcher.booths(profile, 10, every=True)
    assert not isinstance(found, NoMatches)
    assert len({match.booth.id for match in found if match.booth}) == 10
    return found


def titles(found: list[BoothMatch]) -> list[str]:
    return [in_language(match.openings[0].opening.title, "zh") for match in found]


def card(match: BoothMatch, language: Language) -> list[str]:
    return [phrase(reason, language) for reason in chips(match.openings[0].reasons)]


def test_graduate_who_knows_only_her_major_gets_ten_booths_that_ask_for_it(matcher: Matcher) -> None:
    found = ten(matcher, GRADUATE)
    for match in found:
        majors = [in_language(major, "zh") for major in match.openings[0].opening.majors]
        assert any("会计" in major or "财务" in major for major in majors)
        assert match.band in ("strong", "good")
    assert card(found[0], "zh")[:2] == ["专业对口", "会计学常去的岗位"]
    # Accounting: trainees' openings and those for a year or two alike; experience not given costs nothing.
    assert {"审计助理", "出纳", "会计"} & set(titles(found))


def test_welder_of_52_who_types_his_own_word_gets_welding_first_in_his_city(matcher: Matcher) -> None:
    found = ten(matcher, WELDER)
    welding = ["焊" in title for title in titles(found)]
    assert welding[: sum(welding)] == [True] * sum(welding)
    assert sum(welding) >= 4  # as many booths in this city look for a welder; neighbouring trades follow, as possible
    assert found[0].band in ("strong", "good")
    assert all(match.band in ("possible", None) for match, welds in zip(found, welding, strict=True) if not welds)
    said = " ".join(phrase(reason, "zh") for reason in found[0].openings[0].reasons)
    assert "会电焊" in said
    assert "在滨江市" in said
    assert {city[:3] for m in found for c in m.openings[0].opening.cities for city in [in_language(c, "zh")]} == {
        "滨江市"
    }
    counts, listed = matcher.left_out(WELDER, 1000)
    assert dict(counts)["city_other"] > 0
    assert all({reason.code for reason in why} <= {"city_other", "job_type_other"} for _, why in listed)


def test_english_speaker_gets_nurses_first_with_reasons_in_english(matcher: Matcher) -> None:
    found = ten(matcher, NURSE)
    assert all("护士" in title for title in titles(found)[:7])
    assert found[0].band == "strong"
    assert card(found[0], "en") == ["The job you asked for", "Work permit not stated: ask"]
    words = [phrase(reason, "en") for match in found for o in match.openings for reason in o.reasons]
    assert all(word.isascii() for word in words)
