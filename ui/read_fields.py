"""A résumé read from a file, as lines that a person can check and change; and back."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError

from jobfair.seeker import Resume, masked_name

# Path in the résumé -> key of the label's text. What is not named here is a heading or a detail of no weight.
_LABELS: dict[str, str] = {
    "basics.name": "name",
    "basics.phone": "phone",
    "basics.email": "email",
    "basics.location.city": "city",
    "basics.label": "position",
    "basics.summary": "summary",
    "wish.titles": "wish",
    "wish.cities": "wish_city",
    "wish.salary_min": "salary",
    "wish.salary_max": "salary_to",
    "wish.start_date": "start",
    "work.position": "position",
    "work.name": "employer",
    "work.startDate": "from",
    "work.endDate": "to",
    "work.summary": "duties",
    "work.highlights": "duties",
    "education.institution": "school",
    "education.area": "major",
    "education.studyType": "degree",
    "education.startDate": "from",
    "education.endDate": "to",
    "skills.name": "skills",
    "skills.keywords": "skills",
    "languages.language": "languages",
    "languages.fluency": "languages",
    "certificates.name": "certificates",
    "certificates.date": "from",
    "projects.name": "project",
    "projects.description": "duties",
    "education_level": "education",
    "experience_months": "experience",
}
_FIXED = frozenset({"education_level", "wish.graduate_status", "wish.job_types"})  # shown in words, changed in the form


def lines_of(resume: Resume) -> list[tuple[str, str, str]]:
    """``(path, label key, value)`` of every filled field, in reading order."""
    found: list[tuple[str, str, str]] = []

    def walk(value: Any, path: str) -> None:
        if isinstance(value, dict):
            for key, inner in value.items():
                walk(inner, f"{path}.{key}" if path else key)
        elif isinstance(value, list | tuple):
            for number, inner in enumerate(value):
                walk(inner, f"{path}.{number}")
        elif value not in (None, ""):
            label = _LABELS.get(".".join(part for part in path.split(".") if not part.isdigit()))
            if label:
                found.append((path, label, str(value)))

    walk(resume.model_dump(mode="json"), "")
    return found


def is_fixed(path: str) -> bool:
    """Whether the line can be read but not typed over."""
    return path in _FIXED


def changed(resume: Resume, path: str, value: str) -> Resume | None:
    """The résumé with one field changed; None when the value cannot stand there (a number is expected, too long)."""
    data: Any = resume.model_dump(mode="json")
    *way, last = path.split(".")
    place = data
    for part in way:
        place = place[int(part)] if part.isdigit() else place[part]
    key: Any = int(last) if last.isdigit() else last
    number = isinstance(place[key], int) or last in ("salary_min", "salary_max", "experience_months")
    if number:
        text = value.strip()
        if text and not text.isdigit():
            return None
        place[key] = int(text) if text else None
    else:
        place[key] = value
    try:
        return Resume.model_validate(data)
    except ValidationError:
        return None


def covered(resume: Resume) -> Resume:
    """The same page for an open hall: name and contact covered."""
    basics = resume.basics
    return resume.model_copy(
        update={
            "basics": basics.model_copy(
                update={
                    "name": masked_name(basics.name),
                    "phone": basics.phone[:3] + "****" if basics.phone else "",
                    "email": basics.email[:1] + "****" if basics.email else "",
                }
            )
        }
    )
