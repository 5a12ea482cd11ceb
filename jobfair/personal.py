"""What a text says of the person and not of her work: party, sex, age, people, marriage, origin, health.

None of it may reach the matcher, and 中共党员 ends like the name of a job. Words of jobs that hold the same characters
(健康管理师, 女装设计师, 婚礼策划) are no such thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_OF_JOBS = re.compile(
    r"健康(?=管理|顾问|咨询|教育|照护|照顾|指导|服务|讲师|体检|监测|档案|食品|险|产业|师)|(?<=心理)健康"
    r"|[男女](?=装|鞋|包|士内衣|子监|科|款)|婚(?=礼|庆|纱|恋|宴|姻登记|姻家庭|姻咨询|介)|(?<=月)婚"
    r"|民族(?=舞|乐|音乐|学|文化|服|事务|工作|教育|团结)|水族(?=馆|箱|造景|养)|家族(?=信托|办公室|企业)|上班族"
    r"|群众(?=演员|工作|文化|服务)|[党团]员(?=教育|管理|发展|干部教育)|\d\s?[-—–~至到]\s?\d{1,2}\s?岁"
)
_PERSONAL = re.compile(
    r"[党团]员|群众|民主党派|无党派|岁|族|[男女]|[已未离再丧适]婚|婚|已育|未育|籍贯|健康|年龄|性别|政治面貌|退伍军人|残疾"
    r"|\b(?:fe)?males?\b|\b(?:un)?married\b|\bdivorced\b|\bwidow(?:ed|er)?\b|\byears?[- ]old\b|\baged?:? \d+"
    r"|\bcommunist\b|\bethnic|\bmuslim\b|\bdisab(?:led|ility)\b|\bveteran\b|\bmarital\b|\bgender\b",
    re.IGNORECASE,
)
_ALONE = re.compile(
    r"(?:中共)?(?:预备|正式)?党员|(?:共青)?团员|群众|[男女]性?|[\u4e00-\u9fff]{1,4}族|[已未离]婚(?:已育|未育)?|\d{1,2}岁"
)


def says_person(text: str) -> bool:
    """Whether this says something of the person: never the name of a job."""
    return _PERSONAL.search(_OF_JOBS.sub("", text)) is not None


def work_only(texts: Iterable[str]) -> tuple[str, ...]:
    """Of the names of jobs those that say nothing of the person."""
    return tuple(text for text in texts if text and not says_person(text))


def no_facts(texts: Iterable[str]) -> tuple[str, ...]:
    """Skills and majors without those that are nothing but a fact of the person (心理健康 and 女装 may stay)."""
    return tuple(text for text in texts if text and not _ALONE.fullmatch("".join(text.split())))


def without_person(text: str) -> str:
    """A part of a résumé's head without its facts of the person: 女，30岁，会计 -> 会计."""
    if not says_person(text):
        return text
    return " ".join(piece for piece in re.split(r"[\s,，、;；/]+", text) if piece and not says_person(piece))
