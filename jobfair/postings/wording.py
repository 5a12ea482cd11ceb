"""Looking for wording in one text, by the rules of resources/postings/wording.toml."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import Any

from jobfair.postings.findings import Finding, Level
from jobfair.postings.folding import Folded, is_han
from jobfair.postings.proposals import question_of, without, without_attribute
from jobfair.postings.resources import table
from jobfair.text import Bilingual

_BEFORE = 48
_SOME = 20  # findings of one rule in one text: more say nothing new
_AROUND = " \t\n([（【,，.。;；、:：)]）】"
_SYNTAX = re.compile(r"\\.|\(\?P<\w{1,9}>|\(\?")


class Script(Enum):
    """In which letters a pattern's words are: it is tried only where a trigger of these letters is in the text."""

    HAN = "han"
    LATIN = "latin"
    EITHER = "either"


@dataclass(frozen=True)
class Search:
    """Patterns that are tried together: only where ``needs`` (a group that they are about) is in the text, so that
    most texts are read by few patterns."""

    needs: re.Pattern[str] | None
    script: Script
    patterns: tuple[re.Pattern[str], ...]

    def spans(self, text: str) -> Iterable[tuple[int, int, bool]]:
        """Where something was found; whether it is a word before the noun that the pattern names after it."""
        if self.needs and not self.needs.search(text):
            return ()
        return [_cut(match) for pattern in self.patterns for match in pattern.finditer(text)]


@dataclass(frozen=True)
class Rule:
    """One entry of wording.toml with its patterns compiled."""

    code: str
    level: Level
    laws: tuple[str, ...]
    reason: Bilingual
    triggers: tuple[str, ...]
    kin: bool
    searches: tuple[Search, ...]
    unless: tuple[re.Pattern[str], ...]


@dataclass(frozen=True)
class Hit:
    """Where a rule found something in the folded text; ``attribute``: only a word before a noun, which may stay."""

    rule: Rule
    start: int
    end: int
    attribute: bool


class Wording:
    """All rules, ready to search."""

    def __init__(self) -> None:
        data = table("wording")
        macros = _expanded(data["macros"])
        self.rules = tuple(_rule(entry, macros, data) for entry in data["rule"])
        self._negated = re.compile(f"{macros['NO']}{macros['GAP']}|{macros['NOT']}{macros['GAPS']}", re.ASCII)

    def rules_for(self, texts: str) -> list[Rule]:
        """The rules of which a word is in the folded ``texts``: asked once for an opening."""
        return [rule for rule in self.rules if any(word in texts for word in rule.triggers)]

    def findings(self, rules: list[Rule], text: str, folded: Folded, path: str) -> list[Finding]:
        """What ``rules`` find in one text, in the rules' order; overlapping findings of one rule are one."""
        return [_finding(hit, text, folded, path) for rule in rules for hit in self._of(rule, folded.text)]

    def _of(self, rule: Rule, text: str) -> list[Hit]:
        scripts = {_script(word) for word in rule.triggers if word in text} | {Script.EITHER}
        if len(scripts) == 1:
            return []
        cuts = [cut for search in rule.searches if search.script in scripts for cut in search.spans(text)]
        if not cuts:
            return []
        found, attributes = [(start, end) for start, end, _ in cuts], {(start, end) for start, end, yes in cuts if yes}
        exceptions = [match.span() for pattern in rule.unless for match in pattern.finditer(text)]
        spared = _merged(exceptions + [span for span in found if self._is_negated(text, span[0])])
        starts = [start for start, _ in spared]
        left = [span for span in found if not _covered(span, spared, starts, text)]
        # Only now a limit: what is spared may not crowd out what is not.
        return [Hit(rule, *span, span in attributes) for span in _merged(left)[:_SOME]]

    def _is_negated(self, text: str, start: int) -> bool:
        return self._negated.search(text[max(0, start - _BEFORE) : start]) is not None


def _cut(match: re.Match[str]) -> tuple[int, int, bool]:
    if "cut" in match.re.groupindex and match["cut"]:
        return (*match.span("cut"), match.end() > match.end("cut"))
    return (*match.span(), False)


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, those that touch made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(span for span in spans if span[0] < span[1]):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _covered(span: tuple[int, int], spared: list[tuple[int, int]], starts: list[int], text: str) -> bool:
    """Whether an exception holds the whole of what was found, but for punctuation at its ends: one that only touches
    it says nothing of the rest."""
    start, end = span
    while start < end and text[start] in _AROUND:
        start += 1
    while end > start and text[end - 1] in _AROUND:
        end -= 1
    at = bisect_right(starts, start) - 1
    return at >= 0 and spared[at][0] <= start and end <= spared[at][1]


def _finding(hit: Hit, text: str, folded: Folded, path: str) -> Finding:
    start, end = folded.span(hit.start, hit.end)
    while start < end and text[start] in " \t\n([（【,，。;；、:：":
        start += 1
    while end > start and text[end - 1] in " \t\n)]）】,，。;；、:：":
        end -= 1
    rule = hit.rule
    edit, question = None, None
    if rule.level is not Level.LABEL:
        edit = (without_attribute(text, start, end) if hit.attribute else None) or without(text, start, end, rule.kin)
        question = None if edit else question_of(text, start, end)
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


def _rule(entry: dict[str, Any], macros: dict[str, str], data: dict[str, Any]) -> Rule:
    def compiled(patterns: Iterable[str]) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(_filled(pattern, macros), re.ASCII) for pattern in patterns)

    own = compiled(entry["patterns"])
    searches = [Search(None, script, tuple(one for one in own if _script(one.pattern) is script)) for script in Script]
    for name, frames in data["frames"].items():
        if name in entry:  # every way of asking for or refusing the group that the rule names
            (who,) = compiled([entry[name]])
            patterns = compiled(frame.replace("{WHO}", f"(?:{entry[name]})") for frame in frames)
            searches.append(Search(who, _script(who.pattern), patterns))
    return Rule(
        code=entry["code"],
        level=Level(entry["level"]),
        laws=tuple(entry["laws"]),
        reason=Bilingual(zh=entry["zh"], en=entry["en"]),
        triggers=tuple(entry["any"]),
        kin=entry.get("cut") == "kin",
        searches=tuple(searches),
        unless=compiled(entry.get("unless", []) + data["common"]["unless"]),
    )


@cache
def _script(pattern: str) -> Script:
    has_han = any(is_han(char) for char in pattern)
    has_latin = re.search("[a-z]", _SYNTAX.sub("", pattern)) is not None
    return Script.EITHER if has_han and has_latin else Script.HAN if has_han else Script.LATIN
