from __future__ import annotations

import re
from pathlib import Path

import pytest

from kiosk import doctor
from kiosk.bootstrap import build
from kiosk.config import Config
from kiosk.doctor import Finding, examine
from kiosk.doctor_words import CHECKS, STATES, WORDS, said
from kiosk.store.database import FILE
from kiosk.store.keys.chosen import begin_strict


def found(config: Config) -> dict[str, Finding]:
    findings = list(examine(config))
    for finding in findings:
        for language in ("zh", "en"):
            assert said(CHECKS, finding.check, language)
            assert said(STATES, finding.state, language)
            assert "{" not in said(WORDS, finding.word, language, finding.values)
    return {finding.check: finding for finding in findings}


def test_new_kiosk_when_examined_has_nothing_failed_and_is_told_to_pair(tmp_path: Path) -> None:
    config = Config(data=tmp_path, camera="none", printer=f"file:{tmp_path / 'slips'}")
    findings = found(config)
    assert {f.check for f in findings.values() if f.state == "failed"} == set()
    assert findings["server"].word == "not_paired"
    assert findings["gallery"].word == "no_fair"
    assert set(findings) == {"disk", "database", "key", "outbox", "gallery", "server", "camera", "scanner", "printer"}


def test_broken_devices_when_examined_are_failed_one_line_each(tmp_path: Path) -> None:
    findings = found(Config(data=tmp_path, camera="no-film.avi", scanner="serial:/dev/none", printer="cups:none"))
    assert [findings[name].state for name in ("camera", "scanner", "printer")] == ["failed"] * 3


def test_damaged_database_when_examined_does_not_hide_the_rest(tmp_path: Path) -> None:
    build(Config(data=tmp_path)).close()
    (tmp_path / FILE).write_bytes(b"x" * 9000)
    findings = found(Config(data=tmp_path, camera="none"))
    assert findings["database"].word == "database_corrupt"
    assert "camera" in findings


@pytest.mark.parametrize(("free", "state"), [(10**10, "ok"), (3 * 10**8, "attention"), (10**7, "failed")])
def test_disk_when_it_fills_is_told_in_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, state: str
) -> None:
    monkeypatch.setattr(doctor, "free_bytes", lambda folder: free)
    assert next(iter(examine(Config(data=tmp_path / "not" / "there")))).state == state


def test_key_that_others_can_read_is_a_fault(tmp_path: Path) -> None:
    build(Config(data=tmp_path)).close()
    (tmp_path / "store.key").chmod(0o644)
    assert found(Config(data=tmp_path, camera="none"))["key"].word == "key_open"


@pytest.mark.parametrize("code", ["key_file", "key_file_apart", "tpm", "keyring", "strict"])
def test_place_of_the_key_when_told_says_what_a_thief_would_get(code: str) -> None:
    chinese, english = WORDS[f"at_rest_{code}"]
    assert "简历" in chinese and "résumé" in english.lower()


def test_store_in_strict_mode_when_examined_without_its_key_says_locked_and_looks_at_the_rest(tmp_path: Path) -> None:
    begin_strict(tmp_path, tmp_path / FILE, tmp_path / "store.key", bytes(20))
    findings = found(Config(data=tmp_path, camera="none", key="strict"))
    assert findings["database"].word == "database_locked"
    assert "printer" in findings


def test_words_when_listed_have_the_same_places_in_both_languages() -> None:
    for chinese, english in WORDS.values():
        assert set(re.findall(r"{\w+}", chinese)) == set(re.findall(r"{\w+}", english))
