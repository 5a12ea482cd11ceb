"""How well résumés are read: precision and recall of each field over cases with the expected answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from jobfair.matching.encoder import TextEncoder
from jobfair.matching.index import Index
from jobfair.matching.terms import normal
from jobfair.resume.documents import json_resume
from jobfair.resume.extract import extract
from jobfair.resume.profile import read_profile, text_of
from jobfair.resume.skill_words import SkillWords, kept_list
from jobfair.text import Text

FIELDS = ("titles", "past_titles", "skills", "majors", "education", "experience")
TODAY = date(2026, 11, 1)


def measure(
    cases: Sequence[Mapping[str, Any]],
    skills: Iterable[Text] = (),
    encoder: TextEncoder | None = None,
    index: Index | None = None,
) -> dict[str, dict[str, Any]]:
    """By field: precision, recall, how many were expected, and what was wrong (case, "+" too many or "-" missing).

    A case is ``{"id", "text", "want": {field: values}}``; values count as equal in normal form without blanks. Years
    count as right within a month. ``skills`` are a fair's own, beside the kept list.
    """
    words = SkillWords([*skills, *kept_list()])
    counts = {field: [0, 0, 0] for field in FIELDS}
    wrong: dict[str, list[str]] = {field: [] for field in FIELDS}
    for case in cases:
        got = read_values(str(case["text"]), words, encoder, index)
        for field in FIELDS:
            expected = _set(field, case["want"].get(field))
            right = got[field] & expected
            counts[field][0] += len(right)
            counts[field][1] += len(got[field])
            counts[field][2] += len(expected)
            wrong[field] += [f"{case['id']} + {value}" for value in sorted(got[field] - expected)]
            wrong[field] += [f"{case['id']} - {value}" for value in sorted(expected - got[field])]
    return {
        field: {
            "precision": round(right / found, 3) if found else None,
            "recall": round(right / wanted, 3) if wanted else None,
            "expected": wanted,
            "wrong": wrong[field],
        }
        for field, (right, found, wanted) in counts.items()
    }


def read_values(
    text: str, words: SkillWords, encoder: TextEncoder | None = None, index: Index | None = None
) -> dict[str, set[str]]:
    """What is read from this text, by field, in normal form."""
    if text.lstrip().startswith("{"):  # as the product reads a file: JSON Resume is data
        draft = json_resume(text.encode())
        text = text_of(draft)
    else:
        draft = extract(text, TODAY)[0]
    profile = read_profile("s", text, draft, words, TODAY, encoder, index).profile
    values = {
        "titles": profile.titles, "past_titles": profile.past_titles, "skills": profile.skills,
        "majors": profile.majors, "education": profile.education, "experience": profile.experience_months,
    }  # fmt: skip
    return {field: _set(field, value) for field, value in values.items()}


def _set(field: str, value: Any) -> set[str]:
    if value is None:
        return set()
    if field == "experience":  # whole years and half ones: a month more or less is the same answer
        return {str(round(int(value) / 6))}
    values = [value] if isinstance(value, str) else value
    return {normal(str(one)).replace(" ", "") for one in values}
