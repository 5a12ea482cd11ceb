"""The long form and the checked fields of a file: nothing that was read is lost, nothing wrong gets in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from jobfair.fair import Education, Fair
from jobfair.seeker import Basics, Certificate, JobWish, Resume, Skill, Study, Work
from ui.guided_form import QUESTIONS, Question, answers_of, merged, problem_of, resume_of, suggestions
from ui.read_fields import changed, is_fixed, lines_of

READ = Resume(
    basics=Basics(name="张伟", phone="19900000001", email="a@example.com"),
    work=(Work(name="甲厂", position="焊工", startDate="2015"), Work(name="乙厂", position="学徒")),
    education=(Study(area="焊接", institution="技校"),),
    skills=(Skill(name="电焊"),),
    certificates=(Certificate(name="焊工证"),),
    wish=JobWish(titles=("焊工",), cities=("滨江市",), salary_min=6000),
    education_level=Education.VOCATIONAL,
    experience_months=240,
)


def test_answers_of_a_resume_make_it_again_where_the_form_asks() -> None:
    again = resume_of(answers_of(READ))
    assert again.basics.name == "张伟"
    assert again.wish == READ.wish
    assert again.education_level is Education.VOCATIONAL


def test_form_over_a_read_resume_keeps_what_it_does_not_ask() -> None:
    answers = answers_of(READ) | {"last_job": ("焊接班长",)}
    after = merged(READ, answers)
    assert after.work[0].position == "焊接班长"
    assert after.work[0].startDate == "2015"
    assert after.work[1] == READ.work[1]
    assert after.certificates == READ.certificates
    assert after.experience_months == 240
    assert after.education[0].institution == "技校"


def test_changed_years_replace_what_was_read() -> None:
    assert merged(READ, answers_of(READ) | {"years": ("1_to_3",)}).experience_months == 24


@given(st.dictionaries(st.sampled_from([q.key for q in QUESTIONS if q.key not in ("education", "years")]),
                       st.lists(st.text(max_size=50), max_size=3).map(tuple)))  # fmt: skip
def test_any_answers_make_a_resume(answers: dict[str, tuple[str, ...]]) -> None:
    assert isinstance(merged(None, answers), Resume)
    assert isinstance(merged(READ, answers), Resume)


def test_problem_is_named_by_its_text() -> None:
    assert problem_of(Question("name", "text", needed=True), ("",)) == "missing"
    assert problem_of(Question("phone", "text"), ("12",)) == "not_a_phone"
    assert problem_of(Question("phone", "text"), ("199 0000 0001",)) == ""
    assert problem_of(Question("employer", "text"), ("x" * 300,)) == "too_long"


def test_suggested_skills_are_those_of_the_wished_job_first() -> None:
    fair = Fair.model_validate(
        {
            "id": "f",
            "openings": [
                {"id": "O1", "title": "焊工", "skills_required": ["电焊"]},
                {"id": "O2", "title": "会计", "skills_required": ["做账"]},
                {"id": "O3", "title": "会计", "skills_required": ["做账"]},
            ],
        }
    )
    skills = Question("skills", "choices")
    assert suggestions(skills, {}, fair, "zh") == ["做账", "电焊"]
    assert suggestions(skills, {"wish": ("焊工",)}, fair, "zh") == ["电焊", "做账"]


def test_every_filled_field_stands_for_checking_and_can_be_changed() -> None:
    lines = {path: value for path, _, value in lines_of(READ)}
    assert lines["work.1.position"] == "学徒"
    assert lines["certificates.0.name"] == "焊工证"
    for path in lines:
        if not is_fixed(path):
            after = changed(READ, path, "7000")
            assert after is not None
            assert {p: v for p, _, v in lines_of(after)}[path] == "7000"


def test_letters_where_a_number_belongs_change_nothing() -> None:
    assert changed(READ, "wish.salary_min", "many") is None
    assert changed(READ, "basics.name", "x" * 1000) is None
