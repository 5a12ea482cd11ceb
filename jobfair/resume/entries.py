"""What a line of a résumé is: employer and position of an entry, a title in its head, a fact of the person."""

from __future__ import annotations

import re

from jobfair.personal import says_person, without_person
from jobfair.resume import vocabulary
from jobfair.resume.phrases import LABEL, SPAN, SPLIT

_LABEL_WITHIN = re.compile(
    rf"\s+(?=(?:{'|'.join(sorted((re.escape(name) for name in vocabulary.LABELS), key=len, reverse=True))})\s?[:：])",
    re.IGNORECASE,
)
_NO_LABEL = re.compile(
    r"[。；;]|(?:当|做|干|担任|从事)过|(?:19|20)\d\d"
    r"|^(?:想|找|希望|擅长|负责|不(?!锈钢)|没|会(?![计务议所])|有(?![机色线])|曾)"
)
#: What a head has before the dates of a job that stands in one line.
_KIND = re.compile(r"^(?:实习|实习经历|工作|工作经历|工作经验|经历|兼职)\d{0,2}\s*[:：]?\s*(?=$|\s|[:：])[:：]?\s*")

#: 在汕头粤兴玩具有限公司任出纳，后转为…: where, and as what.
_AS = re.compile(
    r"^[^，。；]{0,4}?在([^，。；在]{2,30}?)(?:担任|任职|任|当|做|从事)(?:了|过|一名)?([^，。；的]{2,12}?)(?:的?工作)?(?=[，。；]|$)"
)


def cells(text: str) -> list[str]:
    """A line's cells: apart by wide gaps, bars, or a further known label: 求职意向：会计 期望城市：杭州."""
    found = [cell for cell in re.split(r"\t|\s{2,}|\s[|｜]\s", text) if cell]
    return [part for cell in found for part in _LABEL_WITHIN.split(cell) if part]


def of_person(line: str) -> bool:
    """Whether a line says of the person only: 民族：回族; 女，58岁."""
    label = LABEL.match(line)
    if label and vocabulary.LABELS.get(label[1].strip().lower()) == "":
        return not any(LABEL.match(cell) and vocabulary.LABELS.get(LABEL.match(cell)[1].strip().lower())  # type: ignore[index]
                       for cell in cells(line))  # fmt: skip
    return says_person(line) and not any(without_person(part).strip() for part in SPLIT.split(line))


def is_label(part: str) -> bool:
    """Whether a part of the head is the name of her work; a sentence or a dated entry is none."""
    return bool(
        vocabulary.POSITION.search(part)
        and not vocabulary.EMPLOYER.search(part)
        and not SPAN.search(part)
        and not _NO_LABEL.search(part)
    )


def is_job(line: str) -> bool:
    """Whether a dated line without a heading above it is a job: it names one, and no school."""
    if not SPAN.search(line) or vocabulary.SCHOOL.search(line):
        return False
    if re.match(r"\W*工作(?:经历|经验)\d{0,2}\s*[:：]", line):
        return True
    parts = re.split(r"[\s,，、;；|｜:：()（）]+", SPAN.sub(" ", line))
    return any(vocabulary.POSITION.search(part) for part in parts) and not re.search(
        r"项目[:：]|^projects?\b", line, re.I
    )


def employer_and_position(parts: list[str], chinese: bool) -> tuple[str, str]:
    parts = [part for part in (_KIND.sub("", part) for part in parts) if part]
    if len(parts) == 1 and (said := _AS.match(parts[0])):
        return said[1].strip()[:400], said[2].strip()[:400]
    said = re.match(r"([A-Za-z][A-Za-z /-]+?) at ([A-Z].*)$", parts[0]) if len(parts) == 1 else None
    if said and vocabulary.ROLE.search(said[1]):
        return said[2].strip(" ,")[:400], said[1][:400]
    if len(parts) == 1:
        parts = _words(parts[0], chinese)
    if not parts:
        return "", ""
    if len(parts) == 1:
        return ("", parts[0]) if vocabulary.ROLE.search(parts[0]) else (parts[0], "")
    if len(parts) > 2 and not vocabulary.POSITION.search(parts[0]):  # employer, department, position
        work = [part for part in parts[1:] if vocabulary.ROLE.search(part) and not vocabulary.EMPLOYER.search(part)]
        if work and not vocabulary.POSITION.search(parts[1]):
            return parts[0][:400], work[0][:400]
        if len(work) > 1:  # Sales Representative 外贸业务员
            return parts[0][:400], " / ".join(work)[:400]
    first, second = parts[0][:400], parts[1][:400]
    employer_second = vocabulary.EMPLOYER.search(second) or vocabulary.POSITION.search(first)
    employer_first = vocabulary.EMPLOYER.search(first) or vocabulary.POSITION.search(second)
    if not employer_first and not employer_second:
        employer_second, employer_first = vocabulary.ROLE.search(first), vocabulary.ROLE.search(second)
    if bool(employer_first) != bool(employer_second):
        return (first, second) if employer_first else (second, first)
    # By the entry's own script: what else stands in the document (a line more on the person) must not turn it.
    own = re.search(r"[\u4e00-\u9fff]", first + second) is not None
    return (first, second) if own else (second, first)


def _words(part: str, chinese: bool) -> list[str]:
    """A title in one piece: 宏发钢结构厂 电焊工 负责钢梁焊接，…; Senior Accountant, ABC Ltd: bookkeeping."""
    if re.search(r"[\u4e00-\u9fff]", part):
        words = re.split(r"\s+", re.split(r"[，。；]", part)[0].strip())
        if len(words) > 2:
            work = next((word for word in words[1:] if vocabulary.POSITION.search(word)), "")
            return [words[0], work] if work else [part]
        comma = [word for word in part.split("，") if word]
        return comma if len(comma) == 2 and len(words) == 1 else words if len(words) == 2 else [part]
    words = [word for word in re.split(r":\s|\.\s", part)[0].split(", ") if word]
    return words if len(words) == 2 or (len(words) > 2 and vocabulary.POSITION.search(words[0])) else [part]
