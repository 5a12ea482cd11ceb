"""``jobfair server keys backup`` and ``restore``."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
from pathlib import Path

import pytest

from jobfair.sealing import Signed, digest_of, open_envelope, verify
from jobfair.wire import Door, Receipt
from tests.fixtures.keys import PASSPHRASE, bare, keys, own_server, sealed_registration
from tests.fixtures.sealed import put
from tests.fixtures.server import Device, ServerProcess, sqlite_server

__all__ = ["bare", "own_server", "sqlite_server"]


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
