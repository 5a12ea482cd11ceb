"""Consent texts: versions stand for ever, and the screens say what the newest one says."""

from __future__ import annotations

import hashlib
import json
import re
from pathlib import Path

import pytest

from jobfair.consent_texts import CONSENTS, LOOK, TEXTS, ConsentTexts
from jobfair.text import LANGUAGES, Language

ROOT = Path(__file__).resolve().parents[3]
PINNED = {
    "1": "3d9d984b87196ecd66e21f7c9e0e588e0fac20f1b1750c6fb5e5f5e7df9e6afc",
}
"""Never change one of these from the first release on: a new text is a new version."""

FURTHER = {"face_this_fair": "this_fair", "face_later_fairs": "later_fairs"}
PAGES = {"resume": "register_consent", LOOK: "face_consent", "face_this_kiosk": "face_offer"}


def test_versions_when_read_are_those_that_were_pinned() -> None:
    files = {path.stem: hashlib.sha256(path.read_bytes()).hexdigest() for path in CONSENTS.glob("*.toml")}
    assert files == PINNED


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("purpose", TEXTS)
def test_text_when_read_says_who_what_for_and_how_long(purpose: str, language: Language) -> None:
    text = ConsentTexts().text(purpose, "1", language)
    fields = set(re.findall(r"{(\w+)}", text.words))
    if purpose == "submit":
        assert {"name", "contact", "purpose", "fields", "retention"} <= fields
    elif purpose in FURTHER:
        assert {"organizer", "until"} <= fields  # asked only with the face at this kiosk, on one page with its words
    else:
        assert {"organizer", "contact"} <= fields
        assert "until" in fields or purpose == LOOK
    both = {re.sub(r"\W", "", icon.icon) for icon in text.rows}
    assert len(both) == len(text.rows)


def test_texts_when_compared_between_languages_have_the_same_rows_and_fields() -> None:
    texts = ConsentTexts()
    for purpose in TEXTS:
        zh, en = (texts.text(purpose, "1", language) for language in LANGUAGES)
        assert [row.icon for row in zh.rows] == [row.icon for row in en.rows]
        assert set(re.findall(r"{(\w+)}", zh.words)) == set(re.findall(r"{(\w+)}", en.words))


@pytest.mark.parametrize("language", LANGUAGES)
def test_screens_when_they_ask_have_the_newest_versions_heading_and_keys(language: Language) -> None:
    table = json.loads((ROOT / "resources" / "translations" / f"{language}.json").read_text("utf-8"))
    texts = ConsentTexts()
    for purpose, page in PAGES.items():
        text = texts.text(purpose, texts.versions[-1], language)
        shown = [table[f"{page}.{part}"] for part in ("heading", "sub", "no", "yes")]
        assert shown == [text.heading, text.sub, text.refuse, text.agree]
    for purpose, scope in FURTHER.items():
        text = texts.text(purpose, texts.versions[-1], language)
        said = [table[f"face_offer.scope.{scope}"], "", table["face_offer.no"], table["face_offer.yes"]]
        assert said == [text.heading, text.sub, text.refuse, text.agree]
    submit = texts.text("submit", texts.versions[-1], language)
    assert [table["employers.heading"], table["employers.sub"]] == [submit.heading, submit.sub]
    assert [table["employers.legal"], table["employers.terms"]] == [row.text for row in submit.rows]


@pytest.mark.parametrize("language", LANGUAGES)
def test_texts_when_sensitive_say_why_what_it_means_and_where_to_complain(language: Language) -> None:
    complain = {"zh": "可以向网信部门投诉", "en": "You may complain to"}[language]
    for purpose in (LOOK, "face_this_kiosk"):
        text = ConsentTexts().text(purpose, "1", language)
        assert "info" in {row.icon for row in text.rows}  # PIPL art. 30; Measures of 2025 art. 5
        assert complain in text.words
    resume = ConsentTexts().text("resume", "1", language).words
    assert complain in resume and {"zh": "验证码", "en": "codes"}[language] in resume


def test_text_when_filled_takes_no_value_for_a_template() -> None:
    text = ConsentTexts().text("resume", "1", "en")
    filled = text.filled({"organizer": "{contact}", "contact": "desk", "until": "30 June"})
    assert "{contact}, desk." in filled.words
    assert "{until}" not in filled.words
    assert filled.digest != text.digest


def test_version_when_unknown_here_is_not_the_one_that_is_named() -> None:
    texts = ConsentTexts()
    assert texts.shown("1") == "1"
    assert texts.shown("999") == texts.versions[-1]


def test_digest_when_looked_up_names_version_and_language() -> None:
    texts = ConsentTexts()
    digest = bytes.fromhex(texts.text("resume", "1", "en").digest)
    assert texts.named("resume", digest[:8]) == ("1", "en")
    assert texts.named("submit", digest[:8]) is None
