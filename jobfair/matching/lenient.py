"""Values as people write them in FAIR.json and SEEKERS.jsonl, made into what the types take.

One text where a list is meant, a figure as a text, 大专 for ``college``, an id in Chinese: whoever wrote it meant
something plain. What is none of that stays as it is, and the types refuse it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from jobfair.fair import Education, Id, JobType

_LISTS = frozenset(
    (
        *("titles", "past_titles", "skills", "majors", "cities", "job_types", "musts", "languages", "chosen"),
        *("duties", "skills_required", "skills_preferred"),
    )
)
_NUMBERS = frozenset(
    ("experience_months", "experience_months_min", "salary_min", "salary_max", "retention_days", "headcount")
)
_YES_OR_NO = frozenset(["needs_work_permit", "work_permit", "labour_dispatch"])
_IDS: Mapping[str, str] = {"booth": "booths", "hall": "halls", "employer": "employers"}
_NUMBER = re.compile(r"\s*[¥￥]?\s*(-?\d+(?:\.\d+)?)\s*(?:元|个月)?(?:/月)?\s*")
_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("不限", "无", "小学", "初中"), Education.NONE.value),
    **dict.fromkeys(("高中", "high school"), Education.SECONDARY.value),
    **dict.fromkeys(("中专", "中职", "职高", "技校", "中技"), Education.VOCATIONAL.value),
    **dict.fromkeys(("大专", "专科", "高职"), Education.COLLEGE.value),
    **dict.fromkeys(("本科", "学士", "大学本科", "bachelor's"), Education.BACHELOR.value),
    **dict.fromkeys(("硕士", "研究生", "硕士研究生", "master's"), Education.MASTER.value),
    **dict.fromkeys(("博士", "博士研究生", "phd"), Education.DOCTORATE.value),
    **dict.fromkeys(("全职", "full-time", "full time"), JobType.FULL_TIME.value),
    **dict.fromkeys(("兼职", "part-time", "part time"), JobType.PART_TIME.value),
    **dict.fromkeys(("实习", "intern"), JobType.INTERNSHIP.value),
    **dict.fromkeys(("临时", "临时工"), JobType.TEMPORARY.value),
}
_ENUMS = frozenset(("education", "education_min", "job_type", "job_types"))
_SAID: Mapping[str, bool] = {"是": True, "需要": True, "可以": True, "否": False, "不需要": False, "不可以": False}


class Names:
    """Ids as they were given, by kind and by what stands for them inside."""

    def __init__(self) -> None:
        self._given: dict[tuple[str, str], str] = {}
        self._id: TypeAdapter[str] = TypeAdapter(Id)

    def inside(self, kind: str, given: object) -> str:
        """The id itself where it can be one, else a stand-in that is the same for the same text. "": this is no id."""
        if isinstance(given, bool) or not isinstance(given, str | int | float) or not str(given).strip():
            return ""
        text = str(given).strip()
        try:
            return self._id.validate_python(text)
        except ValidationError:
            found = "x-" + hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:24]
            self._given[kind, found] = text
            return found

    def given(self, kind: str, inside: str) -> str:
        return self._given.get((kind, inside), inside)


def mended(data: dict[str, Any], names: Names) -> dict[str, Any]:
    """The same fields, each in the form of its type where that is plain. ``id`` is not touched."""
    return {field: value if field == "id" else _value(field, value, names) for field, value in data.items()}


def _value(field: str, value: Any, names: Names) -> Any:
    if field in _IDS:
        return names.inside(_IDS[field], value) or None
    if field in _NUMBERS:
        return _number(value)
    if field in _YES_OR_NO:
        return _SAID.get(value.strip(), value) if isinstance(value, str) else value
    if field in _LISTS:
        entries = value if isinstance(value, list) else [value]
        return [_word(field, entry) for entry in entries if entry not in ("", None)]
    return _word(field, value) if not isinstance(value, str) or value or field not in _ENUMS else None


def _number(value: Any) -> Any:
    if isinstance(value, str):
        found = _NUMBER.fullmatch(unicodedata.normalize("NFKC", value).replace(",", ""))
        value = float(found[1]) if found else value
    if isinstance(value, float) and abs(value) < 1e15:
        return round(value)
    return None if value == "" else value


def _word(field: str, value: Any) -> Any:
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    if field in _ENUMS and isinstance(value, str):
        plain = unicodedata.normalize("NFKC", value).strip().lower()
        return _WORDS.get(plain, plain)
    return value
