"""The seeker, her code, her pass, her withdrawal; and what a fair's file may hold."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from jobfair.fair import Education, Fair
from jobfair.ids import is_id, new_id, reference_for
from jobfair.second_factor import is_visit_code, lookup_token, make_verifier, nobody, verifies
from jobfair.seeker import Basics, IntentionCard, MatchingProfile, Resume, Skill, masked_name, profile_of
from jobfair.submission import may_withdraw, new_withdrawal_secret, withdrawal_hash
from jobfair.text import Bilingual, all_of, in_language

PEPPER = b"p" * 32
NOW = datetime(2026, 3, 21, 10, 0, tzinfo=UTC)


def test_right_code_verifies_and_others_do_not() -> None:
    verifier = make_verifier("402913", PEPPER)
    assert verifies("402913", verifier, PEPPER)
    assert not verifies("402914", verifier, PEPPER)
    assert not verifies("402913", verifier, b"q" * 32)
    assert not verifies("402913", nobody(), PEPPER)


@pytest.mark.parametrize("code", ["111111", "123456", "654321", "12345", "1234567", "12345a", "１２３４５６", ""])
def test_code_that_everybody_tries_or_that_is_none_is_refused(code: str) -> None:
    assert not is_visit_code(code)


def test_lookup_tokens_differ_by_kind_number_and_pepper() -> None:
    tokens = {
        lookup_token("phone", "+8619900000001", PEPPER),
        lookup_token("phone", "+8619900000002", PEPPER),
        lookup_token("resident_id", "+8619900000001", PEPPER),
        lookup_token("phone", "+8619900000001", b"q" * 32),
    }
    assert len(tokens) == 4


def test_withdrawal_secret_opens_only_its_own_submission() -> None:
    secret = new_withdrawal_secret()
    kept = withdrawal_hash("u1", secret)
    assert may_withdraw("u1", secret, kept)
    assert not may_withdraw("u2", secret, kept)
    assert not may_withdraw("u1", new_withdrawal_secret(), kept)


@pytest.mark.parametrize(
    ("name", "masked"),
    [("张小明", "张**"), ("李", "**"), ("Mary Jane Smith", "M** S**"), ("", ""), ("  ", "")],
)
def test_masked_name_shows_initials_only(name: str, masked: str) -> None:
    assert masked_name(name) == masked


def test_profile_of_a_resume_has_no_field_that_names_the_person() -> None:
    skills = (Skill(name="电焊", keywords=("氩弧焊",)),)
    resume = Resume(basics=Basics(name="张伟", phone="1", label="焊工"), skills=skills)
    profile = profile_of("s1", resume)
    assert profile.titles == ("焊工",)
    assert profile.skills == ("电焊", "氩弧焊")
    assert "张伟" not in profile.model_dump_json()
    assert not {"name", "sex", "age", "gender", "ethnicity", "photo", "health"} & set(MatchingProfile.model_fields)


def leaves(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from leaves(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from leaves(inner)
    elif isinstance(value, str):
        yield value


TYPED = st.text(st.characters(min_codepoint=0, max_codepoint=0x7F) | st.sampled_from("张焊\u3000"), max_size=20)


@given(TYPED, TYPED, TYPED)
def test_resume_when_read_holds_no_control_characters_but_tab_and_line_feed(one: str, two: str, three: str) -> None:
    file = {
        "basics": {"name": one, "summary": two, "location": {"city": three}},
        "work": [{"position": two, "highlights": [one]}],
        "skills": [{"name": three, "keywords": [two]}],
        "wish": {"titles": [one], "cities": [two], "start_date": three},
    }
    resume = Resume.model_validate_json(json.dumps(file))
    found = [*leaves(resume.model_dump(mode="json")), *leaves(profile_of("s", resume).model_dump(mode="json"))]
    assert not {c for text in found for c in text if unicodedata.category(c) == "Cc"} - {"\t", "\n"}
    assert resume.basics.summary == "".join(c for c in two if c in "\t\n" or unicodedata.category(c) != "Cc")
    assert Resume.model_validate_json(resume.model_dump_json()) == resume, "the server reads what the kiosk sealed"


def test_intention_card_counts_as_a_resume() -> None:
    resume = IntentionCard(kind_of_work="电焊", years="over_5", contact="a@example.com", name="张伟").as_resume()
    assert (resume.wish.titles, resume.experience_months, resume.basics.email) == (("电焊",), 72, "a@example.com")


@pytest.mark.parametrize(
    "file",
    [
        {"id": "f", "unknown": 1},
        {"id": "f", "halls": [{"id": "H"}, {"id": "H"}]},
        {"id": "f", "booths": [{"id": "A", "hall": "H9"}]},
        {"id": "f", "booths": [{"id": "A", "employer": "E9"}]},
        {"id": "f", "openings": [{"id": "O", "booth": "A9", "title": "x"}]},
        {"id": "f", "openings": [{"id": "O"}]},
        {"id": "../f"},
        {},
    ],
)
def test_fair_file_with_a_fault_is_refused(file: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Fair.model_validate(file)


def test_fair_file_with_only_ids_and_a_title_is_taken() -> None:
    fair = Fair.model_validate({"id": "f", "openings": [{"id": "O1", "title": "焊工"}]})
    assert fair.opening_by_id["O1"].title == "焊工"


def test_education_levels_rise() -> None:
    assert [level.rank for level in Education] == sorted(level.rank for level in Education)
    assert Education.BACHELOR.rank > Education.COLLEGE.rank


def test_text_falls_back_to_the_other_language() -> None:
    assert in_language(Bilingual(zh="焊工"), "en") == "焊工"
    assert all_of(Bilingual(zh="焊工", en="Welder")) == ("焊工", "Welder")


def test_ids_sort_by_time_and_references_are_short() -> None:
    first, second = new_id(), new_id()
    assert is_id(first) and not is_id("x") and first != second
    assert reference_for("K03", 47) == "K03-0047"
