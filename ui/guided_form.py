"""The long form, a question at a time: which questions, what to suggest, and the résumé that the answers make."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from jobfair.fair import Education, Fair
from jobfair.numbers import phone_number
from jobfair.seeker import Basics, JobWish, Resume, Skill, Study, Work
from jobfair.text import Language, in_language

Kind = Literal["text", "choice", "choices"]
Answers = dict[str, tuple[str, ...]]

YEARS: Mapping[str, int] = {"none": 0, "under_1": 6, "1_to_3": 24, "3_to_5": 48, "over_5": 72}
SALARIES = (4000, 5000, 6000, 8000, 10000, 15000)
SUGGESTED = 9


@dataclass(frozen=True)
class Question:
    """``key`` names its texts (``form.<key>``). Only those with ``needed`` cannot be skipped."""

    key: str
    kind: Kind
    needed: bool = False


QUESTIONS = (
    Question("name", "text", needed=True),
    Question("phone", "text"),
    Question("wish", "choices"),
    Question("last_job", "text"),
    Question("employer", "text"),
    Question("years", "choice"),
    Question("education", "choice"),
    Question("major", "text"),
    Question("skills", "choices"),
    Question("city", "choices"),
    Question("salary", "choice"),
)


def problem_of(question: Question, answer: tuple[str, ...]) -> str:
    """Why this answer cannot stand, as the key of a text; empty when it can."""
    if question.needed and not any(part.strip() for part in answer):
        return "missing"
    if question.key == "phone" and answer and answer[0].strip() and phone_number(answer[0]) is None:
        return "not_a_phone"
    return "too_long" if any(len(part) > 200 for part in answer) else ""


def suggestions(question: Question, answers: Answers, fair: Fair, language: Language) -> list[str]:
    """Values to tap: most often asked for at this fair, in the language of the moment."""
    counted: Counter[str] = Counter()
    wished = {wish.casefold() for wish in answers.get("wish", ())}
    for opening in fair.openings:
        title = in_language(opening.title, language)
        near = title.casefold() in wished
        if question.key in ("wish", "last_job"):
            counted[title] += opening.headcount or 1
        elif question.key == "skills":
            for skill in (*opening.skills_required, *opening.skills_preferred):
                counted[in_language(skill, language)] += 1000 if near else 1
        elif question.key == "city":
            counted.update(in_language(city, language) for city in opening.cities)
        elif question.key == "major" and near:
            counted.update(in_language(major, language) for major in opening.majors)
    short = 8 if language == "zh" else 22
    return [text for text, _ in counted.most_common() if len(text) <= short][:SUGGESTED]


def resume_of(answers: Answers) -> Resume:
    """The résumé. A phone number is written as it was typed: it is for people to read."""

    def one(key: str) -> str:
        return next((part.strip() for part in answers.get(key, ()) if part.strip()), "")

    wishes = tuple(wish.strip() for wish in answers.get("wish", ()) if wish.strip())
    job, employer, major, level = one("last_job"), one("employer"), one("major"), one("education")
    salary = one("salary")
    return Resume(
        basics=Basics(name=one("name"), phone=one("phone"), label=job or (wishes[0] if wishes else "")),
        work=(Work(name=employer, position=job),) if job or employer else (),
        education=(Study(area=major),) if major else (),
        skills=tuple(Skill(name=skill) for skill in answers.get("skills", ())),
        wish=JobWish(
            titles=wishes,
            cities=answers.get("city", ()),
            salary_min=int(salary) if salary.isdigit() else None,
        ),
        education_level=Education(level) if level else None,
        experience_months=YEARS.get(one("years")),
    )


def answers_of(resume: Resume) -> Answers:
    """The answers that would make this résumé, as far as the questions go: to change what is there."""
    years = resume.experience_months
    near = None if years is None else min(YEARS, key=lambda name: abs(YEARS[name] - years))
    found: dict[str, tuple[str, ...]] = {
        "name": (resume.basics.name,),
        "phone": (resume.basics.phone,),
        "wish": resume.wish.titles,
        "last_job": tuple(work.position for work in resume.work[:1]),
        "employer": tuple(work.name for work in resume.work[:1]),
        "years": (near,) if near else (),
        "education": (resume.education_level.value,) if resume.education_level else (),
        "major": tuple(study.area for study in resume.education[:1]),
        "skills": tuple(skill.name for skill in resume.skills),
        "city": resume.wish.cities,
        "salary": (str(resume.wish.salary_min),) if resume.wish.salary_min else (),
    }
    return {key: value for key, value in found.items() if any(value)}


def merged(before: Resume | None, answers: Answers) -> Resume:
    """The answers over what the form does not ask (further jobs, certificates, dates): nothing read is lost."""
    new = resume_of(answers)
    if before is None:
        return new
    work = (before.work[0].model_copy(update={"name": new.work[0].name, "position": new.work[0].position}),
            *before.work[1:]) if new.work and before.work else new.work or before.work[1:]  # fmt: skip
    education = (before.education[0].model_copy(update={"area": new.education[0].area}),
                 *before.education[1:]) if new.education and before.education else new.education  # fmt: skip
    wish = {"titles": new.wish.titles, "cities": new.wish.cities, "salary_min": new.wish.salary_min}
    basics = {"name": new.basics.name, "phone": new.basics.phone, "label": new.basics.label}
    return before.model_copy(
        update={
            "basics": before.basics.model_copy(update=basics),
            "work": work,
            "education": education or before.education,
            "skills": new.skills,
            "wish": before.wish.model_copy(update=wish),
            "education_level": new.education_level,
            "experience_months": before.experience_months if _same_years(before, answers) else new.experience_months,
        }
    )


def _same_years(before: Resume, answers: Answers) -> bool:
    """240 months read from a file stay 240 months where the form only said "over five years"."""
    return answers_of(before).get("years") == answers.get("years")
