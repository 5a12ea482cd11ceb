"""``jobfair server keys recovery`` and ``drill``: shares on paper, and that they open."""

from __future__ import annotations

import json
import os
import pty
import select
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from jobfair.recovery import words_of
from tests.fixtures.keys import bare, drilled, kept_by, keys, own_server, publish, shares_of
from tests.fixtures.server import SMALL_FAIR, ServerProcess

__all__ = ["bare", "own_server"]


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
