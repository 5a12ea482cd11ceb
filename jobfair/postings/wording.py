"""Looking for wording in one text, by the rules of resources/postings/wording.toml."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from jobfair.postings.findings import Edit, Finding, Level
from jobfair.postings.folding import Folded
from jobfair.postings.resources import table
from jobfair.text import Bilingual

# What may stand between "we never" and the words found: nothing that could end that thought.
_GAP = r"""(?:以|因|在|对|要求|规定|设置|设|存在|任何|招聘|员工|求职者|应聘者|发布|公司|写|出现|变相|明确|通过|招用|者|的|等|、|或|和|有|含|["'“”‘’「」『』《》(]|\s){0,6}$"""
_GAP_EN = r"(?: (?:a|an|any|the|ever|to|be|have|ask|asks|require|requires|prefer|use|set|hire|post|accept|state|allow|of|for|by|is|are|it)){0,4} ?[\"'(]?$"
_BEFORE = 48
_SOME = 20  # findings of one rule in one text: more say nothing new
_MARKS = "，,、；;：: \t"


@dataclass(frozen=True)
class Rule:
    """One entry of wording.toml with its patterns compiled."""

    code: str
    level: Level
    laws: tuple[str, ...]
    reason: Bilingual
    triggers: tuple[str, ...]
    patterns: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class Hit:
    """Where a rule found something in the folded text, and what is taken out of it."""

    rule: Rule
    start: int
    end: int


class Wording:
    """All rules, ready to search."""

    def __init__(self) -> None:
        data = table("wording")
        macros = _expanded(data["macros"])
        self.rules = tuple(_rule(entry, macros) for entry in data["rule"])
        self._negated = re.compile(
            f"{macros['NO']}{_GAP}|(?:如发现|若发现|举报|投诉|不允许){_GAP}|{macros['NOT']}{_GAP_EN}"
        )

    def hits(self, folded: Folded) -> list[Hit]:
        """What the rules find, in the order of the text; overlapping findings of one rule are one."""
        text = folded.text
        return [
            hit for rule in self.rules if any(word in text for word in rule.triggers) for hit in self._of(rule, text)
        ]

    def _of(self, rule: Rule, text: str) -> list[Hit]:
        found: list[tuple[int, int]] = []
        for pattern in rule.patterns:
            for match in pattern.finditer(text):
                span = match.span("cut") if "cut" in pattern.groupindex and match["cut"] else match.span()
                if span[0] < span[1]:
                    found.append(span)
                if len(found) >= _SOME * 4:
                    break
        if not found:
            return []
        spared = [match.span() for pattern in rule.unless for match in pattern.finditer(text)]
        spared += [span for span in found if self._negated.search(text[max(0, span[0] - _BEFORE) : span[0]])]
        merged: list[tuple[int, int]] = []
        for start, end in sorted(found):
            if any(a < end and start < b for a, b in spared):
                continue
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return [Hit(rule, start, end) for start, end in merged[:_SOME]]

    def findings(self, text: str, folded: Folded, path: str) -> list[Finding]:
        """The same as findings, with the proposal that takes the words out of ``text``."""
        return [_finding(hit, text, folded, path) for hit in self.hits(folded)]


def taken_out(text: str, start: int, end: int) -> Edit:
    """An edit without the words, and without the punctuation that would be left over."""
    while end < len(text) and text[end] in _MARKS and (start == 0 or text[start - 1] in _MARKS + "。.!！?？\n（("):
        end += 1
    if end == len(text) or text[end] in "。.;；!！?？\n）)":
        while start > 0 and text[start - 1] in _MARKS:
            start -= 1
    if 0 < start and end < len(text) and text[start - 1] + text[end] in ("()", "（）", "[]", "【】"):
        start, end = start - 1, end + 1
    if start == 0 and end < len(text) and text[end] in "。.!！":
        end += 1
    return Edit(start=start, end=end)


def _finding(hit: Hit, text: str, folded: Folded, path: str) -> Finding:
    start, end = folded.span(hit.start, hit.end)
    while start < end and text[start] in " \t\n([（【,，。;；、:：":
        start += 1
    while end > start and text[end - 1] in " \t\n)]）】,，。;；、:：":
        end -= 1
    rule = hit.rule
    edit = None if rule.level is Level.LABEL else taken_out(text, start, end)
    if edit and not edit.of(text).strip():
        edit = None
    question = None
    if edit is None and rule.level is not Level.LABEL:
        question = Bilingual(
            zh="这里只有这句话：请改写，或者去掉这一项。",
            en="There is nothing else here: say it otherwise, or leave it out.",
        )
    return Finding(
        code=rule.code,
        level=rule.level,
        field=path,
        start=start,
        end=end,
        words=text[start:end],
        reason=rule.reason,
        laws=rule.laws,
        edit=edit,
        question=question,
    )


def _expanded(macros: dict[str, str]) -> dict[str, str]:
    return {name: _filled(pattern, macros) for name, pattern in macros.items()}


def _filled(pattern: str, macros: dict[str, str]) -> str:
    while True:
        filled = re.sub(r"\{([A-Z]+)\}", lambda m: macros[m[1]], pattern)
        if filled == pattern:
            return filled
        pattern = filled


def _rule(entry: dict[str, Any], macros: dict[str, str]) -> Rule:
    def compiled(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(_filled(pattern, macros)) for pattern in patterns)

    return Rule(
        code=entry["code"],
        level=Level(entry["level"]),
        laws=tuple(entry["laws"]),
        reason=Bilingual(zh=entry["zh"], en=entry["en"]),
        triggers=tuple(entry["any"]),
        patterns=compiled(entry["patterns"]),
        unless=compiled(entry.get("unless", [])),
    )
