"""Skills that running text names without a dictionary: 负责选品、脚本撰写; IV therapy, wound care, charting."""

from __future__ import annotations

import re
from collections.abc import Iterator

from jobfair.matching.terms import language_of
from jobfair.personal import says_person
from jobfair.resume import vocabulary
from jobfair.resume.phrases import SPAN
from jobfair.resume.profile_words import names_a_job
from jobfair.resume.skill_items import PERSON, bare, is_skill, skill_items

_CUE = re.compile(
    r"^[\W\d]*(?:我|本人|自己|主要|平时|日常|同时|还|也|并|独立|能|能够|可以|可){0,3}"
    r"(?:熟练(?:掌握|使用|操作|运用)?|精通|熟悉|掌握|擅长|会(?![议计展员话务客诊所场长同馆费籍面谈见社资章刊考动])|懂|使用|运用|操作(?=[A-Z])"
    r"|负责(?!人)|参与|独立完成|完成|配合(?:医生|医师|老师|主管|同事|团队)?(?:完成)?|协助|进行|从事|书写|看懂|用(?=\s?[A-Za-z])|(?:搭建|组织|制定|开展|推动|跟进|推进|实施|主导|牵头|办理)(?=.{3}))"
)
#: A clause's subject, a sentence's verbs, figures: no name of a skill.
_NO_NAME = re.compile(
    r"[的了着过吗吧呢]|^[在从到把被将让给按为对向每第该此其再又也都就很更最]|\d{2,}|\d[.%]|[%％万元岁]|[约超]\d|人次|以上|以内|团队$|公司|部门|领导|同事"
    r"|^[ABC][123]$|开车|客户$|学生$|新人|工作$|任务$|业务$|项目$|产品$|经验|岗位|左右|完成|达到|提升|带领|带教|希望|愿意|喜欢|想|医生|患者$|考试|同学|老师|朋友|家人|地区|路况|课程"
)
#: 有母婴护理证, 考取了教师资格证: licences, and nothing else that she has.
_HOLDS = re.compile(r"^[\W\d]*(?:我|本人|现|已|并|还|也){0,3}(?:有|持有?|具有|考取|取得|获得?|拿到?)了?")
_LICENCE = re.compile(r"证书?$|执照$|驾照$|[四六八]级$|等$|[一二三]级$|资格$")
_USE = re.compile(
    r"编程|制图|绘图|做|画|剪辑|管理|处理|进行|制作|完成|写|建模|开发|记录|统计|分析|设计|等|搭建|部署|实现|编写|训练|爬取|调试|加工|拍|排版|录入|分库|优化|构建"
)
#: 工作内容：…: every clause of the sentence is something that she did.
_DUTIES = re.compile(r"^\W*(?:主要|具体|日常)?(?:工作|岗位)?(?:内容|职责|负责|工作)\s*[:：]\s*")
_YEARS_OF = re.compile(r"years['’]? (?:of )?$", re.IGNORECASE)
_SPEAKS = re.compile(
    r"(?:[英日韩法德俄泰]|西班牙|葡萄牙|阿拉伯|意大利|越南)语(?=流利|熟练|精通|可作?为?工作|听说|较好|良好|很好|沟通)"
)
_LANGUAGE = re.compile(
    "English|Mandarin|Chinese|Cantonese|Japanese|Korean|French|German|Spanish|Portuguese|Italian|Russian|Arabic|Hindi|Thai"
    "|Vietnamese"
)
_SPEAKS_EN = re.compile(
    rf"\b(?:fluent|native|conversational|intermediate|basic|good|excellent) ((?:business )?(?:{_LANGUAGE.pattern}))\b"
)
_TOOL = re.compile(r"^([A-Za-z][A-Za-z0-9+#.-]*(?: [A-Z][A-Za-z0-9+#.-]*){0,2})\s?(?=[\u4e00-\u9fff])")
_CUE_EN = re.compile(
    r"\b(?:proficient|skilled|competent|comfortable|well[- ]versed|expert|fluent|trained|certified) (?:in|with|at|on) "
    r"|\b(?:familiar with|knowledge of|able to use|skills in|skilled at|qualified in|specialis(?:ed|ing) in"
    r"|speciali(?:zed|zing) in"
    r"|expertise in|i (?:also )?(?:hold|use|speak|can(?! (?:start|work|travel|relocate|be|do|provide|join|also)\b))"
    r"|using|hold(?:s|ing)?(?= an? ))\b ?"
    r"|\b(?:experienced? (?:in|with|of))(?= [a-z]) ",
    re.IGNORECASE,
)
_BREAK_EN = re.compile(
    r"\b(?:for|at|to|from|that|which|who|while|when|where|because|so|but|every|daily|since|during|into|my|our|their|i|we|it|is|are|was|were"
    r"|on|as|by|including)\b",
    re.IGNORECASE,
)
_VERB_EN = re.compile(
    r"^(?:\w+ed|\w+ied|built|wrote|led|ran|made|sold|won|grew|kept|set|taught|oversaw|drove|took|gave|held|met|cut|did|got|have|has|had"
    r"|am|is|are|was|were|be|help(?:s|ing)?|responsible|reporting|working|supporting|assisting|ensuring|providing|worked|years?|spoke)\b"
    r"(?! (?:circuit|steel|goods|learning|instruction|concrete|system|design))",
    re.IGNORECASE,
)
_NO_NAME_EN = re.compile(
    r"\d{2,}|[%$@]|^people\b|\b(?:people|clients?|customers?|years?|children|colleagues?|teams?|staff|students?|patients|residents|classes|day|week"
    r"|environments?|industry|sector|companies|company)$",
    re.IGNORECASE,
)
#: Food hygiene certificate: a sentence, or a part of one, that is the name of a licence.
_LICENCE_EN = re.compile(
    r"(?:^|[,:•] ?|\b(?:have|hold|with|got|has) (?:an? )?|\band an? )((?!(?:have|hold|with|got|has|an?|and|no|not"
    r"|full|clean|valid)\b)[A-Za-z][\w-]*"
    r"(?: (?!and\b|or\b|a\b|for\b)[\w-]+){0,3} (?:certificate|certification|licen[cs]e))(?=$|[\s.,;(])",
    re.IGNORECASE,
)
_LABEL_EN = re.compile(r"^\W*(?:duties|responsibilities|tasks|key duties|main duties|role)\s*[:：]\s*", re.IGNORECASE)
#: 2018-2026 Senior Accountant, ABC Ltd: what she did there.
_ENTRY_EN = re.compile(rf"^[^:\n]*(?:{SPAN.pattern})[^:\n]*:\s+", re.IGNORECASE)
_TRIM_EN = re.compile(r"^(?:and|or|an?|the|in|both|also|some)\s+|\s+(?:etc|too|as well|and more)$", re.IGNORECASE)


def said_skills(sentence: str, *, listing: bool) -> Iterator[tuple[int, str]]:
    """(place in the sentence, skill). ``listing``: whether a bare enumeration counts too, as under a job."""
    if language_of(sentence) == "zh":
        yield from _chinese(sentence, listing)
    else:
        yield from _english(sentence, listing)


def _chinese(sentence: str, listing: bool) -> Iterator[tuple[int, str]]:
    yield from ((hit.start(), hit[0]) for hit in _SPEAKS.finditer(sentence))
    duties = _DUTIES.match(sentence)
    listing = listing and not says_person(sentence) and not PERSON.search(sentence)
    for clause in re.finditer(r"(?:[（(][^（）()]*[）)]|[^，,])+", sentence):
        text = clause[0]
        cue = (_DUTIES if duties and clause.start() == 0 else _CUE).match(text)
        begin = cue.end() if cue else 0
        pieces = list(re.finditer(r"(?:[（(][^（）()]*[）)]|[^、])+", text[begin:]))
        holds = None if cue else _HOLDS.match(text)
        begin = holds.end() if holds else begin
        short = listing and "，" in sentence and max(map(len, re.split("[，,]", sentence))) <= 9
        if not (cue or holds or duties or (listing and len(pieces) > 1) or short) or (SPAN.search(text) and not cue):
            continue
        for piece in re.finditer(r"(?:[（(][^（）()]*[）)]|[^、])+", text[begin:]):
            for name, _ in skill_items(piece[0]):
                tool = _TOOL.match(name) if cue else None
                name = tool[1].strip() if tool and _USE.match(name[tool.end() :]) else name
                if _chinese_name(name) and (not holds or _LICENCE.search(name)):
                    yield clause.start() + begin + piece.start() + max(0, piece[0].find(name)), name


def _chinese_name(name: str) -> bool:
    chinese = len(re.findall(r"[\u4e00-\u9fff]", name))
    return bool(
        is_skill(name)
        and (chinese >= 2 or re.match(r"[A-Z][A-Za-z0-9+#. -]{1,20}$", name))
        and chinese <= 10
        and not _NO_NAME.search(name)
        and (not names_a_job(name) or name.endswith(("管理", "销售")))
        and not vocabulary.EMPLOYER.search(name)
    )


def _english(sentence: str, listing: bool) -> Iterator[tuple[int, str]]:
    yield from ((hit.start(1), hit[1]) for hit in _SPEAKS_EN.finditer(sentence))
    for hit in _LICENCE_EN.finditer(sentence):
        yield hit.start(1), hit[1]
    if PERSON.search(sentence):
        return
    cues = [
        cue for cue in _CUE_EN.finditer(sentence) if not re.search(r"years['’]? (?:of )?$", sentence[: cue.start()])
    ]
    ends = [*(later.start() for later in cues[1:]), len(sentence)]
    for cue, after in zip(cues, ends, strict=False):
        for place, name in _parts(sentence[cue.end() : after], _BREAK_EN):
            if not _VERB_EN.match(name) and (name.islower() or not re.match("experience|i can", cue[0], re.IGNORECASE)):
                yield cue.end() + place, name
    if cues:
        return
    label = _LABEL_EN.match(sentence) or _ENTRY_EN.match(sentence)
    begin = label.end() if label else 0
    text = sentence[begin:]
    named = list(_parts(text, None))
    if len(named) > 1 and all(_LANGUAGE.fullmatch(name) or re.fullmatch("[A-Z]{3,6}", name) for _, name in named):
        yield from ((begin + place, name) for place, name in named)
    if SPAN.search(text) or len(named) < (2 if listing or label else 3):
        return
    good = [(place, name) for place, name in named if not _VERB_EN.match(name) and not _BREAK_EN.search(name)]
    least = len(named) - 1 if not (listing or label) else (len(named) - 1) / 2
    small = [name for _, name in named[1:] if name[0].islower() or name.isupper()]
    if len(good) * 2 > len(named) and len(small) >= least and not _VERB_EN.match(named[0][1]):
        for place, name in good:
            if not names_a_job(name):
                yield begin + place, name


def _parts(text: str, end: re.Pattern[str] | None) -> Iterator[tuple[int, str]]:
    """Apart at commas and "and"; behind a word of ``end`` a list is over."""
    marks = [*re.finditer(r"[,;]|\band\b", text)]
    for begin, stop in zip([0, *(m.end() for m in marks)], [*(m.start() for m in marks), len(text)], strict=True):
        part = text[begin:stop]
        cut = end.search(part) if end else None
        if cut and not part[: cut.start()].strip():
            return
        name = re.sub(r"\s*\([^)]*\)\s*$", "", part[: cut.start()] if cut else part)
        for _ in range(2):
            name = _TRIM_EN.sub("", name.strip(" .:•-–")).strip()
        name = bare(name)
        if len(name.split()) <= 4 and is_skill(name) and not _NO_NAME_EN.search(name):
            yield begin + max(0, part.find(name)), name
        if cut:
            return
