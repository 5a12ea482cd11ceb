"""The headings of a résumé, however they are decorated, and the labels that begin a list."""

from __future__ import annotations

import re
from typing import NamedTuple

from jobfair.resume import vocabulary
from jobfair.resume.phrases import LABEL

#: Sections that are lists of what she can, each item as she wrote it.
LISTS = ("skills", "languages", "certificates")
_BRACKETED = re.compile(r"^[^\w【\[［〔]*[【\[［〔]\s*([^】\]］〕]{2,20}?)\s*[】\]］〕]\s*[:：]?\s*(.*)$")
_ROW = re.compile(r"^\s*([A-Za-z\u4e00-\u9fff ]{2,24}?)\s*[|｜]\s*(\S.*)$")


class Heading(NamedTuple):
    """``section`` of vocabulary.HEADINGS, "" for one that is read past; ``rest`` stands behind it in its line."""

    section: str
    key: str
    rest: str


def heading_of(line: str) -> Heading | None:
    """A line that is a heading alone, or begins with one in brackets: 【技能证书】 CET-6."""
    line = line.strip()
    if len(line) <= 40 and (section := vocabulary.HEADINGS.get(key := key_of(line))) is not None:
        return Heading(section, key, "")
    if found := _BRACKETED.match(line):
        key = key_of(found[1])
        return Heading(vocabulary.HEADINGS.get(key, ""), key, found[2])
    return None


def list_of(line: str) -> tuple[str, str] | None:
    """(skills, languages or certificates; what stands behind the label), for 证书：… and Key skills | …."""
    found = LABEL.match(line.strip()) or _ROW.match(line)
    if not found or not found[2].strip():
        return None
    field = vocabulary.LABELS.get(key_of(found[1]))
    if field is None:
        field = vocabulary.HEADINGS.get(key_of(found[1]))
    return (field, found[2].strip()) if field in LISTS else None


def key_of(text: str) -> str:
    """Lower case, without decoration at its ends; Chinese without blanks."""
    key = re.sub(r"^[\W\d_]+|[\W_]+$", "", text).lower().replace("’", "'")
    return re.sub(r"\s", "", key) if re.search(r"[\u4e00-\u9fff]", key) else re.sub(r"\s+", " ", key)
