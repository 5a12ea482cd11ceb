"""What the parts of the impact assessment share: the facts, the page, the language."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from jobfair.resume.typesetter import Typesetter
from jobfair.text import Bilingual, Language, Text, in_language
from server.paper.assessment_facts import Facts
from server.paper.sheet import Sheet


class Doc:
    """One document in one language; ``place`` is that of its words in a pair of Chinese and English."""

    def __init__(self, facts: Facts, language: Language, setter: Typesetter) -> None:
        self.facts = facts
        self.language = language
        self.place = 0 if language == "zh" else 1
        name = self.text(facts.head.name)
        title = self.t(f"人脸识别个人信息保护影响评估 · {name}", f"Impact assessment, face recognition · {name}")
        self.sheet = Sheet(setter, language, title, self.t("第 {page} 页，共 {pages} 页", "Page {page} of {pages}"))

    def t(self, zh: str, en: str) -> str:
        return zh if self.language == "zh" else en

    def text(self, text: Text | dict[str, str]) -> str:
        return in_language(Bilingual.model_validate(text) if isinstance(text, dict) else text, self.language)

    @property
    def missing(self) -> str:
        return self.t("尚未填写", "not recorded yet")


def minute(at: datetime | None) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else "—"
