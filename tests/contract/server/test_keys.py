"""``jobfair server keys …`` by the real commands: shares, drill, rotation with overlap, retiring, backup, restore.

Past 400 lines: each is a story of several commands, and all share one server, which takes seconds to make.
"""

from __future__ import annotations

import json
import os
import pty
import select
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


def publish(server: ServerProcess, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "jobfair", "server", "publish", *arguments],
        env=server.environment,
        cwd=server.data.parent,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def drilled(server: ServerProcess, files: list[Path]) -> str:
    return str(server.command("keys", "drill", "--share", *map(str, files[:2]))["recovery"])


def test_publish_when_nothing_was_drilled_is_refused_and_names_the_next_command_until_the_drill_has_passed(
    bare: ServerProcess,
) -> None:
    without = publish(bare)
    assert (without.returncode, "Next: jobfair server keys recovery --out FOLDER" in without.stderr) == (2, True)
    files = shares_of(bare, "first", "--shares", "3", "--needed", "2")
    undrilled = publish(bare)
    assert (undrilled.returncode, "Next: jobfair server keys drill --share FILE FILE" in undrilled.stderr) == (2, True)
    assert "--data" not in undrilled.stderr  # it was not needed here
    elsewhere = publish(bare, "--data", str(bare.data))
    assert f"keys drill --share FILE FILE --data {bare.data}" in elsewhere.stderr
    shown = bare.command("keys")
    assert (shown["recovery"], shown["drilled_at"], bool(shown["next_recovery"])) == (None, None, True)
    passed = bare.command("keys", "drill", "--share", str(files[2]), str(files[0]), "--by", "li")
    assert (passed["drilled_by"], passed["recovery"]) == ("li", bare.command("keys")["recovery"])
    assert publish(bare).returncode == 0


def test_recovery_key_when_new_is_sealed_to_only_after_its_drill_and_the_former_shares_stay_needed(
    own_server: ServerProcess,
) -> None:
    device = own_server.pair("K-07")
    _, former = device.recipients()
    version = device.manifest().version
    files = shares_of(own_server, "second")
    fresh = own_server.command("keys")["next_recovery"]
    assert (own_server.command("keys")["recovery"], fresh != former.id) == (former.id, True)
    assert publish(own_server).returncode == 0  # the former one is drilled, and it is the one that is sealed to
    assert device.recipients()[1].id == former.id
    assert fresh in keys(own_server.data).stdout
    old = sorted((own_server.data / "demo-recovery-shares").iterdir())
    refused = keys(own_server.data, "drill", "--share", str(old[0]), str(old[1]))
    assert (refused.returncode, fresh in refused.stderr) == (2, True)

    done = keys(own_server.data, "drill", "--share", str(files[0]), str(files[1]))
    assert (done.returncode, "for 180 days" in done.stdout, former.id in done.stdout) == (0, True, True)
    assert device.recipients()[1].id == fresh
    assert device.manifest().version > version + 1  # kiosks fetch it at their next round
    shown = own_server.command("keys")
    assert (shown["recovery"], shown["next_recovery"], list(shown["former_recoveries"])) == (fresh, None, [former.id])
    assert f"former    {former.id}  keep its shares until" in keys(own_server.data).stdout
    assert own_server.command("keys", "drill", "--share", str(files[0]), str(files[2]))["recovery"] == fresh


def test_demonstration_when_its_shares_lie_on_the_server_is_no_recovery_for_a_real_fair(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path)
    server.prepare()
    real = json.loads((SMALL_FAIR / "fair.json").read_text("utf-8")) | {"id": "real-fair"}
    (tmp_path / "real.json").write_text(json.dumps(real))
    server.command("import", str(tmp_path / "real.json"), "--organization", "demo")
    refused = publish(server, "--fair", "real-fair")
    assert (refused.returncode, "demonstration" in refused.stderr) == (2, True)
    assert "Next: jobfair server keys recovery --out FOLDER" in refused.stderr
    assert publish(server, "--fair", "small-fair").returncode == 0
    assert "of the demonstration" in keys(server.data).stdout
    server.start()
    try:
        organizer = server.organizer()
        organizer.headers["Accept-Language"] = "en"
        assert (
            "recovery key is the demonstration"
            in organizer.get(f"{server.base_url}/organizer/real-fair/", timeout=30).text
        )
        assert "the demonstration" not in organizer.get(f"{server.base_url}/organizer/small-fair/", timeout=30).text
        assert "made for a demonstration" in server.post(organizer, "/organizer/real-fair/publish").text
    finally:
        server.stop()
    own = shares_of(server, "own")
    assert "keys drill" in publish(server, "--fair", "real-fair").stderr
    drilled(server, own)
    assert publish(server, "--fair", "real-fair").returncode == 0
    assert server.command("keys")["demonstration"] is False


def test_demonstration_when_the_organizers_own_shares_wait_does_not_push_them_aside(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path)
    server.command("init")
    shares_of(server, "own")
    before = server.command("keys")["next_recovery"]
    with pytest.raises(AssertionError, match="waits for its drill"):
        server.command("seed-demo", "--from", str(SMALL_FAIR))
    assert server.command("keys")["next_recovery"] == before


def test_words_when_typed_at_a_terminal_are_not_shown_and_a_slip_is_told_at_once(bare: ServerProcess) -> None:
    words = [words_of(file.read_text("utf-8")) for file in shares_of(bare, "typed")]
    slip = " ".join(["wolf", *words[0].split()[1:]]) if not words[0].startswith("wolf") else f"acid {words[0][5:]}"
    ours, theirs = pty.openpty()
    try:
        with subprocess.Popen(
            [sys.executable, "-m", "jobfair", "server", "keys", "drill"],
            env=bare.environment,
            cwd=bare.data.parent,
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=True,
        ) as process:
            said = ""
            for typed, before in ((slip, "share 1 of 2: "), (words[0], "share 1 of 2: "), (words[2], "share 2 of 2: ")):
                said += until(ours, before)
                os.write(ours, f"{typed}\n".encode())
            said += until(ours, "the drill has passed")
            assert process.wait(60) == 0
    finally:
        os.close(ours)
        os.close(theirs)
    assert "share 1: a word is wrong" in said
    assert not any(word in said for typed in words for word in [" ".join(typed.split()[:2])])
    assert slip[:20] not in said


def until(terminal: int, wanted: str) -> str:
    """What a terminal shows, up to ``wanted``."""
    shown = ""
    while wanted not in shown:
        ready, _, _ = select.select([terminal], [], [], 60)
        assert ready, f"nothing more after {shown!r}"
        shown += os.read(terminal, 4096).decode(errors="replace")
    return shown


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
    before = bare.command("keys")
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
    assert bare.command("keys") == before
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
    beat(device, snapshot=version + 1, waiting=0, rows_waiting=3)  # registrations alone
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
    gone = ("keys", "retire", "--gone", "small-fair/K-08")
    assert own_server.command(*gone)["may_go"] == [old]
    assert own_server.command(*gone, "--yes")["removed"] == [old]
    assert old not in own_server.command("keys")["opening"]
    assert not (own_server.data / "keys" / "sealing" / old).exists()


def test_kiosk_and_fair_when_an_administrator_would_delete_them_stay(sqlite_server: ServerProcess) -> None:
    sqlite_server.command("pair-code", "K-03")
    made = sqlite_server.command(
        "user", "add", "root", "--role", "organizer", "--organization", "demo", "--admin", "--generate"
    )
    admin = sqlite_server.log_in("root", made["password"])
    for page in ("kiosks/kiosk/1", "fairs/fair/small-fair"):
        assert sqlite_server.post(admin, f"/admin/{page}/delete/", post="yes").status_code == 403
        assert admin.get(f"{sqlite_server.base_url}/admin/{page}/change/", timeout=30).status_code == 200


def test_kiosk_when_gone_is_one_of_one_fair_and_has_to_be_there(tmp_path: Path) -> None:
    server = ServerProcess(tmp_path)
    server.prepare()
    other = json.loads((SMALL_FAIR / "fair.json").read_text("utf-8")) | {"id": "other-fair"}
    (tmp_path / "other.json").write_text(json.dumps(other))
    server.command("import", str(tmp_path / "other.json"), "--demonstration")
    for fair in ("small-fair", "other-fair"):
        server.command("pair-code", "K-02", "--fair", fair)
    old = server.command("keys", "rotate")["former"]
    age(server.data, old, days=181)
    with sqlite3.connect(server.data / "server.db") as db:
        db.execute("UPDATE kiosks_kiosk SET last_seen='2020-01-01 00:00:00'")
        db.commit()
    db.close()

    def reasons(*gone: str) -> str:
        return "; ".join(server.command("keys", "retire", "--gone", *gone)["stay"].get(old, []))

    for wrong, said in (("K-99", "no kiosk"), ("nowhere/K-02", "no kiosk"), ("K-02", "other-fair/K-02, small-fair")):
        done = keys(server.data, "retire", "--yes", "--gone", wrong)
        assert (done.returncode, said in done.stderr) == (2, True), done.stderr
    assert reasons("small-fair/K-02") == "other-fair/K-02: not seen since 2020-01-01"
    assert reasons("small-fair/K-02", "other-fair/K-02") == ""

    with sqlite3.connect(server.data / "server.db") as db:  # delivered rows are offered again, longer than that
        db.execute("UPDATE fairs_fair SET settings='{\"delivered_keep_days\": 365}' WHERE id='other-fair'")
        db.commit()
    db.close()
    assert "365 days" in reasons("small-fair/K-02", "other-fair/K-02")


def test_old_key_when_nobody_wrote_down_its_end_is_not_removed_at_once(bare: ServerProcess) -> None:
    old = bare.command("keys", "rotate")["former"]
    (bare.data / "keys" / "replaced.json").unlink()
    assert "nobody wrote down" in str(bare.command("keys", "retire")["stay"][old])
    assert bare.command("keys", "retire", "--yes")["removed"] == []
    assert "180 days" in str(bare.command("keys", "retire")["stay"][old])


def beat(device: Device, snapshot: int, waiting: int, rows_waiting: int = 0) -> None:
    answer = requests.post(
        f"{device.server.base_url}/api/v1/heartbeat",
        json={
            "version": "0",
            "waiting": waiting,
            "rows_waiting": rows_waiting,
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
    own_server: ServerProcess,
) -> None:
    for name in ("recovery.pub", "recovery.json"):
        (own_server.data / "keys" / name).unlink()  # as it is before the first drill
    texts = [path.read_text("utf-8") for path in shares_of(own_server, "new-organizers")]
    organizer, path = own_server.organizer(), "/organizer/small-fair/keys"
    organizer.headers["Accept-Language"] = "en"

    def told(answer: requests.Response) -> str:
        return answer.text.replace("&#x27;", "'")

    assert "was not drilled" in organizer.get(f"{own_server.base_url}/organizer/small-fair/", timeout=30).text
    refused = own_server.post(organizer, "/organizer/small-fair/publish")
    assert (refused.url.endswith(path), "Not published. First hold the drill" in told(refused)) == (True, True)
    once = own_server.post(organizer, path, share=texts[0])
    assert (once.status_code, "Different shares that are needed: 2. Typed in: 1." in told(once)) == (422, True)
    assert "no-store" in once.headers["Cache-Control"]
    organizer.headers["Accept-Language"] = "zh"
    wrong = own_server.post(organizer, path, share=words_of(texts[0]).replace(" ", " kiosk ", 1))
    assert (wrong.status_code, "第 1 份：第 2 个词" in wrong.text) == (422, True)
    assert own_server.command("keys")["drilled_at"] is None

    passed = own_server.post(organizer, path, share=[texts[2], words_of(texts[0])])  # type: ignore[arg-type]
    assert (passed.status_code, "演练通过" in passed.text) == (200, True)
    assert own_server.command("keys")["drilled_by"] == "organizer"
    published = own_server.post(organizer, "/organizer/small-fair/publish")
    assert published.url.endswith("/organizer/small-fair/")
    said = own_server.log.read_text(errors="replace")
    assert not any(words_of(text)[:40] in said for text in texts)
    assert not any(words_of(text).encode() in path.read_bytes() for text in texts for path in kept_by(own_server))


def test_keys_page_when_somebody_else_asks_or_the_token_is_missing_is_refused(sqlite_server: ServerProcess) -> None:
    address = f"{sqlite_server.base_url}/organizer/small-fair/keys"
    assert sqlite_server.employer("E1").get(address, timeout=30).status_code == 403
    assert "/login" in requests.get(address, timeout=30).url
    assert sqlite_server.organizer().post(address, data={"share": ["a", "b"]}, timeout=30).status_code == 403
