"""The part of a name that may stand on a screen: enough for its owner to know it is she, too little for anybody else.

What is shown: of a Chinese or Korean name the surname (both characters of a compound one), of names in parts the first
letters of the first and the last part. Stars stand for all else, two for any number. Never the whole name, never
nothing; that two people have the same mask is normal, and kiosk/desk/hint.py tells them apart.
"""

from __future__ import annotations

import re
import unicodedata

STARS = "**"

# Those in use today, with their traditional forms. Left out where the first character is a common surname and the
# second a common beginning of a given name (梁丘, 张简, 乐正): of 梁丘露 the mask would show two characters of three.
_COMPOUND_NAMES = (
    "欧阳 上官 皇甫 令狐 诸葛 司徒 司马 司空 申屠 夏侯 贺兰 完颜 慕容 尉迟 长孙 轩辕 端木 南宫 西门 东方 独孤 "
    "宇文 鲜于 呼延 闻人 澹台 公孙 钟离 太史 濮阳 赫连 拓跋 淳于 单于 东郭 亓官 万俟 闾丘 巫马 公冶 宗政 达奚 "
    "纳兰 耶律 第五 百里 仲长 东门 南门 左丘 公羊 尔朱 范姜 即墨 褚师 段干 北宫 "
    "歐陽 諸葛 司馬 賀蘭 完顏 尉遲 長孫 軒轅 南宮 西門 東方 獨孤 鮮于 聞人 澹臺 公孫 鍾離 濮陽 赫連 單于 東郭 "
    "萬俟 閭丘 巫馬 達奚 納蘭 仲長 東門 南門 爾朱 范姜 北宮 "
    "남궁 황보 제갈 선우 독고 사공 서문 동방"
)
_PARTICLE_WORDS = (
    "van von der den de del della di da do dos das du des la le los las el al bin ibn binti bint ben abu ter ten "
    "te zu zum zur af av y e und of the mac st san santa"
)
_COMPOUND, _PARTICLES = frozenset(_COMPOUND_NAMES.split()), frozenset(_PARTICLE_WORDS.split())
_DOTS = re.compile(r"\s*[·•‧・∙⋅．。]\s*|(?<=\w)\.(?=\w)")
"""As they stand between the parts of a name that is written in Chinese: 阿卜杜拉·买买提."""
_ASIDE = re.compile(r"[(（\[【][^)）\]】]*[)）\]】]")


def masked_name(name: str) -> str:
    """张小明 -> 张**, 欧阳娜娜 -> 欧阳**, 阿卜杜拉·买买提 -> 阿**·买**, Mary Smith -> M** S**; of no name, nothing."""
    if not name.strip():
        return ""
    plain = unicodedata.normalize("NFC", name)
    plain = _ASIDE.sub(" ", plain) if _ASIDE.sub(" ", plain).strip() else plain
    parts = [part for part in _DOTS.split(plain) if _letters(part)]
    if len(parts) > 1:
        return _of_parts([part.strip() for part in parts], "·")
    words = [word for word in (parts[0] if parts else plain).split() if _letters(word)]
    if all(_is_east_asian(word) for word in words):
        return _of_one("".join(words))
    named = [word for word in words if word.strip(".,'’").casefold() not in _PARTICLES]
    return _of_parts(named or words, " ")


def _of_parts(parts: list[str], between: str) -> str:
    """First letters of the first and the last; of parts that are single letters not all."""
    if len(parts) < 2:
        return _of_one(parts[0] if parts else "")
    first, last = parts[0], parts[-1]
    if len(parts) == 2 and len(_letters(first)) == len(_letters(last)) == 1:
        return f"{_letters(first)[0]}{STARS}{between}{STARS}"
    return between.join(_letters(part)[0] + STARS for part in (first, last))


def _of_one(word: str) -> str:
    letters = _letters(word)
    if len(letters) < 2:
        return STARS
    surname = letters[0] + letters[1]
    return (surname if len(letters) > 2 and surname in _COMPOUND else letters[0]) + STARS


def _letters(text: str) -> list[str]:
    """Its letters, each with the marks over and under it."""
    found: list[str] = []
    for character in text:
        kind = unicodedata.category(character)[0]
        if kind == "M" and found:
            found[-1] += character
        elif kind in "LN":
            found.append(character)
    return found


def _is_east_asian(word: str) -> bool:
    """Written in Han characters, kana or Hangul."""
    names = [unicodedata.name(letter[0], "") for letter in _letters(word)]
    return bool(names) and all(name.startswith(("CJK", "HIRAGANA", "KATAKANA", "HANGUL")) for name in names)
