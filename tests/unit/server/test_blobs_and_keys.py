"""Blobs and keys on disk, without Django."""

from __future__ import annotations

import json
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobfair.errors import ConfigError
from jobfair.sealing import OpeningKey, digest_of, open_envelope, seal
from server.core.blobs import BlobStore
from server.core.key_backup import check_passphrase, packed, unpack
from server.core.keys import KeyRing, write_secret

KEEP = timedelta(days=180)


def test_blob_when_put_twice_is_kept_once_under_its_digest(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    assert store.put(b"bytes") == store.put(b"bytes") == digest_of(b"bytes")
    assert store.get(digest_of(b"bytes")) == b"bytes"
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_blob_when_put_is_synced_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    steps: list[str] = []
    fsync, replace = os.fsync, os.replace
    monkeypatch.setattr(
        os, "fsync", lambda fd: (steps.append("folder" if stat.S_ISDIR(os.fstat(fd).st_mode) else "file"), fsync(fd))
    )
    monkeypatch.setattr(os, "replace", lambda a, b: (steps.append("name"), replace(a, b)))
    BlobStore(tmp_path).put(b"bytes")
    assert steps == ["folder", "file", "name", "folder"]


def test_blob_when_the_disk_is_full_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(fd: int) -> None:
        if not stat.S_ISDIR(os.fstat(fd).st_mode):
            raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        BlobStore(tmp_path).put(b"bytes")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_sweep_when_a_file_is_old_and_nobody_wants_it_erases_it_and_what_was_broken_off(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    wanted, orphan = store.put(b"wanted"), store.put(b"orphan")
    broken_off = store.path_of(orphan).with_name(".new-broken")
    broken_off.write_bytes(b"half")
    for path in (store.path_of(wanted), store.path_of(orphan), broken_off):
        os.utime(path, (1, 1))
    assert store.sweep({wanted}, older_than=1000) == 2
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [wanted]


def test_sweep_when_a_file_is_put_again_meanwhile_leaves_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = BlobStore(tmp_path)
    digest = store.put(b"offered again")
    os.utime(store.path_of(digest), (1, 1))
    replace = os.replace

    def put_just_before(source: Path, target: Path) -> None:
        monkeypatch.setattr(os, "replace", replace)
        store.put(b"offered again")  # touches the file that the sweep has found old
        replace(source, target)

    monkeypatch.setattr(os, "replace", put_just_before)
    assert store.sweep(set(), older_than=1000) == 0
    assert store.get(digest) == b"offered again"


def test_sweep_when_another_one_was_killed_puts_back_what_is_wanted(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    wanted, orphan = store.put(b"wanted"), store.put(b"orphan")
    for digest in (wanted, orphan):
        os.utime(store.path_of(digest), (1, 1))
        store.path_of(digest).rename(store.path_of(digest).with_name(f".swept-{digest}"))
    assert list(store.unwanted({wanted}, older_than=1000)) == [orphan]
    assert store.get(wanted) == b"wanted"
    store.path_of(wanted).rename(store.path_of(wanted).with_name(f".swept-{wanted}"))
    assert store.sweep({wanted}, older_than=1000) == 1
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == [wanted]


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "AB" * 32, "ab" * 31])
def test_blob_when_the_name_is_no_digest_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="digest"):
        BlobStore(tmp_path).path_of(name)


def test_keys_when_rotated_still_open_what_was_sealed_before(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    ring.create()
    old = ring.sealing_key
    envelope = seal(b"content", "resumes", "1", [old])
    ring.rotate()
    assert ring.sealing_key.id != old.id
    assert open_envelope(envelope, "resumes", "1", ring.opening_keys) == b"content"


def test_keys_when_created_again_are_the_same(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    ring.create()
    before = (ring.identity, ring.sealing_key)
    ring.create()
    assert (ring.identity, ring.sealing_key) == before


def test_old_key_when_removed_is_gone_and_the_current_one_cannot_be(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    ring.create()
    old = ring.sealing_key.id
    current = ring.rotate()
    assert set(ring.replaced) == {old}
    with pytest.raises(ValueError, match="seal to this key"):
        ring.remove(current)
    ring.remove(old)
    assert ([key.id for key in ring.opening_keys], ring.replaced) == ([current], {})


def test_recovery_key_when_new_is_not_in_use_before_its_drill_and_the_former_is_remembered(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    ring.create()
    first, second, third = (OpeningKey.generate().public for _ in range(3))
    ring.set_next_recovery(first, 3, 2)
    assert (ring.recovery_key, ring.recovery) == (None, None)
    with pytest.raises(ConfigError, match="replaced"):
        ring.note_drill(second.id, "li", KEEP)
    assert ring.note_drill(first.id, "li", KEEP).drilled_by == "li"
    assert (ring.recovery_key, ring.next_recovery, ring.former_recoveries) == (first, None, {})
    ring.note_backup(datetime.now(UTC))

    ring.set_next_recovery(third, 3, 2)  # those shares got lost: made once more
    ring.set_next_recovery(second, 5, 3)
    assert (ring.recovery_key, ring.is_backed_up) == (first, True)
    with pytest.raises(ConfigError, match="replaced"):
        ring.note_drill(first.id, "li", KEEP)
    passed = ring.note_drill(second.id, "wu", KEEP)
    assert (ring.recovery_key, ring.recovery, passed.shares) == (second, passed, 5)
    assert (ring.next_recovery, ring.is_backed_up) == (None, False)
    (former,) = ring.former_recoveries.items()
    assert (former[0], former[1].needed_until - former[1].at) == (first.id, KEEP)
    assert ring.note_drill(second.id, "li", KEEP).drilled_by == "li"  # next year
    assert list(ring.former_recoveries) == [first.id]


def test_recovery_key_when_the_power_went_while_it_came_into_use_counts_as_not_drilled(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    ring.create()
    first, second = OpeningKey.generate().public, OpeningKey.generate().public
    ring.set_next_recovery(first, 3, 2)
    ring.note_drill(first.id, "li", KEEP)
    ring.set_next_recovery(second, 3, 2)
    write_secret(tmp_path / "recovery.pub", second.public)  # and no more than that
    assert ring.recovery is not None
    assert (ring.recovery.key, ring.recovery.drilled_at) == (second.id, None)
    assert ring.note_drill(second.id, "li", KEEP).drilled_by == "li"
    assert (ring.recovery.key, ring.next_recovery_key) == (second.id, None)


@pytest.mark.parametrize(
    ("passphrase", "said"),
    [("aaaaaaaaaaaa", "different"), ("abababababab", "different"), ("administrator", "guessed first")],
)
def test_passphrase_when_it_is_guessed_first_is_refused_with_a_better_one_in_words(passphrase: str, said: str) -> None:
    with pytest.raises(ConfigError, match=said) as caught:
        check_passphrase(passphrase)
    assert "four random words" in str(caught.value)
    assert passphrase not in str(caught.value)
    check_passphrase("four random words here")


@pytest.mark.parametrize("wrong", [{"n": 2**20, "r": 16}, {"n": 2**14}, {"p": 4}])
def test_backup_when_its_parameters_are_not_ours_is_refused_before_they_cost_anything(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wrong: dict[str, int]
) -> None:
    ring = KeyRing(tmp_path / "a" / "keys")
    ring.create()
    data, _ = packed(tmp_path / "a", "four random words here")
    file = json.loads(data)
    front = json.loads(file["front"])
    front["derivation"] |= wrong
    monkeypatch.setattr("server.core.key_backup._key", lambda *_: pytest.fail("it was computed"))
    with pytest.raises(ConfigError, match="no backup"):
        unpack(json.dumps({**file, "front": json.dumps(front)}).encode(), "four random words here", tmp_path / "b")
    assert not (tmp_path / "b").exists()


def test_backup_when_a_key_was_made_since_is_not_whole(tmp_path: Path) -> None:
    ring = KeyRing(tmp_path)
    ring.create()
    assert not ring.is_backed_up
    ring.note_backup(datetime.now(UTC))
    assert ring.is_backed_up
    ring.rotate()
    assert not ring.is_backed_up


def test_keys_when_missing_say_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="jobfair server init"):
        _ = KeyRing(tmp_path).identity
