"""The portals' words: every one in Chinese, and the compiled file is the one that was translated."""

from __future__ import annotations

import ast
import gettext
import re
from pathlib import Path

SERVER = Path(__file__).resolve().parents[3] / "server"
FOLDER = SERVER / "locale" / "zh_Hans" / "LC_MESSAGES"


def entries() -> dict[str, str]:
    """msgid -> first translation of the .po file."""
    text = (FOLDER / "django.po").read_text("utf-8")
    pairs = re.findall(r'^msgid (".*")$(?:\nmsgid_plural ".*")?\nmsgstr(?:\[0\])? (".*")$', text, re.M)
    return {ast.literal_eval(a): ast.literal_eval(b) for a, b in pairs if a != '""'}


def used() -> set[str]:
    """What templates and code mark for translation."""
    found: set[str] = set()
    for path in SERVER.rglob("*.html"):
        text = path.read_text("utf-8")
        found |= {m[1] for m in re.findall(r"""{% trans (['"])(.*?)\1""", text)}
        found |= set(re.findall(r"""_\(['"](.*?)['"]\)""", text))
        for block in re.findall(r"{% blocktrans.*?%}(.*?)(?:{% plural %}.*?)?{% endblocktrans %}", text, re.S):
            found.add(re.sub(r"{{ (\w+) }}", r"%(\1)s", block))
    for path in SERVER.rglob("*.py"):
        found |= set(re.findall(r"""(?:\b_|gettext|ngettext)\(\s*"([^"]+)\"""", path.read_text("utf-8")))
    return found


def test_words_when_used_are_all_translated() -> None:
    assert used() - set(entries()) == set()
    assert [word for word, said in entries().items() if not said.strip()] == []


def test_placeholders_when_translated_are_the_same() -> None:
    def names(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)", text))

    assert [word for word, said in entries().items() if names(word) != names(said)] == []


def test_compiled_file_when_read_says_what_the_source_says() -> None:
    with (FOLDER / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    differing = [
        word
        for word, said in entries().items()
        if compiled.gettext(word) != said and compiled.ngettext(word, word, 1) != said
    ]
    assert differing == []
