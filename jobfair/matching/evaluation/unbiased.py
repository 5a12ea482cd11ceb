"""Swapping sex, age and what else the law keeps out of hiring in a résumé must change nothing that the matcher sees.

Each seeker becomes a résumé three ways, as JSON Resume and as the text of a Chinese and of an English document; each
is read by the product's own readers once for every person of PEOPLE, and the profiles must be the same to the letter.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from jobfair.matching.evaluation.holds import Case
from jobfair.resume.documents import json_resume
from jobfair.resume.extract import extract, findings_of
from jobfair.resume.labels import education as education_words
from jobfair.seeker import MatchingProfile, Resume

TODAY = date(2027, 3, 20)
#: One résumé, many people: (what stands in a Chinese résumé, in an English one, extra fields of a JSON Resume).
PEOPLE: tuple[dict[str, str], ...] = (
    {},
    {
        "sex": "女",
        "age": "24",
        "born": "2003-05",
        "married": "未婚",
        "people": "汉族",
        "party": "共青团员",
        "health": "良好",
    },
    {
        "sex": "男",
        "age": "24",
        "born": "2003-05",
        "married": "未婚",
        "people": "汉族",
        "party": "共青团员",
        "health": "良好",
    },
    {
        "sex": "女",
        "age": "52",
        "born": "1975-02",
        "married": "已婚已育",
        "people": "壮族",
        "party": "群众",
        "health": "一般",
    },
    {
        "sex": "男",
        "age": "35",
        "born": "1992-11",
        "married": "离异",
        "people": "回族",
        "party": "中共党员",
        "health": "良好",
    },
)
_ENGLISH = {"女": "Female", "男": "Male", "未婚": "Single", "已婚已育": "Married, one child", "离异": "Divorced"}
_LABELS = {
    "sex": ("性别", "Sex"),
    "age": ("年龄", "Age"),
    "born": ("出生年月", "Date of birth"),
    "married": ("婚姻状况", "Marital status"),
    "people": ("民族", "Ethnicity"),
    "party": ("政治面貌", "Political status"),
    "health": ("健康状况", "Health"),
}
#: A way of the product from a résumé to a profile: seeker's id, the document's text, the draft that was read from it.
Reader = Callable[[str, str, Resume], MatchingProfile]
_Document = tuple[str, Resume]


def person_changes_nothing(seekers: Sequence[MatchingProfile], readers: Sequence[Reader]) -> list[Case]:
    """One case a form of résumé, each read by every reader."""
    data = Case("sex, age and the like swapped in a JSON Resume: the same profile")
    chinese = Case("sex, age and the like swapped in a Chinese résumé: the same profile")
    english = Case("sex, age and the like swapped in an English résumé: the same profile")
    for seeker in seekers:
        for case, read in ((data, _from_json), (chinese, _from_chinese), (english, _from_english)):
            documents = [read(seeker, person) for person in PEOPLE]
            for reader in readers:
                profiles = [reader(seeker.id, text, draft) for text, draft in documents]
                for number, profile in enumerate(profiles[1:], start=1):
                    names = [n for n in MatchingProfile.model_fields if getattr(profile, n) != getattr(profiles[0], n)]
                    case.note(not names, f"{seeker.id} as person {number}: {', '.join(names)}")
    return [data, chinese, english]


def _from_json(seeker: MatchingProfile, person: Mapping[str, str]) -> _Document:
    work = [{"position": title, "name": "Example"} for title in seeker.past_titles]
    basics: dict[str, Any] = {"name": "王小明", "email": "seeker@example.com"}
    if person:
        named = {"gender": person["sex"], "sex": person["sex"], "age": int(person["age"]), "birthDate": person["born"]}
        named |= {"maritalStatus": person["married"], "ethnicity": person["people"], "political": person["party"]}
        basics |= named | {"image": f"photo-{person['sex']}.jpg", "health": person["health"]}
    document: dict[str, Any] = {
        "basics": basics,
        "work": work,
        "education": [{"area": major} for major in seeker.majors],
        "skills": [{"name": skill} for skill in seeker.skills],
        "wish": {"titles": seeker.titles, "cities": seeker.cities, "salary_min": seeker.salary_min},
        "education_level": seeker.education,
        "experience_months": seeker.experience_months,
    }
    if person:
        document |= {"gender": person["sex"], "age": int(person["age"])}
    draft = json_resume(json.dumps(document, ensure_ascii=False).encode())
    return "\n".join(found.value for found in findings_of(draft)), draft


def _from_chinese(seeker: MatchingProfile, person: Mapping[str, str]) -> _Document:
    lines = ["个人简历", "姓名：王小明"]
    if person:
        lines += [
            f"性别：{person['sex']}    年龄：{person['age']}岁    出生年月：{person['born'].replace('-', '年')}月"
        ]
        lines += [f"{_LABELS[name][0]}：{person[name]}" for name in ("married", "people", "party", "health")]
    lines += ["电话：19900001234"]
    lines += ["求职意向"] + [f"期望职位：{'、'.join(seeker.titles)}"] * bool(seeker.titles)
    lines += [f"期望城市：{'、'.join(seeker.cities)}"] * bool(seeker.cities)
    lines += _work(seeker, "工作经历") + _studies(seeker, "教育经历", "zh")
    lines += ["专业技能", "、".join(seeker.skills)] * bool(seeker.skills)
    if person:
        lines += ["自我评价", f"本人{person['sex']}，{person['age']}岁，{person['married']}，工作认真。"]
    else:
        lines += ["自我评价", "工作认真。"]
    text = "\n".join(lines)
    return text, extract(text, TODAY)[0]


def _from_english(seeker: MatchingProfile, person: Mapping[str, str]) -> _Document:
    lines = ["Resume", "Name: Robin Wang"]
    lines += [f"{_LABELS[name][1]}: {_ENGLISH.get(value, value)}" for name, value in person.items()]
    lines += ["Email: seeker@example.com"]
    lines += [f"Position wanted: {', '.join(seeker.titles)}"] * bool(seeker.titles)
    lines += _work(seeker, "Work experience") + _studies(seeker, "Education", "en")
    lines += ["Skills", ", ".join(seeker.skills)] * bool(seeker.skills)
    text = "\n".join(lines)
    return text, extract(text, TODAY)[0]


def _work(seeker: MatchingProfile, heading: str) -> list[str]:
    """Each past job for two years, the last one until two years ago."""
    spans = [f"{2025 - 2 * n}.03-{2027 - 2 * n}.02" for n in range(1, len(seeker.past_titles) + 1)]
    rows = [f"{span}  望川实业有限公司  {title}" for span, title in zip(spans, seeker.past_titles, strict=True)]
    return [heading, *rows] if rows else []


def _studies(seeker: MatchingProfile, heading: str, language: Any) -> list[str]:
    level = education_words(seeker.education, language) if seeker.education else ""
    rows = [f"2015.09-2019.06  望川学院  {major}  {level}" for major in seeker.majors]
    return [heading, *rows] if rows else []
