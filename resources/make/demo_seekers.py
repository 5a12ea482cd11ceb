"""Forty people who do not exist: their résumés (JSON Resume plus wish) and what the matcher may know of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from jobfair.fair import Education
from jobfair.seeker import Resume, profile_of

LAST_MONTH = 2027 * 12 + 1  # February 2027, in months since year 0
STUDY = {
    "secondary": ("高中", "Secondary school", 3),
    "vocational": ("中专", "Vocational", 3),
    "college": ("大专", "College diploma", 3),
    "bachelor": ("本科", "Bachelor", 4),
    "master": ("硕士", "Master", 3),
}


def _month(count: int) -> str:
    return f"{count // 12:04d}-{count % 12 + 1:02d}"


def _jobs(text: str) -> tuple[list[dict[str, Any]], int]:
    """Newest first, end to end up to LAST_MONTH; and the months together."""
    held = [tuple(part.strip() for part in job.split(",")) for job in text.split(";") if job.strip()]
    found, end = [], LAST_MONTH
    for i, (title, employer, years) in enumerate(held):
        start = end - round(float(years) * 12)
        row = {"name": employer, "position": title, "startDate": _month(start)}
        found.append(row if i == 0 else {**row, "endDate": _month(end)})
        end = start - 1
    return found, sum(round(float(years) * 12) for _, _, years in held)


def _seeker(number: int, line: str) -> tuple[dict[str, Any], dict[str, Any]]:
    name, titles, jobs, skills, majors, school, level, salary, types, musts, note = (p.strip() for p in line.split("|"))
    chinese = not name.isascii()
    split = [part.strip() for part in titles.split(";") if part.strip()]
    work, months = _jobs(jobs)
    resume: dict[str, Any] = {
        "basics": {
            "name": name,
            **({"label": split[0]} if split else {}),
            "email": f"seeker{number:02d}@example.com",
            "phone": f"199 0000 8{number:03d}",
            "summary": note,
            "location": {"city": "滨江市" if chinese else "Binjiang", "countryCode": "CN"},
        },
        "work": work,
    }
    if level in STUDY and (majors or school):
        zh, en, years = STUDY[level]
        end = 2027 - months // 12 - (0 if months >= 12 or not work else 1)
        resume["education"] = [
            {
                "institution": school,
                "area": majors,
                "studyType": zh if chinese else en,
                "startDate": f"{end - years}-09",
                "endDate": f"{end}-06",
            }
        ]
    resume["skills"] = [{"name": s.strip()} for s in skills.split(";") if s.strip()]
    spoken = [("中文", "母语"), ("英语", "日常")] if chinese else [("English", "Native"), ("Chinese", "Everyday")]
    resume["languages"] = [{"language": language, "fluency": fluency} for language, fluency in spoken]
    status = "this_year" if not work or (months < 12 and majors) else "earlier"
    if level == "none" or (not majors and not work):
        status = "earlier"
    resume["wish"] = {
        "titles": split,
        "cities": ["滨江市" if chinese else "Binjiang"],
        "salary_min": int(salary),
        "job_types": [t.strip() for t in types.split(";") if t.strip()],
        "graduate_status": status,
        "musts": [m.strip() for m in musts.split(";") if m.strip()],
    }
    resume["education_level"] = Education(level).value
    resume["experience_months"] = months
    profile = profile_of(f"S{number:02d}", Resume.model_validate(resume))
    profile = profile.model_copy(update={"languages": ("zh",) if chinese else ("en",)})
    return resume, profile.model_dump(mode="json", exclude_defaults=True)


def seekers(lines: list[str]) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """(résumé, matching profile) of each line of seekers.txt."""
    for number, line in enumerate(lines, start=1):
        yield _seeker(number, line)
