"""The words to which people agree, by purpose, version and language: resources/consents/<version>.toml.

A version is never edited. A consent names the version that was shown, so that its exact words can be printed for as
long as the record is kept (PIPL art. 14 and 17; GDPR art. 7(1)).
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

from jobfair.consent import Purpose
from jobfair.text import LANGUAGES, Language

CONSENTS = Path(__file__).resolve().parent.parent / "resources" / "consents"

LOOK: Literal["face_look"] = "face_look"
"""The question before the camera looks for somebody. The answer is counted and kept with nobody's name."""

TEXTS = (*(purpose.value for purpose in Purpose), LOOK)
DESK: dict[Language, str] = {"zh": "现场服务台", "en": "the service desk here"}
"""What stands for the contact where the fair has none."""

_BRACES = re.compile(r"{(\w+)}")


@dataclass(frozen=True)
class ConsentRow:
    """One paragraph of a question: ``icon`` is a name of the screens' icons."""

    icon: str
    title: str
    text: str


@dataclass(frozen=True)
class ConsentText:
    """One question as it stands in its version; ``{braces}`` are filled by ``filled``."""

    purpose: str
    version: str
    language: Language
    heading: str
    sub: str
    refuse: str
    agree: str
    rows: tuple[ConsentRow, ...]

    @property
    def words(self) -> str:
        """All of it as plain text."""
        rows = (f"{row.title}\n{row.text}" for row in self.rows)
        return "\n\n".join((self.heading.replace("\n", ""), self.sub, *rows))

    @property
    def digest(self) -> str:
        """SHA-256 of ``words``; of the text as it stands in its version it is what receipts carry."""
        return hashlib.sha256(self.words.encode()).hexdigest()

    def filled(self, values: Mapping[str, object]) -> ConsentText:
        """With every ``{name}`` that ``values`` has in its place. No value is read as a template again."""

        def fill(text: str) -> str:
            return _BRACES.sub(lambda found: str(values.get(found[1], found[0])), text)

        rows = tuple(replace(row, title=fill(row.title), text=fill(row.text)) for row in self.rows)
        return replace(self, heading=fill(self.heading), sub=fill(self.sub), agree=fill(self.agree), rows=rows)


class ConsentTexts:
    """The versions in one folder; each file is read once."""

    def __init__(self, folder: Path = CONSENTS) -> None:
        self._folder = folder
        self._read: dict[str, dict[str, Any]] = {}

    @property
    def versions(self) -> tuple[str, ...]:
        """Oldest first."""
        return tuple(sorted((path.stem for path in self._folder.glob("*.toml")), key=_number))

    def shown(self, wanted: str) -> str:
        """The version that a screen shows and a consent names where the fair asks for ``wanted``: that one, or the
        newest that is here. It is never a version whose words were not on the screen."""
        versions = self.versions
        return wanted if wanted in versions else versions[-1]

    def text(self, purpose: str, version: str, language: Language) -> ConsentText:
        """Raises KeyError where there is no such purpose or version."""
        if version not in self._read:
            if version not in self.versions:
                raise KeyError(version)
            self._read[version] = tomllib.loads((self._folder / f"{version}.toml").read_text("utf-8"))
        found = self._read[version][purpose][language]
        rows = tuple(ConsentRow(**row) for row in found["rows"])
        words = {name: found[name] for name in ("heading", "sub", "refuse", "agree")}
        return ConsentText(purpose, version, language, rows=rows, **words)

    def named(self, purpose: str, short: bytes) -> tuple[str, Language] | None:
        """Version and language of the text whose digest begins with ``short``; None where no version here has it."""
        for version in self.versions:
            for language in LANGUAGES:
                if bytes.fromhex(self.text(purpose, version, language).digest).startswith(short):
                    return version, language
        return None


def _number(version: str) -> tuple[int, str]:
    return (int(version), version) if version.isdecimal() else (0, version)
