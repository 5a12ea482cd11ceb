"""Titles and figures as a résumé's running text says them."""

from __future__ import annotations

import re

from jobfair.matching.terms import clean_title, language_of
from jobfair.resume import vocabulary
from jobfair.resume.profile_phrases import FIGURES, JOB_EN, JOB_ZH, NUMBER, WORDS


def number(figure: str) -> int:
    """12, 十二, 二十, twelve."""
    if figure.isdigit():
        return int(figure)
    if figure.lower() in WORDS:
        return {"fifteen": 15, "twenty": 20}.get(figure.lower(), WORDS.index(figure.lower()) + 1)
    tens, ten, ones = figure.replace("二", "两").partition("十")
    if not ten:
        return FIGURES.index(tens) + 1
    return 10 * (FIGURES.index(tens) + 1 if tens else 1) + (FIGURES.index(ones) + 1 if ones else 0)


def several(title: str) -> list[str]:
    """学徒、焊工; UI Designer / 界面设计师; Registered Nurse, BSN: each title alone, without a degree's letters."""
    parts = re.split(
        r"、|\s/\s|；|,\s*(?i:then)\s+",
        re.sub(
            r",\s*(?:B\.?S\.?N|M\.?S\.?N|RN|CPA|PMP|MBA|Ph\.?D|MD|QTS"
            r"|[BM]\.?Sc?)\b.*$",
            "",
            title,
        ),
    )
    return [part.strip() for part in parts if part.strip()]


def names_a_job(text: str) -> bool:
    return bool(vocabulary.POSITION.search(text) or JOB_EN.search(text))


def position_in(text: str) -> str:
    """The title at the beginning of what follows "worked as"; empty where there is none."""
    if language_of(text) == "zh":
        text = re.sub(rf"^(?:了|过|一名|一个|(?:{NUMBER})多?年)+", "", text)
        ends = [hit.end() for hit in JOB_ZH.finditer(text)]
        return text[: ends[0]] if ends and ends[0] >= 2 else ""
    words = re.split(r"\b(?:at|for|in|with|and|of|from|to|on|since|where|who)\b", text)[0].strip(" -")
    hit = vocabulary.POSITION.search(words) or JOB_EN.search(words)
    return clean_title(words[: hit.end()]) if hit else ""
