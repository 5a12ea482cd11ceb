from __future__ import annotations

from typing import Any

import pytest

from jobfair.fair import Booth, Employer, Fair, Hall, Opening
from jobfair.matching.booths import BoothMatch, Matcher, NoMatches
from jobfair.matching.encoder import TextEncoder
from jobfair.matching.explain import chips
from jobfair.matching.index import Index
from jobfair.matching.titles import TitleDictionary
from jobfair.seeker import MatchingProfile
from tests.fakes.encoder import SynonymEncoder

ALIASES = TitleDictionary({"6-18": ["焊工", "氩弧焊接操作员"]})


def matcher(*openings: dict[str, Any], encoder: TextEncoder | None = None) -> Matcher:
    """A fair of one opening a booth, booths A01, A02 …; the fake encoder unless another is given."""
    employers = tuple(Employer(id=f"E{i}") for i in range(len(openings)))
    booths = tuple(Booth(id=f"A{i + 1:02d}", hall="H1", employer=f"E{i}") for i in range(len(openings)))
    rows = tuple(
        Opening.model_validate({"id": f"O{i + 1}", "booth": f"A{i + 1:02d}", **o}) for i, o in enumerate(openings)
    )
    fair = Fair(id="f", halls=(Hall(id="H1"),), booths=booths, employers=employers, openings=rows)
    used = encoder or SynonymEncoder()
    return Matcher(fair, Index.build(fair, used, ALIASES), used)


def asked(m: Matcher, **profile: Any) -> list[BoothMatch]:
    found = m.booths(MatchingProfile(id="S", **profile), 10, every=True)
    assert not isinstance(found, NoMatches)
    return found


def ids(found: list[BoothMatch]) -> list[str]:
    return [match.booth.id if match.booth else "" for match in found]


def codes(match: BoothMatch) -> list[str]:
    return [reason.code for reason in match.openings[0].reasons]


def test_title_asked_in_the_other_language_finds_its_booth() -> None:
    found = asked(matcher({"title": "会计"}, {"title": "护士"}, {"title": "焊工"}), titles=("welder",))
    assert ids(found)[0] == "A03"
    assert found[0].band == "strong"


def test_title_found_by_a_borrowed_name_comes_first() -> None:
    found = asked(matcher({"title": "会计"}, {"title": "焊工"}), titles=("氩弧焊接操作员",))
    assert ids(found)[0] == "A02"
    assert "title_near" in codes(found[0])


def test_no_encoder_matches_by_letters_and_says_so() -> None:
    fair = Fair(id="f", openings=(Opening(id="O1", title="会计"), Opening(id="O2", title="电焊工")))
    m = Matcher(fair, Index.build(fair, None, ALIASES), None)
    found = m.booths(MatchingProfile(id="S", titles=("焊工",)), 5)
    assert m.lexical_only
    assert not isinstance(found, NoMatches)
    assert found[0].openings[0].opening.id == "O2"


def test_vectors_older_than_the_fair_still_match_by_letters() -> None:
    encoder = SynonymEncoder()
    old = Fair(id="f", openings=(Opening(id="O1", title="会计"),))
    new = Fair(id="f", openings=(*old.openings, Opening(id="O2", title="叉车司机", skills_required=("叉车证",))))
    found = asked(Matcher(new, Index.build(old, encoder, ALIASES), encoder), titles=("叉车司机",))
    assert found[0].openings[0].opening.id == "O2"


@pytest.mark.parametrize(
    ("opening", "wish", "must"),
    [
        ({"job_type": "part_time"}, {"job_types": ("full_time",)}, ()),
        ({"cities": ["临湖市"]}, {"cities": ("滨江市",)}, ("city",)),
        ({"salary_max": 4900}, {"salary_min": 5000}, ("salary",)),
    ],
)
def test_hard_limit_excludes_and_says_why(opening: dict[str, Any], wish: dict[str, Any], must: tuple[str, ...]) -> None:
    m = matcher({"title": "焊工", **opening})
    profile = MatchingProfile(id="S", titles=("焊工",), musts=must, **wish)
    found = m.booths(profile, 10)
    assert isinstance(found, NoMatches)
    assert sum(count for _, count in found.excluded) == 1
    ((_, why),) = m.excluded(profile)
    assert why


def test_same_wish_without_must_costs_points_and_says_so() -> None:
    near = {"title": "焊工", "cities": ["滨江市高新区"], "salary_max": 5200}
    far = {"title": "焊工", "cities": ["临湖市"], "salary_max": 4500}
    found = asked(matcher(far, near), titles=("焊工",), cities=("滨江",), salary_min=5000)
    assert ids(found) == ["A02", "A01"]
    assert {"city_other", "salary_near"} <= set(codes(found[1]))


def test_unknown_never_excludes_and_never_costs() -> None:
    silent = matcher({"title": "焊工"})
    profile = {"titles": ("焊工",), "cities": ("滨江市",), "salary_min": 5000, "job_types": ("full_time",)}
    musts = asked(silent, **profile, musts=("city", "salary", "job_type"))
    assert musts[0].score == asked(silent, titles=("焊工",))[0].score


def test_education_one_level_short_costs_less_than_two() -> None:
    openings = [{"title": "焊工", "education_min": level} for level in ("secondary", "vocational", "college")]
    found = asked(matcher(*openings), titles=("焊工",), education="secondary")
    assert ids(found) == ["A01", "A02", "A03"]
    assert "education_one_short" in codes(found[1])
    assert "education_short" in codes(found[2])


def test_skills_are_covered_by_name_and_by_meaning_but_a_licence_only_by_name() -> None:
    skills = ["看图纸", "制图", "焊工证"]
    found = asked(
        matcher({"title": "焊工", "skills_required": skills}), titles=("焊工",), skills=("看图纸", "drafting", "焊工")
    )
    by_skill = {r.values["skill"]: r.code for r in found[0].openings[0].reasons if r.field == "skill"}
    assert by_skill == {"看图纸": "skill_matched", "制图": "skill_near", "焊工证": "licence_missing"}


def test_only_a_major_finds_the_openings_that_ask_for_it() -> None:
    found = asked(
        matcher({"title": "焊工", "majors": ["焊接技术"]}, {"title": "出纳", "majors": ["会计学"]}), majors=("会计学",)
    )
    assert ids(found)[0] == "A02"
    assert "major_same" in codes(found[0])


def test_empty_profile_shows_booths_in_their_order_without_reasons() -> None:
    found = asked(matcher({"title": "焊工"}, {"title": "护士"}))
    assert ids(found) == ["A01", "A02"]
    assert all(match.band is None and not match.openings[0].reasons for match in found)


def test_opening_without_a_booth_stands_alone() -> None:
    assert asked(matcher({"title": "焊工", "booth": None}), titles=("焊工",))[0].booth is None


def test_fair_without_openings_has_no_matches() -> None:
    fair = Fair(id="f")
    m = Matcher(fair, Index.build(fair, SynonymEncoder(), ALIASES), SynonymEncoder())
    assert isinstance(m.booths(MatchingProfile(id="S", titles=("焊工",)), 10), NoMatches)
    assert isinstance(m.booths(MatchingProfile(id="S"), 10), NoMatches)


def test_title_of_signs_only_is_matched_without_a_fault() -> None:
    found = asked(matcher({"title": "🙂"}, {"title": "\u0000"}, {"title": "焊工"}), titles=("焊工",))
    assert ids(found)[0] == "A03"


def test_same_question_has_the_same_answer() -> None:
    openings = [{"title": t, "skills_required": ["看图纸"]} for t in ("焊工", "电焊工", "护士", "会计", "焊工")]
    first = asked(matcher(*openings), titles=("焊工",), skills=("看图纸",))
    assert asked(matcher(*openings), titles=("焊工",), skills=("看图纸",)) == first


def test_one_more_skill_does_not_send_the_first_booth_to_the_end() -> None:
    openings = [{"title": t, "skills_required": ["看图纸"]} for t in ("护士", "焊工", "会计", "出纳")]
    first = ids(asked(matcher(*openings), titles=("焊工",)))[0]
    assert ids(asked(matcher(*openings), titles=("焊工",), skills=("养花",)))[0] == first


def test_second_and_third_opening_lift_a_booth_a_little() -> None:
    m = matcher({"title": "焊工"}, {"title": "焊工"}, {"title": "焊工", "booth": "A02"})
    assert ids(asked(m, titles=("焊工",)))[0] == "A02"


def test_chips_keep_room_for_what_is_missing_and_leave_the_past_out() -> None:
    opening = {"title": "焊工", "skills_required": ["电焊", "看图纸", "气割", "焊工证"], "experience_months_min": 12}
    profile = {
        "titles": ("焊工",),
        "past_titles": ("焊工",),
        "skills": ("电焊", "看图纸", "气割"),
        "experience_months": 36,
    }
    why = asked(matcher(opening), **profile)[0].openings[0].reasons
    assert [r.kind for r in chips(why)] == ["matched", "matched", "missing"]
    assert not any(r.past for r in chips(why))
    assert any(r.past for r in why)
