"""From a major to the jobs that its graduates commonly do (resources/majors: made by hand, see the notice there)."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from jobfair.matching.encoder import Vectors
from jobfair.matching.terms import clean_title, language_of, normal

#: Jobs taken of one major: each is compared with every title of the fair.
MOST = 5
_ENDINGS = re.compile(
    r"(?:专业|方向|类|技术|学)$|^(?:ba|bsc|b\.sc\.?|beng|ma|msc|bachelor|master|degree|diploma)s? (?:of|in) |\([^)]*\)"
)

#: What only those do who have learnt it: subjects for their teachers, and the work of a clinic.
_SUBJECTS = {
    name: re.compile(pattern)
    for name, pattern in {
        "chinese": r"语文|汉语|中文|\bchinese\b",
        "maths": r"数学|奥数|\bmath",
        "english": r"英语|\benglish\b",
        "other language": r"[日韩法德俄]语|西班牙语|\b(?:japanese|korean|french|german|spanish|russian)\b",
        "physics": r"物理|\bphysics\b",
        "chemistry": r"化学|\bchemistry\b",
        "biology": r"生物|\bbiology\b",
        "history": r"历史|\bhistory\b",
        "geography": r"地理|\bgeography\b",
        "politics": r"政治|思政|\bpolitic",
        "art": r"美术|绘画|书法|素描|\barts?\b|painting|calligraphy",
        "music": r"音乐|声乐|钢琴|古筝|吉他|\bmusic|\bpiano\b",
        "dance": r"舞蹈|街舞|\bdanc",
        "sport": r"体育|游泳|篮球|足球|武术|\bsports?\b|physical education|\bpe\b|swimming",
        "young children": r"幼儿|幼教|学前|托育|保育|\bkindergarten|preschool|\bnursery|early childhood|child",
        "computing": r"计算机|信息技术|编程|\bcomput|\bprogramming",
    }.items()
}
_TEACHER = re.compile(r"教师|老师|讲师|teacher|lecturer|\btutor")
_CLINIC = re.compile(
    r"医学检验|医师|医生|护士|药剂|药师|放射技|治疗师|推拿|\bnurses?\b|pharmacist|physician|radiographer"
    r"|medical laboratory|therapist|practitioner"
)
_HEALTH = re.compile(r"医|护理|药|康复|针灸|护士|medic|nurs|pharma|health|clinic|therap|rehab|radio|dent")


def strange_to(studied: Sequence[str], titles: Iterable[str]) -> bool:
    """Whether a job of these names asks for another subject than those of ``studied`` (majors and their usual jobs)."""
    forms = [normal(title) for title in titles]
    said = " | ".join(map(normal, studied))
    if any(map(_CLINIC.search, forms)) and not _HEALTH.search(said):
        return True
    taught = {name for name, word in _SUBJECTS.items() for form in forms if _TEACHER.search(form) and word.search(form)}
    return bool(taught) and not any(_SUBJECTS[name].search(said) for name in taught)


class Majors:
    """``vectors`` are of the jobs' titles, for the encoder named ``encoder``; empty where they do not come along."""

    def __init__(
        self, majors: Sequence[Mapping[str, Any]], encoder: str = "", vectors: Mapping[str, Vectors] | None = None
    ) -> None:
        self.encoder = encoder
        self.vectors = dict(vectors or {})
        self.names: list[str] = [str(name) for major in majors for name in major["names"]]
        self._jobs = [{side: tuple(titles) for side, titles in major["titles"].items()} for major in majors]
        self._by_name: dict[str, int] = {}
        for number, major in enumerate(majors):
            for name in (*major["names"], *major.get("near", ())):
                self._by_name.setdefault(normal(name), number)
                self._by_name.setdefault(_stem(name), number)

    def jobs(self, major: str) -> tuple[str, ...]:
        """Titles, most usual first, in the language of the major's name; empty for a major that is not known."""
        number = self._number(major)
        if number is None:
            return ()
        sides = self._jobs[number]
        found = sides.get(language_of(normal(major))) or next(iter(sides.values()), ())
        return tuple(clean_title(title) for title in found[:MOST])

    def known(self, major: str) -> bool:
        return self._number(major) is not None

    def _number(self, major: str) -> int | None:
        """By name, then without endings, then by the longest known name that stands in it, then by the first one
        that begins with it (土木)."""
        name = normal(major)
        for form in (name, _stem(name)):
            if form in self._by_name:
                return self._by_name[form]
        least = 2 if language_of(name) == "zh" else 6
        inside = [known for known in self._by_name if len(known) >= least and _holds(name, known)]
        if inside:
            return self._by_name[max(inside, key=len)]
        if len(name) < least:
            return None
        return next((number for known, number in self._by_name.items() if known.startswith(name)), None)


def _holds(name: str, known: str) -> bool:
    if language_of(known) == "zh":
        return known in name and len(known) * 2 >= len(_stem(name))
    return re.search(rf"(?<![a-z]){re.escape(known)}(?![a-z])", name) is not None


def _stem(major: str) -> str:
    """会计学专业 -> 会计; BSc in Accounting -> accounting."""
    name, before = normal(major), ""
    while name != before:
        before = name
        shorter = _ENDINGS.sub("", name).strip()
        name = shorter if len(shorter) > 1 else name
    return name


@cache
def bundled_majors() -> Majors:
    """What comes with this program; empty where it was left out. Read once (0.1 s)."""
    path = Path(__file__).resolve().parents[2] / "resources" / "majors" / "majors.json.gz"
    if not path.is_file():
        return Majors(())
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        held = json.load(stream)
    rows = np.frombuffer(base64.b64decode(held["vectors"]), dtype=np.float16).astype(np.float32)
    rows = rows.reshape(len(held["titles"]), -1)
    return Majors(held["majors"], held["encoder"], dict(zip(held["titles"], rows, strict=True)))
