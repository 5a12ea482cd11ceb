"""The short wording of a reason, as it stands on a chip: at most about ten Chinese characters."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Literal

from jobfair.matching.explain import Reason
from jobfair.text import Language, in_language

#: Values that are codes of ours and have words of their own in the table.
_CODED = ("level", "job_type", "kind", "setting", "hours")


#: Between Chinese characters and Latin letters or figures stands a blank.
_BETWEEN = re.compile(r"(?<=[\u3400-\u9fff])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[\u3400-\u9fff])")


@cache
def _table() -> Mapping[str, Mapping[str, str]]:
    text = (Path(__file__).parent / "phrases.json").read_text(encoding="utf-8")
    table: dict[str, dict[str, str]] = json.loads(text)
    return table


def phrase(reason: Reason, language: Language) -> str:
    """会看图纸, 缺电工证, 装配工做过 3 年; "Reading drawings", "No electrician licence yet", "3 years as assembler"."""
    table = _table()
    values = {}
    for name, value in reason.values.items():
        if name in _CODED:
            values[name] = table[f"{name}.{value}"][language]
        elif isinstance(value, int):
            values[name] = str(value)
        else:
            values[name] = in_language(value, language).strip()
    plural = ".one" if 1 in (reason.values.get("years"), reason.values.get("months")) else ""
    wording = table.get(reason.code + plural, table[reason.code])[language]
    worded = wording.format(**values)
    return worded[:1].upper() + worded[1:] if language == "en" else _BETWEEN.sub(" ", worded)


def coded(name: str, value: str, language: Language) -> str:
    """A value of ours in words: ``coded("kind", "office", "en")`` is "Office work"."""
    return _table()[f"{name}.{value}"][language]


def band_words(band: Literal["strong", "good", "possible"], language: Language) -> str:
    """很合适, Strong match. Never a percentage."""
    return _table()[f"band.{band}"][language]


def excluded_words(code: str, language: Language) -> str:
    """What a hard limit leaves out, as it stands before a count: 其他工作类型, Another job type."""
    return _table()[f"excluded.{code}"][language]
