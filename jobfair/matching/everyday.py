"""What people call work in everyday words, and the titles that employers write for it: 码农, 坐办公室的, RN.

A dictionary of occupations does not help where 程序员 is asked for and only Java 开发工程师 is offered. The words are
kept by hand in resources/titles/everyday.tsv; only the whole wish is looked up, never a part of it.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path

from jobfair.matching.terms import clean_title, language_of
from jobfair.text import LANGUAGES, Language

#: Wishes that name no work.
ANY_WORK = frozenset(
    ("什么都行", "什么都可以", "都行", "都可以", "随便", "不限", "无所谓", "any", "anything", "any job", "whatever")
)
Titles = Mapping[Language, tuple[str, ...]]


@cache
def everyday_words() -> Mapping[str, Titles]:
    """Normal word -> titles by language; empty where the file was left out."""
    path = Path(__file__).resolve().parents[2] / "resources" / "titles" / "everyday.tsv"
    found: dict[str, Titles] = {}
    for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
        words, *lists = line.split("\t")
        titles = {lang: tuple(map(clean_title, each.split("|"))) for lang, each in zip(LANGUAGES, lists, strict=True)}
        found |= {clean_title(word): titles for word in words.split("|")}
    return found


def wish_of(title: str) -> str:
    """The clean title; "" where it names no work: signs alone, 随便, anything."""
    text = clean_title(title)
    return text if text not in ANY_WORK and any(c.isalnum() for c in text) else ""


def meant_by(titles: Sequence[str], languages: Collection[Language]) -> list[tuple[str, int]]:
    """The titles that these clean ones mean beside themselves, each with the number of its own: in its own language
    where it is among the fair's ``languages``, else in the other."""
    found = []
    for number, title in enumerate(titles):
        meant = everyday_words().get(title, {})
        own = language_of(title)
        language = own if own in languages or not languages else next(iter(sorted(languages)))
        found += [(each, number) for each in meant.get(language, ()) if each != title]
    return found
