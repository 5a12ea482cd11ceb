"""Both languages say everything, and nothing is said outside the translation files."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from pathlib import Path

import pytest

import jobfair
import kiosk
from jobfair.errors import JobFairError
from jobfair.fair import Education, JobType
from ui.words import Words, fill, load_tables

ROOT = Path(__file__).resolve().parents[3]
QML = sorted(path for path in (ROOT / "ui" / "qml").rglob("*.qml"))
CHINESE = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
LITERAL = re.compile(r'Words\.tr\("([a-z0-9_.]+)"(?! ?\+)')
DOCUMENT_REASONS = ("broken", "encrypted", "too_large", "no_text", "unknown_kind", "too_slow")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:!?]|[!！]")

tables = load_tables()


def error_codes() -> set[str]:
    """Of every fault that the shared part and the kiosk define; the demonstration's own are told in the terminal."""
    for package in (jobfair, kiosk):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.startswith(("kiosk.demo", "kiosk.bench")) and not module.name.endswith("__main__"):
                importlib.import_module(module.name)
    found, todo = set[str](), [JobFairError]
    while todo:
        kind = todo.pop()
        found.add(kind.code)
        todo += [sub for sub in kind.__subclasses__() if sub.__module__.startswith(("jobfair.", "kiosk."))
                 and not sub.__module__.startswith(("kiosk.demo", "kiosk.bench"))]  # fmt: skip
    return found


def test_tables_when_loaded_hold_the_same_keys() -> None:
    assert set(tables["zh"]) == set(tables["en"])


def test_tables_when_a_text_has_placeholders_have_them_in_both_languages() -> None:
    for key, text in tables["zh"].items():
        assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", tables["en"][key])), key


def test_tables_have_no_empty_text_and_no_doubled_key() -> None:
    for language in tables:
        path = ROOT / "resources" / "translations" / f"{language}.json"
        pairs = json.loads(path.read_text("utf-8"), object_pairs_hook=list)
        assert len(pairs) == len(dict(pairs))
        assert all(text for _, text in pairs)


def test_chinese_uses_full_width_punctuation_and_no_exclamation_mark() -> None:
    wrong = [key for key, text in tables["zh"].items() if HALF_WIDTH.search(text)]
    assert wrong == []


def test_english_stays_short_and_calm() -> None:
    for key, text in tables["en"].items():
        assert "!" not in text, key
        for sentence in re.split(r"[.?\n]\s*", text):
            assert len(sentence.split()) <= 12, key


@pytest.mark.parametrize("path", QML, ids=lambda path: path.stem)
def test_qml_names_only_texts_that_exist_and_holds_no_text_itself(path: Path) -> None:
    source = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text("utf-8"), flags=re.S)
    missing = [key for key in LITERAL.findall(source) if key not in tables["zh"]]
    assert missing == []
    assert CHINESE.search(source) is None
    assert re.findall(r'\btext: "[^"]*[A-Za-z]{2}', source) == []


def test_controllers_name_only_texts_that_exist() -> None:
    spoken = re.compile(r'\b(?:say|tr)\(\s*"([a-z0-9_.]+)"')
    missing = {key for path in (ROOT / "ui").glob("*.py") for key in spoken.findall(path.read_text("utf-8"))}
    assert missing - set(tables["zh"]) == set()


def test_every_error_code_has_what_happened_what_was_kept_and_what_to_do() -> None:
    for code in error_codes():
        for key in (f"error.{code}", f"error.{code}.kept", f"error.{code}.next", f"notice.{code}"):
            assert key in tables["zh"], key
    for reason in DOCUMENT_REASONS:
        assert f"file.problem.{reason}.text" in tables["zh"]


def test_every_word_of_the_domain_has_a_text() -> None:
    for key in (*(f"education.{level.value}" for level in Education), *(f"job_type.{kind.value}" for kind in JobType)):
        assert key in tables["zh"], key


def test_fill_when_one_takes_the_singular() -> None:
    table = {"a": "{n} booths", "a.one": "one booth"}
    assert (fill(table, "a", {"n": 1}), fill(table, "a", {"n": 2}), fill(table, "b")) == ("one booth", "2 booths", "b")


def test_words_when_language_changes_says_so_once() -> None:
    words = Words()
    seen: list[str] = []
    words.changed.connect(lambda: seen.append(words.tr("dock.back")))
    words.setProperty("language", "en")
    words.setProperty("language", "en")
    words.setProperty("language", "xx")
    assert seen == ["Back"]
