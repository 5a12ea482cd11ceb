from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

import kiosk
from jobfair.errors import Locked, StoreError
from kiosk import doctor
from kiosk.bootstrap import build
from kiosk.config import Config
from kiosk.doctor import Finding, _matching, examine
from kiosk.doctor_reasons import REASONS
from kiosk.doctor_words import CHECKS, STATES, WORDS, said
from kiosk.store.database import FILE
from kiosk.store.keys import read_record
from kiosk.store.keys.chosen import begin_strict
from kiosk.store.keys.slots import new_badge, opened_by_badge
from kiosk.unlocking import released_for_command
from tests.fakes.kiosk import fake_kiosk
from tests.fakes.onnx_files import model_folder
from tests.fakes.server import FakeServer


def found(config: Config) -> dict[str, Finding]:
    findings = list(examine(config))
    for finding in findings:
        for language in ("zh", "en"):
            assert said(CHECKS, finding.check, language)
            assert said(STATES, finding.state, language)
            assert "{" not in finding.sentence(language)
    return {finding.check: finding for finding in findings}


def test_fair_without_vectors_when_examined_is_told(tmp_path: Path) -> None:
    kiosk = fake_kiosk(tmp_path, FakeServer())
    assert [finding.word for finding in _matching(kiosk)] == ["matching_no_vectors"]
    assert kiosk.matchmaker.problems() == ()  # nothing is loaded for it
    assert kiosk.matchmaker.lexical_only
    assert kiosk.matchmaker.problems() == ("letters_only",)
    kiosk.matchmaker.wait()
    kiosk.close()


def test_new_kiosk_when_examined_has_nothing_failed_and_is_told_to_pair(tmp_path: Path) -> None:
    config = Config(data=tmp_path, models=tmp_path / "models", camera="none", printer=f"file:{tmp_path / 'slips'}")
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


def test_landmarks_other_than_those_the_limits_were_measured_with_are_told(tmp_path: Path) -> None:
    model_folder(tmp_path / "models", "landmarks")
    config = Config(data=tmp_path, models=tmp_path / "models", camera="none", printer="none")
    told = {finding.word: finding.state for finding in examine(config)}
    assert told["landmarks_other"] == "attention"
    assert "landmarks_other" not in {finding.word for finding in examine(replace(config, face_landmarks="none"))}


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


def strict(folder: Path) -> Config:
    begin_strict(folder, folder / FILE, folder / "store.key", bytes(20))
    return Config(data=folder, camera="none", printer="none", scanner="wedge", key="strict")


def released(config: Config) -> bytes:
    record = read_record(config.data)
    assert record is not None
    key = opened_by_badge(record, bytes(20))
    assert key is not None
    return key


def test_strict_mode_when_swap_is_on_is_not_called_memory_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    config = strict(tmp_path)
    for swaps, state, word in (((), "ok", "at_rest_strict"), (("/dev/sda2",), "attention", "swap_on")):
        monkeypatch.setattr(doctor, "swaps_on_disk", lambda swaps=swaps: swaps)
        finding = next(f for f in examine(config, released(config)) if f.check == "key")
        assert (finding.state, finding.word) == (state, word)
        if swaps:
            assert all("/dev/sda2" in finding.sentence(language) for language in ("zh", "en"))
    build(Config(data=tmp_path / "file")).close()
    assert found(Config(data=tmp_path / "file", camera="none"))["key"].word == "at_rest_key_file"


def test_key_file_on_a_stick_without_modes_is_not_told_to_be_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(Config(data=tmp_path)).close()
    (tmp_path / "store.key").chmod(0o755)
    monkeypatch.setattr(doctor, "knows_modes", lambda path: False)
    finding = found(Config(data=tmp_path, camera="none"))["key"]
    assert (finding.state, finding.word) == ("attention", "key_open_stick")


def begun(folder: Path, **changes: object) -> Config:
    config = Config(data=folder, camera="none", printer="none", scanner="wedge")
    build(config).close()
    return replace(config, **changes)  # type: ignore[arg-type]


def spoilt(folder: Path, case: str) -> tuple[Config, StoreError | None]:
    """A kiosk that does not start, and what the release of its key said."""
    if case == "no_badge_yet":
        return Config(data=folder, key="strict", camera="none"), None
    if case in ("not_released", "server_refuses_key", "another_badge", "no_badge"):
        config = strict(folder)
        if case == "not_released":
            return config, None
        badge = {"server_refuses_key": None, "another_badge": new_badge(), "no_badge": "12345"}[case]
        with pytest.raises(Locked) as refused:
            released_for_command(config, badge)
        return config, refused.value
    config = begun(folder, key="strict" if case == "another_place" else "auto")
    if case == "record_damaged":
        (folder / "key.json").write_text("{half")
    elif case == "key_file_missing":
        (folder / "store.key").unlink()
    elif case == "key_file_damaged":
        (folder / "store.key").write_bytes(b"short")
    elif case == "other_key":
        (folder / "store.key").write_bytes(bytes(32))
    elif case == "database_gone":
        (folder / FILE).unlink()
    elif case == "key_file_alone":
        (folder / FILE).unlink()
        (folder / "key.json").unlink()
    elif case == "key_lost":
        (folder / "store.key").unlink()
        (folder / "key.json").unlink()
    elif case == "damaged":
        (folder / FILE).write_bytes(b"x" * 9000)
    return config, None


CASES = (
    *("no_badge_yet", "not_released", "server_refuses_key", "another_badge", "no_badge", "another_place"),
    *("record_damaged", "key_file_missing", "key_file_damaged", "other_key", "database_gone", "key_file_alone"),
    *("key_lost", "damaged"),
)


@pytest.mark.parametrize("case", CASES)
def test_kiosk_that_does_not_start_is_told_why_in_her_language(tmp_path: Path, case: str) -> None:
    config, refused = spoilt(tmp_path, case)
    finding = next(f for f in examine(config, None, refused) if f.check == "database")
    assert (finding.state, finding.reason) == ("failed", case)
    for name in re.findall(r"[A-Za-z][A-Za-z ,;:'`]{14,}", finding.sentence("zh")):
        assert name.strip().startswith("jobfair "), finding.sentence("zh")  # no English sentence, only commands
    assert not re.search("[\u4e00-\u9fff]", finding.sentence("en"))


def test_reasons_when_a_fault_names_one_are_all_in_words() -> None:
    folder = Path(kiosk.__file__).parent
    named = {
        reason for file in folder.rglob("*.py") for reason in re.findall(r'reason="(\w+)"', file.read_text("utf-8"))
    }
    assert {"not_released", "tpm_other", "newer"} <= named
    assert named - set(REASONS) == set()
    for chinese, english in REASONS.values():
        assert set(re.findall(r"{\w+}", chinese)) == set(re.findall(r"{\w+}", english))


def test_words_when_listed_have_the_same_places_in_both_languages() -> None:
    for chinese, english in WORDS.values():
        assert set(re.findall(r"{\w+}", chinese)) == set(re.findall(r"{\w+}", english))
