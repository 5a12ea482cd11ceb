"""A skill that is named and not held: 叉车证没有, 焊工证（无）, 不会 Excel, forklift licence expired."""

from __future__ import annotations

import re

#: Behind a skill, in its clause.
AFTER = re.compile(
    r"经验少|较少|不足|不熟|不会|不懂|没有(?=$|[\s\W]|考|过|拿|取|证)|(?:还|尚|暂)[没未无]|没(?:考|拿|取|过(?!期)|办|学)"
    r"|未(?:考|取|获|过|拿|持|办|通|学|年审|到手)|[:：(（|\s]\s*(?:暂?无|没有?)(?=$|[\s\W])|(?<=[证照])无(?=$|[\s\W])"
    r"|过期|失效|吊销|注销|作废|被扣|丢失|在考|待考|备考|正考|准备考|想考|要考|可以考|可考|打算|考取中|申请中|报考|学习中|笔试"
    r"|\bnone\b|\bexpired?\b|\blapsed\b|\brevoked\b|\bsuspended\b|\bcandidate\b|\bnot (?:yet|held|certified|passed)\b"
    r"|\bin progress\b|\bpending\b|\bstudent\b|[:：(（]\s*no\b",
    re.IGNORECASE,
)
#: In the clause behind the skill's: 曾有焊工证，已过期.
NO_MORE = re.compile(
    r"^\s*(?:但是?|不过|可惜|现在?|目前|后来|but|now|has|it)*\s*(?:已经?|早已|被|has|is|was)?\s*"
    r"(?:过期|失效|吊销|注销|作废|还没|尚未|没考|未考|没有考|没拿|expired|lapsed|revoked|not yet)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^\s*(?:不(?:太|怎么|大)?(?:会|懂|能|熟|具备|擅长)|没有|没学|没考|未(?!来)|无(?!人机|人驾|线|损|尘|菌|纺|缝|障碍|氧|源|机|铅|纸|框|公害|土栽)|暂无|还没|曾有|想学|准备考|正在考|在考"
    r"|(?:no|not|never|without|cannot|can't|don't|want to learn|studying for|working towards?|preparing for)\b)",
    re.IGNORECASE,
)


def denied(skill: str) -> bool:
    """Whether this skill, as somebody wrote it down, says that she does not have it."""
    return bool(_BEFORE.search(skill) or AFTER.search(skill))
