"""The headings of a résumé, however they are decorated, and the labels that begin a list."""

from __future__ import annotations

import re
from typing import NamedTuple

from jobfair.resume import vocabulary
from jobfair.resume.phrases import LABEL

#: Sections that are lists of what she can, each item as she wrote it.
LISTS = ("skills", "languages", "certificates")
_BRACKETED = re.compile(r"^[^\w【\[［〔]*[【\[［〔]\s*([^】\]］〕]{2,20}?)\s*[】\]］〕]\s*[:：]?\s*(.*)$")
#: CLINICAL SKILLS, 护理技能: a heading by its last word.
_KIND = re.compile(
    r"^(?:(?P<skills>(?:[a-z]+ ){1,2}(?:skills|competencies|expertise)|[\u4e00-\u9fff]{2,4}技能)"
    r"|(?P<certificates>(?:[a-z]+ ){1,3}(?:certifications|certificates|licen[cs]es)|[\u4e00-\u9fff]{2,4}证书)"
    r"|(?P<work>(?:[a-z]+ ){1,2}(?:experience|employment))|(?P<education>(?:[a-z]+ ){1,2}education))$"
)
_ROW = re.compile(r"^\s*([A-Za-z\u4e00-\u9fff ]{2,24}?)\s*[|｜]\s*(\S.*)$")
_CELLS = re.compile(r"^(\s*([A-Za-z\u4e00-\u9fff ]{2,20}?)\d{0,2}\s*)[,，|｜](?=\s*[^\s,，|｜][^,，|｜]*$)")


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
    if len(line) <= 40 and (kind := _KIND.search(key)) and not LABEL.match(line):
        return Heading(next(name for name, found in kind.groupdict().items() if found), key, "")
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


def as_labels(text: str) -> str:
    """A table of labels and values (期望职位,会计) with colons between them; any other text as it is. Every character
    keeps its place."""
    lines = text.split("\n")
    rows = [at for at, line in enumerate(lines) if (row := _CELLS.match(line)) and _names_a_field(key_of(row[2]))]
    if len(rows) < 4:
        return text
    for at in rows:
        lines[at] = _CELLS.sub(r"\1：", lines[at])
    return "\n".join(lines)


def _names_a_field(key: str) -> bool:
    return key in vocabulary.LABELS or key in vocabulary.HEADINGS


def key_of(text: str) -> str:
    """Lower case, without decoration at its ends; Chinese without blanks."""
    text = re.sub(r"^\W*[一二三四五六七八九十]{1,2}[、.．]\s*", "", text)
    key = re.sub(r"^[\W\d_]+|[\W_]+$", "", text).lower().replace("’", "'")
    return re.sub(r"\s", "", key) if re.search(r"[\u4e00-\u9fff]", key) else re.sub(r"\s+", " ", key)
