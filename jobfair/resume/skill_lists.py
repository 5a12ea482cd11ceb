"""A line under skills, languages or certificates as entries of the draft résumé."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from jobfair.matching.denials import denied
from jobfair.resume.phrases import BULLET, ONE_DATE, SPAN, iso
from jobfair.resume.skill_items import SkillItem, pieces, skill_items

#: So many items of one line are kept.
_MOST = 40


def listed(section: str, line: str) -> Iterator[tuple[dict[str, Any], str]]:
    """(entry, as it is shown): ``section`` of headings.LISTS; 软件：Excel、PPT is one entry with its keywords."""
    body = BULLET.sub("", line)
    if section == "certificates":
        yield from _certificates(body)
        return
    head, colon, tail = body.partition("：") if "：" in body else body.partition(": ")
    if section == "skills" and colon and len(head) <= 30 and not denied(body):
        if words := [item.name for item in skill_items(tail)][:_MOST]:
            yield {"name": head.strip(), "keywords": words}, body
    elif not SPAN.search(body):
        for name, note in list(skill_items(body, languages=section == "languages"))[:_MOST]:
            entry = {"language": name, "fluency": note} if section == "languages" else {"name": name, "level": note}
            yield entry, name


def _certificates(body: str) -> Iterator[tuple[dict[str, Any], str]]:
    """One with its date or its issuer (Fitter, intermediate level 2022), or several in a row."""
    one = " · " in body or (len(ONE_DATE.findall(body)) == 1 and not re.search(r"[、；;]", body))
    for piece in [body] if one else pieces(body, certificates=True):
        day = ONE_DATE.search(piece)
        rest = (piece[: day.start()] + " " + piece[day.end() :]).strip(" ()（）,，·") if day else piece
        title, _, issuer = rest.partition(" · ")
        whole = issuer or (day and one)
        for name, _ in [SkillItem(title.strip())] if whole else skill_items(title, certificates=True):
            if 0 < len(name) <= 60:
                yield {"name": name, "issuer": issuer.strip(), "date": iso(day[0]) if day else ""}, name
