"""The items of a list of skills, each as it was written, without what hangs on it: level, score, "familiar with"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from jobfair.matching.denials import denied
from jobfair.personal import says_person
from jobfair.resume import vocabulary
from jobfair.resume.phrases import BULLET, LABEL, LEVEL

_OPEN, _SHUT = "（(【[", "）)】]"
_CUTS = "、，,;；|｜\t•●▪■◆★☆→①②③④⑤⑥⑦⑧⑨⑩"
#: An A/B test, TCP/IP and UI/UX are one word; HTML/CSS and FOB/CIF are two.
_SLASH = re.compile(r"\s/|/\s|(?<=[^\W_]{3})/(?=[^\W_]{3})|(?<=[\u4e00-\u9fff])/|/(?=[\u4e00-\u9fff])")
_SENTENCE = re.compile(r"[。！？]|\.(?=\s|$)|\s+[·—–-]\s+|\s{2,}")
_STOP = re.compile(r"[。！？]|\.(?=\s|$)|\s{2,}")
_NUMBERED = re.compile(r"^(?:\s*[①-⑳⑴-⒇]|\s*[(（]?\d{1,2}[)）.．、](?!\d)|[\s·•>*✓✔√☑–—-]+)\s*")
_SUBLABEL = re.compile(r"^(?:[\u4e00-\u9fffA-Za-z]{1,8}|[A-Z][A-Za-z&]*(?:[ /&-]+[A-Za-z&]+){0,3})\s*[:：]\s*(?=\S)")
_LEVEL = (
    r"(?:能|可|很|较|非常|比较)?(?:熟练|精通|熟悉|掌握|良好|优秀|一般|流利|了解|入门|日常(?:会话|交流|沟通)?|基础|初级水平|中等|母语|会话"
    r"|可?作为?工作语言|听说读写(?:熟练|流利|良好)?)(?:掌握|使用|操作|运用|应用|程度|水平)?"
    r"|(?:intermediate|advanced|basics?|beginner|native|fluent|fluency|proficient|expert|conversational|working"
    r"|business|professional|mother tongue|elementary|good|excellent|bilingual)"
    r"(?: (?:level|proficiency|knowledge|speaker|user|working))*"
    r"|(?:CEFR )?[ABC][12]\+?"
)
_NOTE = re.compile(
    rf"^(?:{_LEVEL}|[^（）()]*\d+(?:\.\d+)?\s*分|\d{{3}}|.*(?:到期|有效|发证|颁发|取得|获得|持有|以上|年)|\d{{4}}.*"
    rf"|\d+ ?(?:yrs?|years?).*"
    r"|.*(?:valid|issued|until|since|expir).*)$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^(?:我|本人|自己|能够|能(?![源量效耗力])|可以|会(?![计议展员话务客])|擅长|善于|精通|熟悉|熟练|熟知|掌握|了解|懂得?|具备|具有|拥有|持有|取得"
    r"|(?:运营|管理)(?=[A-Za-z])|获得|考取|通过|独立|主要|良好的?|较强的?|丰富的?|使用|运用|利用|操作(?=[A-Za-z])|应用(?=\s?[A-Za-z])|用(?=[A-Za-z])|负责(?!人)|参与|协助|配合(?:医生|医师|老师|主管|团队)?|完成|从事|进行|书写(?=护理)|撰写(?=SOP)|写(?=[A-Z])|看懂|常用|(?:搭建|组织|制定|开展|推动|跟进|推进|实施|主导|牵头)(?=.{3})|有(?!机|色|限|氧|声)"
    r"|各类|各种|相关|其他)+的?"
)
_BEFORE_EN = re.compile(
    r"^(?:(?:i |am |can |also )*(?:very |highly |fully |fairly )?(?:proficient|experienced?|skilled|competent"
    r"|comfortable|fluent"
    r"|familiar(?:ity)?|certified|trained|expert(?:ise)?|specialised|specialized|hands-on|(?:working |good |solid "
    r"|strong |sound |basic )*"
    r"(?:knowledge|understanding|command|use)) (?:in|with|of|at|using) |(?:some|basic|good|strong|excellent|advanced"
    r"|intermediate|fluent|native|using|holder of|full|clean|valid|current|uk|us|eu|and|an?|the) (?=\S))+",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?<=\S)[\s:：—–-]*(?:很|较|非常|比较)?(?:熟练|精通|熟悉|良好|优秀|一般|流利)(?:掌握|使用|操作|运用|程度)?$"
    r"|(?<=\S)(?:\s+[—–-]+\s*|:\s*|\s+)(?:intermediate|advanced|basics?|beginner|native|fluent|proficient|conversational)$"
    r"|(?<=\S)[\s:：]+\d{3}\s?分?$|(?<![甲乙丙一二三上中下初高均])等(?:\w{{0,6}}(?:软件|工具|系统|操作|设备))?$"
    r"|(?<=[A-Za-z])(?:办公软件|基础|等(?:主流|常用|常见|各类|办公).*)$|\s+(?:19|20)\d\d$|[\s★☆✓●○*]+$|(?:的)?(?:使用|操作技能|相关知识|方法)$",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"(?<=[^\s和及]{3})(?:以及|[和及])(?=[^\s和及面声谐平弦]{3})|(?<=[A-Za-z0-9+#])\s?[和及与]\s?(?=\S)|\s?[和及与]\s?(?=[A-Za-z])"
    r"|(?<=[A-Za-z0-9])等(?=[\u4e00-\u9fff]{2})(?![级离效])"
)
_AND = re.compile(r"^(\S+(?: \S+)+) (?:and|&) (\S+(?: \S+)+)$", re.IGNORECASE)
#: What she is like is for a conversation: nothing is matched by it.
TRAITS = re.compile(
    r"吃苦|耐劳|责任心|责任感|性格|开朗|认真|细心|细致|踏实|勤奋|积极|上进|团队(?:精神|意识)|抗压|学习能力|为人|诚实|稳重|热爱|乐观|执行力强|适应能力"
    r"|服从|守时|亲和力|爱岗|敬业|诚信|善于沟通|热情|耐心"
    r"|\b(?:hard[- ]?working|reliable|(?:self-)?motivated|punctual|honest|friendly|(?:fast|quick) learner|good listener"
    r"|attention to detail|passionate|compassionate|caring|self-starter|flexible|dedicated|detail-oriented|attitude"
    r"|responsible"
    r"|non-smoker)\b",
    re.IGNORECASE,
)
#: No skill: how far she went to school, what she believes.
_LEVEL_ALONE = re.compile(
    r"(?:文化程度|学历)?[:：]?(?:博士|硕士|研究生|本科|大专|专科|高职|中专|中职|技校|高中|初中|小学)(?:学历|毕业|学位)?"
    r"|(?:无|不|没有)?(?:宗教)?信仰.*|基督教?徒?|佛教徒?|伊斯兰教?|穆斯林|天主教徒?"
    r"|christian|catholic|muslim|buddhist|hindu|jewish|atheist|protestant",
    re.IGNORECASE,
)
#: Her family, origin, health: whatever list they stand in.
PERSON = re.compile(
    r"\b(?:single|married|widowed|(?:no|one|two|three|four|\d) (?:children|child|kids|sons?|daughters?)|nationality"
    r"|citizen(?:ship)?"
    r"|(?:non-?)?smoker|health problems?|good health|in good health|disabilit(?:y|ies)|pregnan(?:t|cy))\b"
    r"|^(?:white|black|asian|mixed|hispanic|latin[oa]|caucasian|arab)(?: (?:british|american|african|irish|other))?$"
    r"|^(?:british|american|indian|irish|nigerian|filipin[oa]|pakistani)$"
    r"|离异|丧偶|[已未离再丧]婚|单身|独身|[已未]育|育有|怀孕|[一二两三]孩|身体(?:健康|良好)|无病史|信教|照片|见附件",
    re.IGNORECASE,
)
_NONE = re.compile(r"^(?:暂?无|没有|none|n/?a|no|nil|-+|/)$", re.IGNORECASE)
_FILLER = re.compile(
    r"^(?:(?:设计|专业|绘图|常用)软件|(?:设计|专业|语言|综合|编程|办公|外语|计算机)能力|等+|其他|other|etc|and|or|和"
    r"|以及|办公|软件|技能|证书|语言|skills?|references?.*|available.*)$",
    re.I,
)


class SkillItem(NamedTuple):
    """``level`` is the note in brackets that was no skill: 熟练, B2, 528 分."""

    name: str
    level: str = ""


def skill_items(text: str, *, certificates: bool = False, languages: bool = False) -> Iterator[SkillItem]:
    """In the order of the text; what is denied, a sentence, a trait of character or a fact of the person is left out.

    ``certificates``: brackets belong to the name (RN (Massachusetts)) and names may be long. ``languages``: what stands
    in brackets is how well.
    """
    text = BULLET.sub("", text)
    for piece in pieces(text, certificates=certificates):
        if languages and (level := LEVEL.match(piece)) and is_skill(level[1]):
            yield SkillItem(bare(level[1]), level[2])
        else:
            yield from _items(piece, certificates)


def _items(piece: str, certificates: bool) -> Iterator[SkillItem]:
    piece = _NUMBERED.sub("", piece).strip(" 。.,，:：")
    label = LABEL.match(piece)
    field = vocabulary.LABELS.get(re.sub(r"\s+", " ", label[1]).lower()) if label else "skills"
    if denied(piece) or says_person(piece) or field not in (None, "skills", "languages", "certificates"):
        return
    piece = _SUBLABEL.sub("", piece)
    opened = re.match(rf"^(.*?)\s*[{re.escape(_OPEN)}]([^{re.escape(_SHUT)}]*)[{re.escape(_SHUT)}]?(.*)$", piece)
    if opened and opened[1].strip() and not (opened[3].strip() and len(opened[1]) <= 2):
        base, inside, rest = opened[1], opened[2].strip(), opened[3]
        notes = [part for part in pieces(inside) if _NOTE.match(part.strip())]
        names = [part for part in pieces(inside) if not _NOTE.match(part.strip())]
        if certificates and names and not notes and not re.search(r"[\u4e00-\u9fff]", base):
            yield from _named(piece, certificates)
            return
        yield from _named(base + rest, certificates, "、".join(notes))
        if rest.strip() and len(inside) <= 5:
            return  # 信用证（L/C）操作
        for name in names:
            yield from _named(name, certificates)
        return
    yield from _named(piece, certificates)


def _named(text: str, certificates: bool, level: str = "") -> Iterator[SkillItem]:
    if len(re.findall(r"[\u4e00-\u9fff]", text)) > 16 and re.search(r"[的过了]", text):
        return  # a sentence
    for part in _JOINED.split(text) if not certificates else [text]:
        whole = bare(part)
        pair = _AND.match(whole)
        for name in pair.groups() if pair and not certificates else (whole,):
            if name and is_skill(name, long=certificates):
                yield SkillItem(name, level)


def bare(text: str) -> str:
    """熟练使用 Excel -> Excel; Python - advanced -> Python; proficient in SAP -> SAP."""
    text = text.strip(" 。.,，;；:：'\"“”‘’·")
    for _ in range(3):
        before = text
        cut = _AFTER.sub("", text).strip(" -–—:：")
        text = cut if len(cut) > 1 else text
        stripped = (_BEFORE if re.match(r"[\u4e00-\u9fff]", text) else _BEFORE_EN).sub("", text).strip()
        text = stripped if len(stripped) > 1 or stripped in ("R", "C") else text
        if text == before:
            break
    return text


def is_skill(name: str, *, long: bool = False) -> bool:
    """Whether an item of a list may stand as a skill: short, no sentence, no figure alone, nothing about the person."""
    if len(name) < 2 and name not in ("R", "C"):
        return False
    chinese = len(re.findall(r"[\u4e00-\u9fff]", name))
    if chinese > (24 if long else 14) or len(name) > 60 or (not chinese and len(name.split()) > (9 if long else 5)):
        return False
    return not (
        TRAITS.search(name)
        or PERSON.search(name)
        or _NONE.match(name)
        or _FILLER.match(name)
        or says_person(name)
        or _LEVEL_ALONE.fullmatch(name)
        or not re.search(r"[^\W\d_]", name)
        or re.fullmatch(r"[\d.,]+\s*(?:分|年|个月|%|k|K)?", name)
        or (vocabulary.SCHOOL.search(name) and not long)
    )


def pieces(text: str, *, certificates: bool = False) -> list[str]:
    """Apart at commas and the like that stand outside brackets; a dash may belong to a certificate's name."""
    found, depth, begin = [], 0, 0
    for at, character in enumerate(text):
        if character in _OPEN:
            depth += 1
        elif character in _SHUT:
            depth = max(0, depth - 1)
        elif depth == 0 and character in _CUTS:
            found.append(text[begin:at])
            begin = at + 1
    found.append(text[begin:])
    parts = [
        part
        for piece in found
        for cut in _outside(_STOP if certificates else _SENTENCE, piece)
        for part in _outside(_SLASH, cut)
    ]
    return [part.strip() for part in parts if part.strip()]


def _outside(pattern: re.Pattern[str], text: str) -> list[str]:
    """Split where the pattern stands outside brackets."""
    parts, begin = [], 0
    for hit in pattern.finditer(text):
        before = text[: hit.start()]
        if sum(map(before.count, _OPEN)) <= sum(map(before.count, _SHUT)):
            parts.append(text[begin : hit.start()])
            begin = hit.end()
    return [*parts, text[begin:]]
