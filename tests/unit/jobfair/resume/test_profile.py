"""From a résumé to what matching may know: hers, in both languages, with its place; and nothing about the person."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jobfair.fair import Education
from jobfair.resume.extract import extract
from jobfair.resume.measure import measure
from jobfair.resume.profile import ReadProfile, covered_months, level_of, read_profile
from jobfair.resume.skill_words import SkillWords, kept_list
from jobfair.seeker import Resume, Work

CASES = json.loads((Path(__file__).resolve().parents[3] / "benchmarks" / "resumes.json").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 1)
WORDS = SkillWords(kept_list())


def read(text: str) -> ReadProfile:
    return read_profile("s", text, extract(text, TODAY)[0], WORDS, TODAY)


@pytest.mark.parametrize("part", ["development", "held_out"])
def test_resumes_of_the_set_when_read_keep_their_precision_and_recall(part: str) -> None:
    measured = measure([case for case in CASES if case.get("part", "development") == part])
    least = 0.98 if part == "development" else 0.88
    for field, found in measured.items():
        assert found["precision"] >= least, (field, found["wrong"])
        assert found["recall"] >= least, (field, found["wrong"])


def test_resumes_of_the_review_when_read_have_hardly_a_wrong_word() -> None:
    measured = measure([case for case in CASES if case.get("part") == "review"])
    for field, found in measured.items():
        assert found["precision"] >= 0.95, (field, found["wrong"])
        assert found["recall"] >= 0.65, (field, found["wrong"])


@pytest.mark.parametrize("part", ["fresh", "unseen_a", "unseen_b", "unseen_c"])
def test_resumes_of_other_trades_and_layouts_when_read_keep_their_skills(part: str) -> None:
    skills = measure([case for case in CASES if case.get("part") == part])["skills"]
    assert skills["precision"] >= 0.88, skills["wrong"]
    assert skills["recall"] >= 0.86, skills["wrong"]


@pytest.mark.parametrize(
    ("text", "skills"),
    [
        ("技能\n熟练使用Excel（数据透视表、VLOOKUP）、WPS", ("Excel", "数据透视表", "VLOOKUP", "WPS")),
        ("证书：CET-6（532分）、电工证（2028年到期）、驾照：无", ("CET-6", "电工证")),
        (
            "SKILLS\nPython (advanced), HTML/CSS, A/B testing, TCP/IP",
            ("Python", "HTML", "CSS", "A/B testing", "TCP/IP"),
        ),
        ("Key skills | grill station, knife skills\nDriving licence | none", ("grill station", "knife skills")),
        ("工作经历\n2020.01-2022.01 某直播公司 主播\n负责选品、脚本撰写、控场", ("选品", "脚本撰写", "控场")),
        (
            "WORK EXPERIENCE\n2020 - 2022 Nurse, Clinic\n- IV therapy, wound care, charting",
            ("IV therapy", "wound care", "charting"),
        ),
        ("技能\n无菌操作、吃苦耐劳、性格开朗", ("无菌操作",)),
        ("【技能证书】护士执业证\n【兴趣爱好】篮球、摄影", ("护士执业证",)),
    ],
)  # fmt: skip
def test_items_of_lists_and_sentences_are_skills_as_they_were_written(text: str, skills: tuple[str, ...]) -> None:
    assert set(read(text).profile.skills) == set(skills)


def test_two_columns_when_they_stand_side_by_side_are_read_one_by_one() -> None:
    text = (
        "联系方式              孙建平\n138-0000-0000         加工中心操作工\n技能                  工作经历\n"
        "三菱系统              2016.03-2021.02 苏州恒力机械 数控铣工\n"
        "行车操作              2021.03-至今 富准模具 加工中心操作工"
    )
    profile = read(text).profile
    assert profile.titles == ("加工中心操作工",)
    assert profile.past_titles == ("数控铣工", "加工中心操作工")
    assert set(profile.skills) == {"三菱系统", "行车操作"}


def test_table_of_labels_and_values_is_read_like_lines_with_colons() -> None:
    profile = read("姓名,罗娟\n期望职位,酒店前厅经理\n学历,大专\n专业,酒店管理\n技能,客诉处理;排班").profile
    assert profile.titles == ("酒店前厅经理",)
    assert (profile.majors, profile.education) == (("酒店管理",), Education.COLLEGE)
    assert set(profile.skills) == {"客诉处理", "排班"}


def test_fact_of_the_person_in_her_own_words_is_not_read() -> None:
    assert read("张三\n自我评价\n本人男，35岁，离异，工作认真。\n本人女，24岁，未婚、壮族、群众。").profile.skills == ()


@pytest.mark.parametrize("heading", ["技能", "证书", "SKILLS", "CERTIFICATES", "Training"])
@pytest.mark.parametrize(
    "line",
    ["女，已婚，汉族", "Religion: Christian. Health: good. Non-smoker.", "Married, two children",
     "White British, single", "照片：见附件", "宗教信仰：佛教", "政治面貌：中共党员", "身体健康",
     "无病史、已育有二孩", "Gender: female; Age: 40"],
)  # fmt: skip
def test_fact_of_the_person_in_a_list_of_skills_is_not_read(heading: str, line: str) -> None:
    assert read(f"张三\n{heading}\n{line}\nPhotoshop").profile.skills == ("Photoshop",)


@pytest.mark.parametrize(
    ("text", "field", "value"),
    [
        ("High school diploma", "education", "secondary"),
        ("BA (Hons) English Literature", "majors", ("English Literature",)),
        ("工作年限 | 15年", "experience_months", 180),
        ("Teacher (7+ yrs)", "experience_months", 84),
        ("当过两年保安", "titles", ()),
        ("当过两年保安", "experience_months", 24),
        ("会开车（C1）", "skills", ("C1 驾照",)),
        ("求职意向：Java后端开发 期望城市：杭州 期望薪资：20-25K", "titles", ("Java后端开发",)),
        ("求职意向：Java后端开发 期望城市：杭州 期望薪资：20-25K", "cities", ("杭州",)),
        ("求职意向：Java后端开发 期望城市：杭州 期望薪资：20-25K", "salary_min", 20000),
        ("Wei Chen\n2016-2018 Cashier, XYZ", "titles", ()),
        ("Wei Chen\n2016-2018 Cashier, XYZ", "past_titles", ("Cashier",)),
        ("没用过Photoshop", "skills", ()),
    ],
)
def test_phrase_of_the_review_is_read_as_it_is_meant(text: str, field: str, value: object) -> None:
    assert getattr(read(text).profile, field) == value


@pytest.mark.parametrize(
    ("text", "not_a_skill"),
    [
        ("不会开车，没有 B2 驾照。", "B2 驾照"), ("I have no forklift licence.", "forklift licence"),
        ("想学 Python，正在备考电工证。", "Python"), ("父亲会电焊。", "电焊"), ("Not familiar with Docker", "Docker"),
        ("My supervisor knew Java.", "Java"), ("不懂 Excel、Photoshop", "Photoshop"), ("会计经验少", "会计"),
    ],
)  # fmt: skip
def test_what_is_denied_wished_or_anothers_is_no_skill(text: str, not_a_skill: str) -> None:
    assert not_a_skill not in read(text).profile.skills


@pytest.mark.parametrize("text", ["Reported to the CFO.", "向财务总监汇报", "Assisted the audit manager as needed."])
def test_title_of_somebody_else_is_not_hers(text: str) -> None:
    profile = read(text).profile
    assert profile.titles == profile.past_titles == ()


def test_denial_ends_at_the_comma_and_what_follows_is_hers() -> None:
    assert read("不会开车，会电焊。").profile.skills == ("电焊",)


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("大专", Education.COLLEGE), ("工学学士", Education.BACHELOR),
        ("研究生", Education.MASTER), ("研究生导师", None),
        ("BSc", Education.BACHELOR), ("Master of Science", Education.MASTER), ("mastered Excel", None),
        ("Scrum master", None), ("技校", Education.VOCATIONAL), ("PhD", Education.DOCTORATE), ("", None),
    ],
)  # fmt: skip
def test_degree_words_name_their_level_and_others_name_none(words: str, level: Education | None) -> None:
    assert level_of(words) is level


def test_overlapping_jobs_count_once_and_a_job_without_an_end_goes_on() -> None:
    jobs = (Work(startDate="2020-01", endDate="2021-12"), Work(startDate="2021-07", endDate="2022-06"))
    assert covered_months(jobs, TODAY) == 30
    assert covered_months((Work(startDate="2026-09"),), TODAY) == 3
    assert covered_months((Work(position="焊工"),), TODAY) is None


def test_years_said_in_figures_or_words_are_read() -> None:
    for text, months in (("做过二十年电焊工", 240), ("工作约 12 年", 144), ("five years of experience", 60)):
        assert read(text).profile.experience_months == months


def test_every_term_of_the_text_says_where_it_stands() -> None:
    found = read(CASES[0]["text"])
    placed = [term for term in found.terms if term.start >= 0 and term.field in ("titles", "past_titles", "skills")]
    assert len(placed) >= 5
    assert all(found.text[term.start : term.end].casefold() == term.value.casefold() for term in placed)


PERSONAL = [
    ["性别：男", "年龄：24", "民族：汉", "婚姻状况：未婚", "政治面貌：群众", "健康状况：良好", "男，24岁"],
    ["性别：女", "年龄：53", "民族：维吾尔族", "婚姻状况：已婚", "政治面貌：中共党员", "健康状况：残疾", "女，53岁"],
    ["Gender: male", "Age: 24", "Marital status: single", "Nationality: British", "Health: good", "Religion: none"],
    ["Gender: female", "Age: 57", "Marital status: divorced", "Nationality: Indian", "Health: poor", "Religion: some"],
]  # fmt: skip


@given(case=st.sampled_from(CASES), one=st.sampled_from(PERSONAL), other=st.sampled_from(PERSONAL))
@settings(max_examples=40, deadline=None)
def test_sex_age_ethnicity_marriage_politics_and_health_when_swapped_change_nothing(
    case: dict[str, str], one: list[str], other: list[str]
) -> None:
    profiles = []
    for lines in (one, other):
        first, _, rest = case["text"].partition("\n")
        profiles.append(read("\n".join([first, *lines, rest])).profile)
    assert profiles[0] == profiles[1]


@given(text=st.text(max_size=400))
@settings(max_examples=60, deadline=None)
def test_any_text_is_read_without_a_fault(text: str) -> None:
    found = read_profile("s", text, Resume(), WORDS, TODAY)
    assert len(found.profile.skills) <= 40


def test_hundred_pages_are_read() -> None:
    found = read("负责看图纸，机械装配。Python and SQL.\n" * 3000)
    assert set(found.profile.skills) >= {"看图纸", "机械装配", "Python", "SQL"}
