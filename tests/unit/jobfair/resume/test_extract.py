from __future__ import annotations

from datetime import date

import pytest

from jobfair.resume.extract import extract
from jobfair.resume.vocabulary import is_chinese_name, is_english_name
from jobfair.seeker import Resume

TODAY = date(2026, 3, 21)

CHINESE = """个人简历
姓 名：李 雷    性别：男    年龄：28
手机：138-0013-2746    邮箱：lilei@example.com
身份证号：330106199001011234
学历：本科    专业：自动化    毕业院校：滨江大学
求职意向
期望职位：电气工程师、PLC 工程师
期望城市：杭州
期望薪资：8k-12k
■ 工作经历
2019年7月 - 至今    滨江自动化设备有限公司    电气工程师
1、负责 PLC 程序调试，与客户沟通
方案
2、编写操作手册
2017/07-2019/06 江东机械厂 技术员
维护车间设备。
教育背景
2013.09-2017.06  滨江大学  自动化专业  本科
技能
熟练使用 AutoCAD、精通 S7-1200、负责过很多不同的大型项目的电气设计和现场调试
证书：
电工证 2018年5月
兴趣爱好
爬山
"""

ENGLISH = """Han Meimei
Phone: +44 20 7946 0123 | Email: han.mm@example.com
Work Experience
Harbour Logistics Ltd
Jan 2020 - Present
Warehouse Supervisor
- Led a team of eight
- Kept stock accuracy at 99%
Software Developer, Small Example Inc    03/2016 - 12/2019
Wrote reports.
Education
BSc Logistics, Harbour University  2012 - 2015
Skills
Excel, SAP, Forklift driving
"""


def _draft(text: str) -> Resume:
    return extract(text, TODAY)[0]


def test_usual_chinese_resume_when_read_gives_its_fields() -> None:
    draft = _draft(CHINESE)
    assert (draft.basics.name, draft.basics.phone, draft.basics.email) == ("李雷", "13800132746", "lilei@example.com")
    assert draft.wish.titles == ("电气工程师", "PLC 工程师")
    assert (draft.wish.cities, draft.wish.salary_min, draft.wish.salary_max) == (("杭州",), 8000, 12000)
    first, second = draft.work
    assert (first.name, first.position, first.startDate, first.endDate) == (
        "滨江自动化设备有限公司",
        "电气工程师",
        "2019-07",
        "",
    )
    assert first.highlights == ("负责 PLC 程序调试，与客户沟通方案", "编写操作手册")
    assert (second.name, second.position, second.summary) == ("江东机械厂", "技术员", "维护车间设备。")
    assert [(s.institution, s.area, s.studyType) for s in draft.education] == [("滨江大学", "自动化", "本科")]
    assert draft.education_level == "bachelor"
    assert [s.name for s in draft.skills] == ["AutoCAD", "S7-1200"]
    assert [(c.name, c.date) for c in draft.certificates] == [("电工证", "2018-05")]
    assert draft.experience_months == 24 + 81  # 2017-07 to 2019-06, 2019-07 to 2026-03


def test_resident_number_sex_and_age_when_read_are_not_kept() -> None:
    kept = _draft(CHINESE).model_dump_json()
    assert "19900101" not in kept and '"男"' not in kept and "28" not in kept


def test_usual_english_resume_when_read_gives_its_fields() -> None:
    draft = _draft(ENGLISH)
    assert (draft.basics.name, draft.basics.phone) == ("Han Meimei", "+44 20 7946 0123")
    first, second = draft.work
    assert (first.name, first.position) == ("Harbour Logistics Ltd", "Warehouse Supervisor")
    assert (first.startDate, first.endDate) == ("2020-01", "")
    assert first.highlights == ("Led a team of eight", "Kept stock accuracy at 99%")
    assert (second.name, second.position, second.endDate) == ("Small Example Inc", "Software Developer", "2019-12")
    assert draft.education[0].institution == "Harbour University"
    assert [s.name for s in draft.skills] == ["Excel", "SAP", "Forklift driving"]


def test_plain_prose_when_read_gives_no_guesses() -> None:
    draft = _draft("很久以前，有一个人在海边散步。\n他看见一条船。\nThe ship was red and nobody was on it.")
    assert draft == Resume()


def test_every_finding_names_its_place() -> None:
    _, found = extract(CHINESE, TODAY)
    assert {f.field for f in found} >= {"basics.name", "basics.phone", "work.0.name", "education.0.institution"}
    assert all(f.confidence in ("high", "medium") and f.where.startswith("line ") for f in found)


@pytest.mark.parametrize("name", ["张三", "欧阳明月", "买买提·艾合买提", "𠮷小明"])
def test_chinese_names_are_names(name: str) -> None:
    assert is_chinese_name(name)


@pytest.mark.parametrize("text", ["个人简历", "工程师", "滨江市", "求职意向", "爱好"])
def test_other_words_are_no_chinese_names(text: str) -> None:
    assert not is_chinese_name(text)


def test_headings_and_positions_are_no_english_names() -> None:
    assert is_english_name("Mary Jane O'Neil")
    assert not any(is_english_name(text) for text in ("Work Experience", "Software Engineer", "Harbour University"))


@pytest.mark.parametrize(
    ("said", "low", "high"),
    [
        ("8000以上", 8000, None),
        ("CNY 6,500–8,000", 6500, 8000),
        ("1万-1.5万", 10000, 15000),
        ("面议", None, None),
        ("年薪 20万", None, None),
    ],
)
def test_salary_wish_when_read_is_yuan_a_month(said: str, low: int | None, high: int | None) -> None:
    wish = _draft(f"求职意向\n期望薪资：{said}").wish
    assert (wish.salary_min, wish.salary_max) == (low, high)
