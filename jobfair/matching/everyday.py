"""What people call work in everyday words, and the titles that employers write for it: 码农, 坐办公室的, RN.

A dictionary of occupations does not help where 程序员 is asked for and only Java 开发工程师 is offered. The words are
kept by hand in resources/titles/everyday.tsv; only the whole wish is looked up, never a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from pathlib import Path

from jobfair.matching.terms import clean_title, language_of, title_forms
from jobfair.text import LANGUAGES, Language

#: Wishes that name no work.
ANY_WORK = frozenset(
    ("什么都行", "什么都可以", "都行", "都可以", "随便", "不限", "无所谓", "any", "anything", "any job", "whatever")
)
#: What she does not want, to the end of the clause; 不锈钢 and 无人机 are no denials.
_UNWANTED = re.compile(
    r"(?:^|(?<=[\s,;。、/(]))[但我就只可]*是?(?:不要|不想|不做|不干|不去|不考虑|不愿意?|不喜欢|不接受|拒绝|讨厌|除了|排除|别给我)"
    r"[^\s,;。、/)]*"
    r"|(?:^|(?<=[\s,;(]))(?:but |i )?(?:no|not|never|don'?t want|do not want|anything but|except|other than)\b(?!-)"
    r"[^,;)]*"
)
#: What stands around the name of the work where she writes a sentence.
_ASKING = re.compile(
    r"^(?:我?(?:想要?|要|希望|打算)(?:找|做|当|干|应聘)|我(?:想要?|要)|我?(?:找|应聘)(?=.{2,}(?:工作|岗位|职位|的活)))"
    r"(?:个|份|一个|一份|点)?(?=.{2})"
    r"|^(?:i(?: would|'d)? ?(?:want|like|wish|hope) to (?:be|become|work as|work in|do)|(?:i am |i'm )?looking for"
    r"|seeking|to work as) (?:an? |the )?(?=.{2})"
    r"|(?<=.{2})(?:的(?:工作|岗位|职位|活儿?|人)?|(?:岗位|职位))$|(?<=.{3}) (?:jobs?|positions?|roles?)$"
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


def wishes_of(titles: Sequence[str]) -> list[tuple[str, int]]:
    """The clean forms of these titles, each with the number of its own; a title that names no work has the form ""."""
    found = []
    for number, title in enumerate(titles):
        found += [(form, number) for form in dict.fromkeys(map(_wish, title_forms(title)))]
    return found


def _wish(form: str) -> str:
    """Of a clean form what she wishes; "" where it names no work: signs alone, 随便, anything, 不要销售."""
    if form in ANY_WORK or not any(c.isalnum() for c in form):
        return ""
    if form in everyday_words():
        return form
    text = _UNWANTED.sub(" ", form).strip(" ,;。、/")
    asked = "".join(_ASKING.split(text)).strip(" ,;。、/") if text else ""
    text = asked or text
    return "" if text in ANY_WORK or not any(c.isalnum() for c in text) else " ".join(text.split())


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
