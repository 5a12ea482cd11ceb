"""The screen's texts in two languages, as one object that QML and the controllers share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import Property, QObject, Signal, Slot

from jobfair.text import LANGUAGES, Language

TRANSLATIONS = Path(__file__).resolve().parent.parent / "resources" / "translations"


def load_tables(folder: Path = TRANSLATIONS) -> dict[Language, dict[str, str]]:
    """Every language's table, key to text, from ``<language>.json``."""
    return {language: json.loads((folder / f"{language}.json").read_text("utf-8")) for language in LANGUAGES}


def fill(table: Mapping[str, str], key: str, args: Mapping[str, object] | None = None) -> str:
    """The text of ``key`` with ``{placeholders}`` filled; ``key.one`` where ``n`` is 1; a missing key shows itself."""
    values = args or {}
    one = table.get(f"{key}.one") if values.get("n") == 1 else None
    text = one or table.get(key, key)
    for name, value in values.items():
        text = text.replace("{" + name + "}", str(value))
    return text


class Words(QObject):
    """The tables and the language of the moment. ``changed`` re-evaluates every text on the screen."""

    changed = Signal()

    def __init__(self, language: Language = "zh", folder: Path = TRANSLATIONS, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tables = load_tables(folder)
        self._json = {name: json.dumps(table, ensure_ascii=False) for name, table in self._tables.items()}
        self._language: Language = language

    def _get_language(self) -> str:
        return self._language

    def _set_language(self, language: str) -> None:
        for known in LANGUAGES:
            if known == language and known != self._language:
                self._language = known
                self.changed.emit()

    def _get_table_json(self) -> str:
        return self._json[self._language]

    language = Property(str, _get_language, _set_language, notify=changed)
    table_json = Property(str, _get_table_json, notify=changed)

    @Slot(str, result=str)
    @Slot(str, "QVariantMap", result=str)
    def tr(self, key: str, args: dict[str, object] | None = None) -> str:  # type: ignore[override]
        """The text of ``key`` in the language of the moment."""
        return fill(self._tables[self._language], key, args)
