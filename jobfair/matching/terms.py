"""Words as the matcher sees them: normal form, language, cleaned titles."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from jobfair.matching.adverts import bare_title
from jobfair.text import Language, Text, all_of
from jobfair.traditional import simplified

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[a-z0-9+#.]+")
MAX_LENGTH = 200
#: English words that name who does the work, and so end a title; the others of their endings name things.
_WORKER = re.compile(
    r"(?!(?:server|docker|power|computer|router|flutter|twitter|laser|paper|water|user|master|super|order|cover|senior"
    r"|junior|number|after|over|filter|sensor|motor|error|vector|center|color|printer|twister|linear|offer|summer|winter"
    r"|container|under|per|for|or|media|cluster|poster|layer|controller|indoor|outdoor|floor|interior|exterior|better"
    r"|human|german|russian|italian|asian|american|european)s?$)"
    r"(?:[a-z-]*[a-z]{2}(?:er|or|ist|ian|yst|man|woman|eur|eer|iff)|nurse|cook|chef|clerk|guard|intern|agent|aide|maid"
    r"|host|hostess|waitress|accountant|assistant|consultant|attendant|representative|executive|secretary|courier"
    r"|trainee|apprentice|associate|lead|head|pilot|judge|coach|model|porter|mechanic|staff|specialist|barista|tutor"
    r"|cashier|nanny|guide|merchandiser|scientist|architect|planner|surgeon|dentist|vet|crew|sales|hr)s?$"
)
#: Words that end so many titles that alone, behind Chinese, they may only end its title: Java 后端 developer.
_ANY_WORKER = re.compile(
    r"(?:engineer|developer|manager|teacher|specialist|assistant|officer|supervisor|worker|operator|leader|director"
    r"|designer|technician|representative|agent|consultant|intern|sales|hr|lead|head|associate|staff|tester)s?$"
)
_CHINESE_WORKER = re.compile(
    r"(?:[工员师士长手匠者]|经理|主管|总监|助理|司机|会计|出纳|顾问|代表|教练|主播|医生|实习生|店助|保安|保洁|保姆|月嫂|护理"
    r"|客服|人事|前台|普工|学徒|厨工|领班|销售|采购|文秘|翻译|编辑|法务|审计)$"
)
#: These stand before Chinese as a part of its title: HR 专员.
_NOT_ALONE = frozenset(("hr", "sales", "lead", "head", "staff", "model", "host", "crew", "vet"))
#: What is left of a title where its other script has said the job.
_NO_JOB = re.compile(r"^(?:高级|资深|初级|中级|实习|急招|急聘|招聘|诚聘|诚招|全职|兼职|储备|外籍|双语|\W)*$")
_LATIN_RUN = r"[a-z][a-z0-9+#.&'’ -]*"
_LATIN_FIRST = re.compile(rf"^\W*({_LATIN_RUN})")
_BESIDE = " -/|+,.;:!()[]【】、·~—_"
_LATIN_LAST = re.compile(rf"({_LATIN_RUN})\W*$")


def normal(text: str) -> str:
    """Compatibility forms and traditional characters folded, lower case, control characters and repeated blanks away,
    at most 200 characters."""
    folded = simplified(unicodedata.normalize("NFKC", text[: 4 * MAX_LENGTH]).lower())
    kept = folded
    if not folded.isprintable():
        # What has no width (Cf) divides no word; a line's end and other controls do.
        kinds = ((c, unicodedata.category(c)) for c in folded)
        kept = "".join(c if kind[0] != "C" else " " for c, kind in kinds if kind != "Cf")
    return " ".join(kept.split())[:MAX_LENGTH].strip()


def language_of(text: str) -> Language:
    """zh where there is any Chinese character, else en."""
    return "zh" if _HAN.search(text) else "en"


def clean_title(text: str) -> str:
    """The title without what advertisements hang on it (adverts.py). Never empty for a title."""
    whole = _no_pictures(normal(text))
    return bare_title(whole, language_of(whole) == "zh") or whole


def title_forms(title: Text) -> tuple[str, ...]:
    """The clean title in each language that it is written in; Welder 焊工 and 焊工 Welder are two forms each."""
    return tuple(dict.fromkeys(form for text in all_of(title) for form in _forms(text)))


def _forms(text: str) -> tuple[str, ...]:
    """One form, or one a script where each of the two says the job; Java 开发工程师 is one title."""
    cleaned = clean_title(text)
    if language_of(cleaned) == "zh" and not cleaned.isascii():
        for whole in dict.fromkeys((_no_pictures(normal(text)), cleaned)):
            for chinese, latin in _in_two(whole):
                english = bare_title(latin, chinese=False) or latin
                if _NO_JOB.match(chinese):
                    return (english,)
                return (bare_title(chinese, chinese=True) or chinese, english)
    return (cleaned,)


def _no_pictures(text: str) -> str:
    """Without emoji and other pictures: they name no job, and would make the same title another one."""
    if text.isascii() or not any(unicodedata.category(c) in ("So", "Sk") for c in text):
        return text
    return " ".join("".join(" " if unicodedata.category(c) in ("So", "Sk") else c for c in text).split()) or text


def _in_two(whole: str) -> Iterator[tuple[str, str]]:
    """The Chinese and the English title that stand side by side; nothing where this is one title."""
    first, last = _LATIN_FIRST.search(whole), _LATIN_LAST.search(whole)
    if first:
        words = first[1].split()
        ends = [i for i, word in enumerate(words) if _WORKER.match(word)]
        if ends and not (len(words) == 1 and words[0] in _NOT_ALONE):
            latin = " ".join(words[: ends[-1] + 1])
            rest = " ".join([*words[ends[-1] + 1 :], whole[first.end() :]]).strip(_BESIDE)
            if _HAN.search(rest):
                yield rest, latin
    if last:
        latin, chinese = last[1].strip(_BESIDE), whole[: last.start()].strip(_BESIDE)
        words = latin.split()
        alone = len(words) == 1 and _ANY_WORKER.match(latin) and not _CHINESE_WORKER.search(chinese)
        if words and _WORKER.match(words[-1]) and not alone and _HAN.search(chinese):
            yield chinese, latin


def together(title: str) -> str:
    """A clean title without blanks where it is Chinese: Java 开发 is Java开发."""
    return title.replace(" ", "") if language_of(title) == "zh" else title


def same_term(a: str, b: str) -> bool:
    """Whether two normal terms are one: equal, or one holds the other (whole words; two Chinese characters or more)."""
    if a == b:
        return bool(a)
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if short not in long:
        return False
    if language_of(short) == "zh":
        return len(short) >= 2 and len(short) * 3 >= len(long)
    if len(short) < 2:
        return False
    return re.search(rf"(?<![a-z0-9]){re.escape(short)}(?![a-z0-9+#])", long) is not None
