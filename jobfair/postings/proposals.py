"""What a proposal takes out of a text: the whole clause or item that forbids, never a part that leaves the rest torn.

``without`` answers None where nothing that makes sense would be left, or where too much else would go: the finding then
asks for another wording.
"""

from __future__ import annotations

import re

from jobfair.postings.findings import Edit
from jobfair.postings.folding import is_han
from jobfair.text import Bilingual

_NOTHING_ELSE = Bilingual(
    zh="这里只有这句话：请改写，或者去掉这一项。",
    en="There is nothing else here: say it otherwise, or leave it out.",
)
_SAY_ANEW = Bilingual(
    zh="请改写这句话，去掉其中的这个条件。",
    en="Say this sentence anew, without that condition.",
)
_STRONG = "。；;！!？?\n"
_OPENING, _CLOSING = "([（【", ")]）】"
_WEAK = "，,、：:"
_SPACES = " \t\u3000"
_DROPPED = _WEAK + _SPACES
# How much else of a clause may go with the words: more would silently lose what the employer asks for.
_HAN_ELSE, _WORDS_ELSE = 10, 5
# A neighbour that says nothing alone goes with the clause if it is as short as this.
_HAN_TORN, _WORDS_TORN = 8, 5

_NUMBER = re.compile(
    r"(?:^|(?<=[\s。；;，,：:】\]]))[(（]?(?:\d{1,2}|[一二三四五六七八九十])[.、)）．][ \t]*$|[①-⑳][ \t]*$"
    r"|(?:^|(?<=\n))[-·•*][ \t]*$"
)
_NEXT_NUMBER = re.compile(r"[ \t]*[(（]?\d{1,2}[.、)）．](?!\d)|[ \t]*[①-⑳]")
# A label that says what its first item is, and goes with it; others may stand over any item.
_LABEL = re.compile(
    r"(?:年龄|岁数|性别|身高|体重|身材|形象|婚姻|婚育|婚姻状况|婚否|户籍|户口|民族|籍贯|宗教|信仰|肤色|押金|费用|对象"
    r"|\b(?:age|sex|gender|height|weight|looks|status|hukou|registration|ethnicity|race|religion|fees?|deposit))"
    r"(?:要求|限制|范围|条件|类型| limit| requirements?)?$",
    re.IGNORECASE,
)
# The words found may begin with the label of a list, which stays.
_LIST = re.compile(
    r"(?:要求|条件|限|须|需要?|必须|requires?|requirements?|wanted|preferred)[：:]\s*(?:[(（]?\d{1,2}[.、)）．]\s*)?",
    re.IGNORECASE,
)
# Words around a list's items that are about all of them.
_FRONT = re.compile(
    r"^(?:只|仅|限|不|非|无|禁|拒|谢绝|要求|须|需|必|招|要|最好|优先|没|only|no|not|must|prefer)", re.IGNORECASE
)
_DEMAND = re.compile(r"要求|必?须|需要?")
_BACK = re.compile(
    r"(?:优先|优先考虑|为佳|从优|勿扰|勿投递?|勿试|免谈|除外|不要|不招|不收|不考虑|不予[^，。]{1,3}|谢绝"
    r"|押.{0,6}|扣.{0,6}|.{0,2}保管|上交|绕行|止步|为宜|加分|均可|也可|即可|都可|可|人|者"
    r"|only|prefer\w*|not .{2,12}|excluded)$",
    re.IGNORECASE,
)
_LEFT_TORN = re.compile(
    r"(?:要求|需要?|必?须|仅限|只限|(?<![不无])限|招聘?|优先|以及|及|和|与|或者?|并且?|且|但是?|不过|的|为|是|在|对|因为?|由于|如果|若|除了?"
    r"|例如|比如|包括|即)$|\b(?:we|you|must|should|be|only|and|or|but|with|for|to|of|the|an?|is|are|who|not|no|prefer"
    r"|requires?|required|hire|as|if|because|including|than|by|in|at|from|our|need|want|seek)$",
    re.IGNORECASE,
)
_LEFT_HANGS = re.compile(
    r"^(?:因|由于|鉴于|考虑到|如果?(?!期|实)|若|虽然?|尽管|为了|除|凡|只要|无论|不论|本着|根据|按照|基于|出于)"
    r"|^(?:if|because|since|although|though|due|while|as|for|given|when|unless|sorry|owing)\b",
    re.IGNORECASE,
)
# What is said after the words because of them, and goes with them.
_RIGHT_GOES = re.compile(
    r"^(?:否则|其余|优先|考虑|即可|除外|谢谢|请(?:勿|谅|理解|见谅|知|绕|慎)|免得|省得|敬请(?:谅|理解)|望(?:谅|理解|周知)|一律|例外|非诚|免谈|因为?(?!材)"
    r"|由于|不合格|查出|发现|违者|特别优秀|条件优秀|优秀者可)|^.{1,8}除外$|放宽"
    r"|^(?:please|because|otherwise|sorry|thanks?|due|no exceptions?|we apologi[sz]e|preferred|considered)\b",
    re.IGNORECASE,
)
# What goes on from the words and may be wanted: only a person can say it anew.
_RIGHT_ASKS = re.compile(
    r"^.{1,8}[也亦](?:可|行|要|收|欢迎).{0,3}$|^(?:但|不过|所以|因此|因而|故|并|且|而|均|都|也|亦|者|的|以[上下内]|或|和|与|及|同时|其中)"
    r"|^(?:and|or|but|nor|who|which|that|with|so|as|since|than|however|others?|only|not|if|for|to|of|although|though"
    r"|unless|except|the rest|aged)\b",
    re.IGNORECASE,
)
# What belongs to a fee or a kept document: when it is paid or given back.
_KIN = re.compile(r"[交退还扣押付费返欠赔证发]|分期|refund|deposit|fee|return|paid|kept|hand", re.IGNORECASE)
_NUMBERED = 8  # characters of an item's number with what is around it
_FAR = 120  # characters of a clause that are looked at on each side; a longer one is too much to take out
_LEAST_HAN = 3  # characters that are worth proposing
_LIST_ITEM = 8  # characters of an item that says something alone
_LETTER = re.compile(r"\w")
_WORD = re.compile(r"[A-Za-z]+")
_LONGER_WORD = re.compile(r"[A-Za-z]{2,}")


def without(text: str, start: int, end: int, kin: bool = False) -> Edit | None:
    """The text without the clause or the item around ``start`` to ``end``; None where only a person can say it anew.
    ``kin``: what stands beside it about money or documents goes, too."""
    if (label := _LIST.match(text, start, end)) and label.end() < end:
        start = label.end()
    first, last = _item(text, start, end)
    if _is_much(text[first:start] + " " + text[end:last], _HAN_ELSE, _WORDS_ELSE):
        return None
    for _ in range(4):
        first = _with_label(text, first, last)
        left, right = _piece_before(text, first), _piece_after(text, last)
        if left is not None and (_is_torn_left(text[left:first], right is None) or _is_kin(kin, text[left:first])):
            first = left
        elif right is not None and (_goes(text[last:right]) or _is_kin(kin, text[last:right])):
            last = right
        elif right is not None and _RIGHT_ASKS.search(text[last:right].strip(_DROPPED)):
            return None
        else:
            return _edit(text, first, last)
        if _is_much(text[first:start] + " " + text[end:last], _HAN_ELSE + _HAN_TORN, _WORDS_ELSE + _WORDS_TORN):
            return None
    return None


def without_attribute(text: str, start: int, end: int) -> Edit | None:
    """The text without a word that only stands before a noun: 女文员 becomes 文员."""
    while end < len(text) and text[end] in _SPACES:
        end += 1
    rest = text[end : end + 1]
    if not _LETTER.match(rest):
        return None
    if text[start].isupper() and rest.islower():
        return Edit(start=start, end=end + 1, text=rest.upper())
    return Edit(start=start, end=end)


def without_sentence(text: str, start: int, end: int) -> str:
    """The text without the whole sentences around ``start`` to ``end``: where nobody can be asked."""
    while start > 0 and not _is_end(text, start - 1, ""):
        start -= 1
    while end < len(text) and not _is_end(text, end, ""):
        end += 1
    return (text[:start] + text[end + 1 :]).strip()


def question_of(text: str, start: int, end: int) -> Bilingual:
    """What is asked where there is no proposal."""
    if text.strip(_DROPPED + _STRONG + ".") == text[start:end]:
        return _NOTHING_ELSE
    return _SAY_ANEW


def _item(text: str, start: int, end: int) -> tuple[int, int]:
    """The item of a list where the words are all of it and rule no other item, else the clause."""
    first, last = _bounds(text, start, end, "，,：:、")
    item = text[first:last].strip()
    before, after = "", ""  # the list's items beside it
    if first > 0 and text[first - 1] == "、" and not _number(text, first):
        before = text[slice(*_bounds(text, first - 1, first - 1, "，,：:、"))].strip()
    if text[last : last + 1] == "、":
        after = text[slice(*_bounds(text, last + 1, last + 1, "，,：:、"))].strip()
    if after and (demand := _DEMAND.match(text, first, last)) and start >= first and not _FRONT.search(after):
        return (demand.end(), last) if end > demand.end() else (first, last)
    rules_before = before and _BACK.search(item) and not (_BACK.search(before) and before[-1] not in "人者")
    rules_after = after and _FRONT.search(item) and not _FRONT.search(after)
    if rules_before or rules_after or ((before or after) and len(item) > _LIST_ITEM):
        first, last = _bounds(text, start, end, "，,：:")
    return first, last


def _bounds(text: str, start: int, end: int, weak: str) -> tuple[int, int]:
    nearest, farthest = max(0, start - _FAR), min(len(text), end + _FAR)
    while start > nearest and not _is_end(text, start - 1, weak + _OPENING) and not _number(text, start):
        start -= 1
    while end < farthest and not _is_end(text, end, weak + _CLOSING) and not _is_number(text, end):
        end += 1
    # An item's number goes with the whole of it only.
    if (number := _number(text, start)) and text[end : end + 1] not in (
        "，",
        ",",
        "、",
    ):
        start = number.start()
    return start, _closed(text, start, end)


def _number(text: str, place: int) -> re.Match[str] | None:
    """The number of a list's item that ends at ``place``; not the whole part of a figure."""
    if text[place - 1 : place] in (".", "．") and text[place : place + 1].isdigit():
        return None
    return _NUMBER.search(text, max(0, place - _NUMBERED), place)


def _closed(text: str, start: int, end: int) -> int:
    """The end, moved behind a bracket that would be left without its other half."""
    inside = text[start:end]
    if sum(map(inside.count, _OPENING)) > sum(map(inside.count, _CLOSING)) and text[end : end + 1] in tuple(_CLOSING):
        return end + 1
    return end


def _is_end(text: str, place: int, weak: str) -> bool:
    """Whether the character parts clauses; no stop or comma within a figure, and no space but between Chinese words."""
    char = text[place]
    before, after = text[place - 1 : place] if place else "", text[place + 1 : place + 2]
    if char in ".,：:" and before.isdigit() and after.isdigit():
        return False
    if char == ".":
        return not after or after.isspace() or is_han(after) or is_han(before)
    if char in _SPACES:
        return bool(before and after and is_han(before) and is_han(after))
    return char in _STRONG or char in weak


def _is_number(text: str, place: int) -> bool:
    """Whether the next item of a numbered list begins here."""
    return text[place] in " \t①②③④⑤⑥⑦⑧⑨⑩" and _NEXT_NUMBER.match(text, place) is not None


def _with_label(text: str, first: int, last: int) -> int:
    """Where a label begins that would announce nothing, or another thing."""
    before = text[:first].rstrip(_SPACES)
    if not before.endswith(("：", ":")):
        return first
    start, end = len(before) - 1, len(before) - 1
    while start > max(0, end - _FAR) and not _is_end(text, start - 1, "，,、" + _OPENING):
        start -= 1
    is_its_own = _LABEL.search(text[start:end].strip()) is not None
    if not is_its_own and _piece_after(text, last) is not None:
        return first
    number = _number(text, start)
    return number.start() if number and _piece_after(text, last) is None else start


def _piece_before(text: str, first: int) -> int | None:
    """Where the clause before this one begins, within the sentence; none before a label's first item."""
    end = first
    if text[:first].rstrip(_SPACES)[-1:] in ("：", ":"):
        return None
    while end > 0 and text[end - 1] in _DROPPED:
        end -= 1
    if end == first or end == 0 or text[end - 1] in _STRONG + _OPENING or _is_end(text, end - 1, ""):
        return None
    return _bounds(text, end - 1, end, "，,：:")[0]


def _piece_after(text: str, last: int) -> int | None:
    """Where the clause after this one ends, within the sentence."""
    start = last
    while start < len(text) and text[start] in _DROPPED:
        start += 1
    if start == last or start == len(text) or text[start] in _STRONG + _CLOSING or _is_number(text, last):
        return None
    return _bounds(text, start, start + 1, "，,：:")[1]


def _is_torn_left(piece: str, is_last: bool) -> bool:
    """Whether the clause before says nothing without the one that goes."""
    piece = piece.strip(_DROPPED)
    return bool(_LEFT_TORN.search(piece) or (is_last and _LEFT_HANGS.search(piece)))


def _goes(piece: str) -> bool:
    """Whether the clause after is only said because of the one that goes."""
    return _RIGHT_GOES.search(piece.strip(_DROPPED)) is not None


def _is_kin(asked: bool, piece: str) -> bool:
    return asked and _KIN.search(piece) is not None


def _is_much(text: str, han: int, words: int) -> bool:
    return sum(map(is_han, text)) > han or len(_WORD.findall(text)) > words


def _edit(text: str, start: int, end: int) -> Edit | None:
    """Without the characters, and without the punctuation that would be left over."""
    while start > 0 and text[start - 1] in _SPACES:
        start -= 1
    is_first = start == 0 or text[start - 1] in _STRONG + _OPENING + ".：:" or _number(text, start)
    is_last = end == len(text) or text[end] in _STRONG + _CLOSING + "."
    if is_last and not is_first:
        while start > 0 and text[start - 1] in _DROPPED + "、":
            start -= 1
    elif is_first or text[end] == "、":
        while end < len(text) and text[end] in _DROPPED + "、":
            end += 1
    else:
        while start > 0 and text[start - 1] in _DROPPED + "、":
            start -= 1
    if (end == len(text) or text[end] in "。.!！?？\n") and text[:start].rstrip(_SPACES)[-1:] in ("；", ";"):
        start = len(text[:start].rstrip(_SPACES + "；;"))
    if start > 0 and end < len(text) and text[start - 1] in _OPENING and text[end] in _CLOSING:
        start, end = start - 1, end + 1
    before = text[start - 1 : start]
    # Nothing is left of the sentence: its end goes, too.
    if not before or before in _STRONG + ".】]":
        while end < len(text) and text[end] in _STRONG + "." + _SPACES:
            end += 1
            if text[end - 1] == "\n":
                break
    return _whole(text, start, end)


def _whole(text: str, start: int, end: int) -> Edit | None:
    """The edit, with the first letter of the rest as large as the one that went; None where next to nothing is left."""
    before = text[:start].rstrip(_SPACES)
    rest = text[end : end + 1]
    glue = ""
    if (
        before
        and not text[start - 1 : start].isspace()
        and before[-1] in ".,;:!?"
        and rest.isascii()
        and rest.isalnum()
    ):
        glue = " "
    begins = not before or before[-1] in _STRONG + "."
    if begins and rest.islower() and text[start:end].strip(_DROPPED)[:1].isupper():
        edit = Edit(start=start, end=end + 1, text=glue + rest.upper())
    else:
        edit = Edit(start=start, end=end, text=glue)
    left = edit.of(text)
    fewest = _LEAST_HAN - 1 if text[start] in _OPENING else _LEAST_HAN
    if sum(map(is_han, left)) < fewest and not _LONGER_WORD.search(left):
        return None
    return edit
