"""``jobfair server keys …`` by the real commands: shares, drill, rotation with overlap, retiring, backup, restore."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import requests

from jobfair.recovery import words_of
from jobfair.sealing import SealingKey, Signed, digest_of, open_envelope, verify
from jobfair.wire import Door, Receipt
from tests.fixtures.sealed import put, registration, seal_message
from tests.fixtures.server import ROOT, SMALL_FAIR, Device, ServerProcess, running, sqlite_server

__all__ = ["sqlite_server"]

PASSPHRASE = "four random words here"


def keys(folder: Path, *arguments: str, typed: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """``jobfair server keys ARGUMENTS`` on the data folder ``folder``; ``typed`` is its standard input."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith("JOBFAIR_") and k != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-m", "jobfair", "server", "keys", *arguments, "--data", str(folder)],
        env={**clean, "PYTHONPATH": str(ROOT), **environment},
        cwd=folder.parent,
        input=typed,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> ServerProcess:
    """A data folder with the small fair imported, and no recovery key yet."""
    server = ServerProcess(tmp_path_factory.mktemp("bare"))
    server.command("init")
    server.command("import", str(SMALL_FAIR / "fair.json"))
    return server


@pytest.fixture
def own_server(tmp_path: Path) -> Iterator[ServerProcess]:
    with running(tmp_path) as server:
        yield server


def shares_of(server: ServerProcess, name: str, *arguments: str) -> list[Path]:
    made = server.command("keys", "recovery", "--out", str(server.data.parent / name), *arguments)
    return [Path(file) for file in made["files"]]


def kept_by(server: ServerProcess) -> list[Path]:
    return [path for path in server.data.rglob("*") if path.is_file() and "demo-recovery" not in str(path)]


def sealed_registration(recipients: list[SealingKey]) -> tuple[str, bytes]:
    content = registration()
    return content.id, seal_message(content, Door.REGISTRATIONS, recipients)


# --- shares and drill ---------------------------------------------------------------------------------------------


def test_publish_when_nothing_was_drilled_is_refused_until_the_drill_has_passed(bare: ServerProcess) -> None:
    def publish() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "jobfair", "server", "publish"],
            env=bare.environment,
            cwd=bare.data.parent,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    without = publish()
    assert (without.returncode, "keys recovery" in without.stderr) == (2, True)
    files = shares_of(bare, "first", "--shares", "3", "--needed", "2")
    undrilled = publish()
    assert (undrilled.returncode, "keys drill" in undrilled.stderr) == (2, True)
    assert bare.command("keys")["drilled_at"] is None
    passed = bare.command("keys", "drill", "--share", str(files[2]), str(files[0]), "--by", "li")
    assert (passed["drilled_by"], passed["recovery"]) == ("li", bare.command("keys")["recovery"])
    assert publish().returncode == 0
    shares_of(bare, "second")  # a new key: nobody has shown that its shares open
    assert publish().returncode == 2


def test_shares_when_written_are_for_their_owners_alone_and_none_is_printed_or_kept(bare: ServerProcess) -> None:
    out = bare.data.parent / "paper"
    done = keys(bare.data, "recovery", "--shares", "5", "--needed", "3", "--out", str(out))
    files = sorted(out.iterdir())
    assert (done.returncode, len(files), {stat.S_IMODE(f.stat().st_mode) for f in files}) == (0, 5, {0o600})
    assert stat.S_IMODE(out.stat().st_mode) == 0o700
    texts = [file.read_text("utf-8") for file in files]
    assert all("3 份" in text and "any 3 of the 5" in text for text in texts)
    kept = b"".join(path.read_bytes() for path in kept_by(bare))
    for text in texts:
        words = words_of(text)
        assert len(words.split()) == 33
        assert words not in done.stdout + done.stderr
        assert words.encode() not in kept


def test_recovery_when_its_place_is_taken_or_cannot_be_written_leaves_the_former_key(bare: ServerProcess) -> None:
    if bare.command("keys")["recovery"] is None:
        shares_of(bare, "before")
    before = bare.command("keys")
    taken = bare.data.parent / "taken"
    taken.mkdir()
    (taken / "recovery-share-2-of-3.txt").write_text("somebody's")
    for out in (str(taken), str(taken / "recovery-share-2-of-3.txt" / "below")):
        done = keys(bare.data, "recovery", "--out", out)
        assert (done.returncode, "Traceback" in done.stderr, "no key was changed" in done.stderr) == (2, False, True)
    assert [path.name for path in taken.iterdir()] == ["recovery-share-2-of-3.txt"]
    assert (taken / "recovery-share-2-of-3.txt").read_text() == "somebody's"
    assert keys(bare.data, "recovery", "--out", str(taken / "x"), "--needed", "1").returncode == 2
    assert bare.command("keys") == before


def test_drill_when_the_shares_are_wrong_says_what_and_records_nothing(bare: ServerProcess) -> None:
    old, new = shares_of(bare, "old"), shares_of(bare, "new")
    words = [words_of(file.read_text("utf-8")) for file in new]
    wrong = words[1].split()
    wrong[8] = "wolf" if wrong[8] != "wolf" else "acid"
    for typed, said in (
        (f"{words[0]}\n{' '.join(wrong)}", "share 2: a word is wrong"),
        ("\n".join(words_of(f.read_text("utf-8")) for f in old[:2]), "older recovery key"),
    ):
        done = keys(bare.data, "drill", typed=typed)
        assert (done.returncode, said in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr
    assert keys(bare.data, "drill", "--share", "nowhere.txt").returncode == 2
    assert bare.command("keys")["drilled_at"] is None
    done = keys(bare.data, "drill", "--json", typed="\n".join(words[1:]))
    assert (done.returncode, bool(json.loads(done.stdout)["drilled_at"])) == (0, True)
    with sqlite3.connect(bare.data / "server.db") as db:
        query = "SELECT subject FROM core_auditentry WHERE action='drill_passed' ORDER BY id DESC LIMIT 1"
        (subject,) = db.execute(query).fetchone()
    db.close()
    assert subject == f"recovery {json.loads(done.stdout)['recovery']}"  # the audit trail: an id, no more


# --- rotating and retiring ----------------------------------------------------------------------------------------


def test_keys_when_shown_name_ids_only_and_the_flag_counts_on_both_sides(sqlite_server: ServerProcess) -> None:
    shown = sqlite_server.command("keys")
    assert {len(shown["identity"]), len(shown["sealing"]), len(shown["recovery"])} == {16}
    assert (shown["shares"], shown["needed"], shown["drilled_by"]) == (3, 2, "demonstration")
    before = keys(sqlite_server.data, "--json", "show").stdout
    assert json.loads(before) == shown
    plain = keys(sqlite_server.data).stdout
    assert "2 of 3 shares open" in plain
    assert "backup    none" in plain


def test_sealing_key_when_rotated_still_opens_for_a_kiosk_that_holds_the_old_snapshot(
    sqlite_server: ServerProcess,
) -> None:
    device = sqlite_server.pair("K-07")
    old = device.recipients()
    rotated = sqlite_server.command("keys", "rotate")
    new = device.recipients()
    assert (old[0].id, new[0].id, old[1]) == (rotated["former"], rotated["sealing"], new[1])
    for recipients in (old, new):
        item, envelope = sealed_registration(recipients)
        assert put(device, Door.REGISTRATIONS, item, envelope).status_code == 201


def test_old_key_when_a_kiosk_may_hold_a_row_for_it_stays_until_all_is_delivered(own_server: ServerProcess) -> None:
    device = own_server.pair("K-07")
    version = device.manifest().version
    beat(device, snapshot=version, waiting=0)
    old = own_server.command("keys", "rotate")["former"]

    def reasons() -> str:
        return "; ".join(own_server.command("keys", "retire")["stay"].get(old, []))

    assert "K-07: not seen since" in reasons()
    beat(device, snapshot=version, waiting=0)
    assert f"K-07: holds snapshot {version}" in reasons()
    beat(device, snapshot=version + 1, waiting=3)
    assert "K-07: 3 not delivered yet" in reasons()
    beat(device, snapshot=version + 1, waiting=0)
    assert "K-07" not in reasons()
    assert "180 days" in reasons()
    assert own_server.command("keys", "retire", "--yes")["removed"] == []

    age(own_server.data, old, days=181)
    lost = own_server.pair("K-08")
    beat(lost, snapshot=version, waiting=5)
    own_server.revoke("K-08")
    assert f"K-08: holds snapshot {version}" in reasons()  # what it holds can still be rescued
    (own_server.data / "keys" / "sealing" / old).stat()  # that was only asking
    gone = ("keys", "retire", "--gone", "K-08")
    assert own_server.command(*gone)["may_go"] == [old]
    assert own_server.command(*gone, "--yes")["removed"] == [old]
    assert old not in own_server.command("keys")["opening"]
    assert not (own_server.data / "keys" / "sealing" / old).exists()


def test_old_key_when_nobody_wrote_down_its_end_is_not_removed_at_once(bare: ServerProcess) -> None:
    old = bare.command("keys", "rotate")["former"]
    (bare.data / "keys" / "replaced.json").unlink()
    assert "nobody wrote down" in str(bare.command("keys", "retire")["stay"][old])
    assert bare.command("keys", "retire", "--yes")["removed"] == []
    assert "180 days" in str(bare.command("keys", "retire")["stay"][old])


def beat(device: Device, snapshot: int, waiting: int) -> None:
    answer = requests.post(
        f"{device.server.base_url}/api/v1/heartbeat",
        json={
            "version": "0",
            "waiting": waiting,
            "parked": 0,
            "kiosk_time": datetime.now(UTC).isoformat(),
            "snapshot": snapshot,
        },
        headers=device.headers,
        timeout=30,
    )
    assert answer.status_code == 200, answer.text


def age(data: Path, key: str, days: int) -> None:
    """As if ``key`` had been replaced so long ago."""
    path = data / "keys" / "replaced.json"
    entries = json.loads(path.read_text())
    entries[key]["at"] = (datetime.now(UTC) - timedelta(days=days)).isoformat()
    path.write_text(json.dumps(entries))


# --- backup and restore -------------------------------------------------------------------------------------------


def backed_up(server: ServerProcess, out: Path) -> Path:
    done = keys(server.data, "backup", "--out", str(out), JOBFAIR_KEYS_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 0, done.stderr
    return out


def test_server_when_restored_from_database_and_keys_goes_on_as_the_same_server(
    own_server: ServerProcess, tmp_path: Path
) -> None:
    device = own_server.pair("K-07")
    before = device.recipients()
    waiting = sealed_registration(before)
    own_server.command("keys", "rotate")
    backup = backed_up(own_server, tmp_path / "keys.backup")
    shown = own_server.command("keys")
    assert (shown["backup_is_whole"], bool(shown["backup_at"])) == (True, True)
    own_server.stop()

    restored = ServerProcess(tmp_path / "other")
    restored.data.parent.mkdir()
    done = keys(restored.data, "restore", str(backup), JOBFAIR_KEYS_PASSPHRASE=PASSPHRASE)
    assert done.returncode == 0, done.stderr
    folders = {restored.data, *(path for path in restored.data.rglob("*") if path.is_dir())}
    assert {stat.S_IMODE(path.stat().st_mode) for path in folders} == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in restored.data.rglob("*") if path.is_file()} == {0o600}
    with sqlite3.connect(own_server.data / "server.db") as came, sqlite3.connect(restored.data / "server.db") as copy:
        came.backup(copy)  # what is still in the write-ahead log too
    came.close()
    copy.close()
    for name in ("parts", "sealed", "pdf"):
        shutil.copytree(own_server.data / name, restored.data / name, dirs_exist_ok=True)
    restored.command("migrate")
    assert restored.command("keys") == shown
    restored.start()
    try:
        again = Device(**{**device.__dict__, "server": restored})
        assert again.manifest().version  # signed by the identity that the kiosk pinned
        answer = put(again, Door.REGISTRATIONS, *waiting)
        assert answer.status_code == 201
        signed = Signed.model_validate_json(answer.text)
        receipt = Receipt.model_validate_json(verify(signed, "receipt", {device.identity_id: device.identity_key}))
        assert receipt.digest == digest_of(waiting[1])
    finally:
        restored.stop()


def test_backup_when_looked_at_tells_nothing_and_is_for_its_owner_alone(bare: ServerProcess, tmp_path: Path) -> None:
    backup = backed_up(bare, tmp_path / "keys.backup")
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    read = json.loads(backup.read_bytes())
    assert json.loads(read["front"])["derivation"]["n"] >= 2**17
    secret = [path.read_bytes() for path in (bare.data / "keys" / "sealing").iterdir()]
    secret += [(bare.data / "keys" / "identity").read_bytes(), (bare.data / "secret_key").read_bytes()]
    assert not any(content in backup.read_bytes() for content in secret)
    again = keys(bare.data, "backup", "--out", str(backup), JOBFAIR_KEYS_PASSPHRASE=PASSPHRASE)
    assert (again.returncode, "there already" in again.stderr) == (2, True)


@pytest.mark.parametrize("passphrase", ["", "short", "elevenchars"])
def test_backup_when_the_passphrase_is_short_or_missing_writes_nothing(
    bare: ServerProcess, tmp_path: Path, passphrase: str
) -> None:
    done = keys(bare.data, "backup", "--out", str(tmp_path / "b"), JOBFAIR_KEYS_PASSPHRASE=passphrase)
    assert (done.returncode, "passphrase" in done.stderr, (tmp_path / "b").exists()) == (2, True, False)


def test_restore_when_the_passphrase_is_wrong_or_the_file_changed_says_so_and_writes_nothing(
    bare: ServerProcess, tmp_path: Path
) -> None:
    backup = backed_up(bare, tmp_path / "keys.backup")
    words = tmp_path / "words"
    words.write_text("another passphrase\n")
    wrong = keys(tmp_path / "new", "restore", str(backup), "--passphrase-file", str(words))
    assert (wrong.returncode, "passphrase is wrong" in wrong.stderr) == (2, True)
    changed = json.loads(backup.read_text())
    changed["sealed"] = "A" + changed["sealed"][1:] if changed["sealed"][0] != "A" else "B" + changed["sealed"][1:]
    (tmp_path / "changed").write_text(json.dumps(changed))
    (tmp_path / "cut").write_bytes(backup.read_bytes()[:200])
    for name in ("changed", "cut", "missing"):
        done = keys(tmp_path / "new", "restore", str(tmp_path / name), JOBFAIR_KEYS_PASSPHRASE=PASSPHRASE)
        assert (done.returncode, "Traceback" in done.stderr) == (2, False), name
    assert not (tmp_path / "new" / "keys").exists()


def test_restore_when_other_keys_are_there_leaves_them(bare: ServerProcess, tmp_path: Path) -> None:
    backup = backed_up(bare, tmp_path / "keys.backup")
    other = ServerProcess(tmp_path)
    other.command("init")
    before = {path: path.read_bytes() for path in (other.data / "keys").rglob("*") if path.is_file()}
    done = keys(other.data, "restore", str(backup), JOBFAIR_KEYS_PASSPHRASE=PASSPHRASE)
    assert (done.returncode, "other keys" in done.stderr) == (2, True)
    assert {path: path.read_bytes() for path in before} == before
    same = keys(bare.data, "restore", str(backup), JOBFAIR_KEYS_PASSPHRASE=PASSPHRASE)
    assert same.returncode == 0  # the very same keys: nothing to lose


def test_recovery_key_opens_what_a_kiosk_sealed_when_every_key_of_the_server_is_lost(
    sqlite_server: ServerProcess,
) -> None:
    from jobfair.recovery import join

    device = sqlite_server.pair("K-09")
    item, envelope = sealed_registration(device.recipients())
    shares = sorted((sqlite_server.data / "demo-recovery-shares").iterdir())
    opening = join([path.read_text("utf-8") for path in shares[1:]])
    assert item.encode() in open_envelope(envelope, Door.REGISTRATIONS, item, [opening])


# --- the organizer's page -----------------------------------------------------------------------------------------


def test_organizer_when_not_drilled_cannot_publish_until_she_holds_the_drill_on_the_page(
    sqlite_server: ServerProcess,
) -> None:
    texts = [path.read_text("utf-8") for path in shares_of(sqlite_server, "new-organizers")]
    organizer, path = sqlite_server.organizer(), "/organizer/small-fair/keys"
    organizer.headers["Accept-Language"] = "en"

    def told(answer: requests.Response) -> str:
        return answer.text.replace("&#x27;", "'")

    assert "was not drilled" in organizer.get(f"{sqlite_server.base_url}/organizer/small-fair/", timeout=30).text
    refused = sqlite_server.post(organizer, "/organizer/small-fair/publish")
    assert (refused.url.endswith(path), "Not published. First hold the drill" in told(refused)) == (True, True)
    once = sqlite_server.post(organizer, path, share=texts[0])
    assert (once.status_code, "Different shares that are needed: 2. Typed in: 1." in told(once)) == (422, True)
    assert "no-store" in once.headers["Cache-Control"]
    organizer.headers["Accept-Language"] = "zh"
    wrong = sqlite_server.post(organizer, path, share=words_of(texts[0]).replace(" ", " kiosk ", 1))
    assert (wrong.status_code, "第 1 份：第 2 个词" in wrong.text) == (422, True)
    assert sqlite_server.command("keys")["drilled_at"] is None

    passed = sqlite_server.post(organizer, path, share=[texts[2], words_of(texts[0])])  # type: ignore[arg-type]
    assert (passed.status_code, "演练通过" in passed.text) == (200, True)
    assert sqlite_server.command("keys")["drilled_by"] == "organizer"
    published = sqlite_server.post(organizer, "/organizer/small-fair/publish")
    assert published.url.endswith("/organizer/small-fair/")
    said = sqlite_server.log.read_text(errors="replace")
    assert not any(words_of(text)[:40] in said for text in texts)
    assert not any(words_of(text).encode() in path.read_bytes() for text in texts for path in kept_by(sqlite_server))


def test_keys_page_when_somebody_else_asks_or_the_token_is_missing_is_refused(sqlite_server: ServerProcess) -> None:
    address = f"{sqlite_server.base_url}/organizer/small-fair/keys"
    assert sqlite_server.employer("E1").get(address, timeout=30).status_code == 403
    assert "/login" in requests.get(address, timeout=30).url
    assert sqlite_server.organizer().post(address, data={"share": ["a", "b"]}, timeout=30).status_code == 403
