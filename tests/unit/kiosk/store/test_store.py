from __future__ import annotations

import errno
import multiprocessing
import os
import stat
import threading
from pathlib import Path

import apsw
import pytest

from jobfair.errors import Corrupt, DiskFull, InUse, StoreError, WrongKey
from jobfair.rescue_file import read_rescue_file
from jobfair.sealing import OpeningKey, seal
from jobfair.wire import Door
from kiosk.clock import SystemClock
from kiosk.outbox import Item, Outbox
from kiosk.store import KeyFile, Lease, Store, salvage
from kiosk.store.database import FILE

SLOW = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500000) SELECT sum(i) FROM n"


def opened(folder: Path) -> Store:
    return Store(folder, KeyFile(folder / "store.key"))


def test_new_store_when_opened_is_durable_and_private(tmp_path: Path) -> None:
    store = opened(tmp_path)
    with store.reading() as db:
        settings = {
            name: db.execute(f"PRAGMA {name}").fetchone()[0]  # type: ignore[index]
            for name in ("journal_mode", "synchronous", "secure_delete", "foreign_keys", "temp_store")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "secure_delete": 1, "foreign_keys": 1, "temp_store": 2}
    for name in (FILE, f"{FILE}-wal", f"{FILE}-shm", "store.key"):
        assert stat.S_IMODE(os.stat(tmp_path / name).st_mode) == 0o600, name
    store.close()


def test_secret_when_stored_is_not_in_any_file(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.set_secret("token", b"MARKER-in-clear")
    assert store.secret("token") == b"MARKER-in-clear"
    for file in tmp_path.iterdir():
        assert b"MARKER" not in file.read_bytes(), file.name
    store.close()
    again = opened(tmp_path)
    assert again.secret("token") == b"MARKER-in-clear"
    again.close()


def test_transaction_when_it_raises_writes_nothing(tmp_path: Path) -> None:
    store = opened(tmp_path)
    with pytest.raises(RuntimeError), store.transaction():
        store.set_meta("a", 1)
        raise RuntimeError
    assert store.meta("a") is None
    with store.transaction():
        assert [store.count_up("n"), store.count_up("n")] == [1, 2]
    store.close()


def test_value_moved_to_another_row_does_not_open(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.set_secret("one", b"1")
    with store.transaction() as db:
        db.execute("INSERT INTO secret SELECT 'two', value FROM secret WHERE name='one'")
    with pytest.raises(Corrupt):
        store.secret("two")
    store.close()


def test_wrong_key_when_opened_says_so_and_changes_nothing(tmp_path: Path) -> None:
    opened(tmp_path).close()
    before = (tmp_path / FILE).read_bytes()
    (tmp_path / "store.key").write_bytes(b"x" * 32)
    with pytest.raises(WrongKey, match="right key file"):
        opened(tmp_path)
    (tmp_path / "store.key").write_bytes(b"short")
    with pytest.raises(WrongKey, match="5 bytes"):
        opened(tmp_path)
    assert (tmp_path / FILE).read_bytes() == before


def test_missing_key_when_the_database_is_there_is_not_made_anew(tmp_path: Path) -> None:
    opened(tmp_path).close()
    (tmp_path / "store.key").unlink()
    with pytest.raises(WrongKey, match="missing"):
        opened(tmp_path)
    assert not (tmp_path / "store.key").exists()


def with_rows(folder: Path, count: int) -> list[str]:
    store = opened(folder)
    ids = [f"{n:08d}-0000-7000-8000-000000000000" for n in range(count)]
    outbox, key = Outbox(store, SystemClock()), OpeningKey.generate().public
    for item_id in ids:
        outbox.put([Item(Door.RESUMES, item_id, seal(os.urandom(2000), "resumes", item_id, [key]))])
    store.checkpoint()
    store.close()
    return ids


@pytest.mark.parametrize("damage", ["page", "header", "cut"])
def test_damaged_database_when_opened_saves_the_good_rows_aside(tmp_path: Path, damage: str) -> None:
    ids = with_rows(tmp_path, 60)
    file = tmp_path / FILE
    data = bytearray(file.read_bytes())
    if damage == "page":
        third = len(data) // 3 // 4096 * 4096
        data[third : third + 4096] = os.urandom(4096)
    elif damage == "header":
        data[:100] = os.urandom(100)
    else:
        del data[len(data) * 3 // 5 :]
    file.write_bytes(data)
    with pytest.raises(Corrupt, match="Nothing was deleted"):
        opened(tmp_path)
    assert file.read_bytes() == data, "the damaged file stays as it is"
    (aside,) = (folder for folder in tmp_path.iterdir() if folder.is_dir())
    assert (aside / FILE).read_bytes() == data
    saved = [item.id for item in read_rescue_file(aside / "outbox.jobfair")]
    assert set(saved) <= set(ids)
    assert len(saved) >= {"page": 50, "header": 60, "cut": 15}[damage]
    with pytest.raises(Corrupt):
        opened(tmp_path)  # never a silent fresh start


def test_full_disk_when_writing_keeps_what_was_there(tmp_path: Path) -> None:
    store = opened(tmp_path)
    outbox = Outbox(store, SystemClock())
    outbox.put([Item(Door.RESUMES, "first", b"1" * 1000)])
    with store.transaction() as db:
        pages = db.execute("PRAGMA page_count").fetchone()[0]  # type: ignore[index]
    with store.reading() as db:
        db.execute(f"PRAGMA max_page_count={pages + 2}")
    with pytest.raises(DiskFull), store.transaction():
        store.set_meta("half", 1)
        outbox.put([Item(Door.RESUMES, "second", os.urandom(100_000))])
    assert store.meta("half") is None
    assert [row.id for row in outbox.rows()] == ["first"]
    with store.reading() as db:
        db.execute("PRAGMA max_page_count=1000000")
    outbox.put([Item(Door.RESUMES, "second", b"2")])
    store.close()


def test_damaged_database_when_the_disk_fills_up_while_it_is_copied_keeps_no_half_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = with_rows(tmp_path, 20)
    file = tmp_path / FILE
    file.write_bytes(file.read_bytes()[:-4096])

    def half(source: Path, target: Path) -> None:
        target.write_bytes(source.read_bytes()[: source.stat().st_size // 4])
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(salvage.shutil, "copy2", half)
        with pytest.raises(Corrupt, match="could not even be copied") as caught:
            opened(tmp_path)
    assert caught.value.reason == "damaged_not_copied"
    assert "0 sealed items" not in str(caught.value)
    assert list(tmp_path.glob("damaged-*")) == []
    killed = tmp_path / "damaged-1.unfinished"  # as a kill would leave it
    killed.mkdir()
    (killed / FILE).write_bytes(file.read_bytes()[:4096])
    with pytest.raises(Corrupt) as caught:
        opened(tmp_path)
    (folder,) = tmp_path.glob("damaged-*")
    saved = [item.id for item in read_rescue_file(folder / "outbox.jobfair")]
    assert len(saved) >= len(ids) - 5
    assert (caught.value.reason, caught.value.values["items"]) == ("damaged", str(len(saved)))


def test_damaged_database_when_there_is_no_room_for_the_rescue_file_does_not_say_that_nothing_is_readable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_rows(tmp_path, 20)
    file = tmp_path / FILE
    file.write_bytes(file.read_bytes()[:-4096])

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(salvage, "write_rescue_file", full)
        with pytest.raises(Corrupt, match="make room") as caught:
            opened(tmp_path)
    assert caught.value.reason == "damaged_not_written"
    assert "0 sealed items" not in str(caught.value)
    assert "move the whole data folder" not in str(caught.value)
    with pytest.raises(Corrupt) as caught:
        opened(tmp_path)
    assert caught.value.reason == "damaged"


def test_newer_database_when_opened_is_left_alone(tmp_path: Path) -> None:
    opened(tmp_path).close()
    db = apsw.Connection(str(tmp_path / FILE))
    db.execute("PRAGMA user_version=99")
    db.close()
    with pytest.raises(StoreError, match="newer version"):
        opened(tmp_path)


def test_two_kiosks_on_one_store_the_second_is_told_who_has_it(tmp_path: Path) -> None:
    first = Lease(tmp_path, "kiosk")
    with pytest.raises(InUse, match=f"a kiosk is running.*{os.getpid()}"):
        Lease(tmp_path, "kiosk")
    Lease(tmp_path, "sync").close()
    first.close()
    Lease(tmp_path, "kiosk").close()


def _hold_and_die(folder: str) -> None:
    Lease(Path(folder), "sync")
    os._exit(9)


def test_lease_when_its_holder_dies_is_free(tmp_path: Path) -> None:
    process = multiprocessing.get_context("spawn").Process(target=_hold_and_die, args=(str(tmp_path),))
    process.start()
    process.join()
    process.close()
    Lease(tmp_path, "sync").close()


def test_write_protected_folder_when_opened_says_so(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(StoreError):
            opened(tmp_path)
    finally:
        tmp_path.chmod(0o700)


def test_store_closed_while_a_thread_writes_and_another_reads_lets_them_end(tmp_path: Path) -> None:
    store = opened(tmp_path)
    begun, go_on = threading.Barrier(3), threading.Event()
    said: list[str] = []

    def write() -> None:
        with store.transaction() as db:
            db.execute("CREATE TABLE t (n)")
            begun.wait()
            go_on.wait()
            with store.transaction() as same:
                same.execute("INSERT INTO t VALUES (1)")
        said.append("written")

    def read() -> None:
        with store.reading() as db:
            begun.wait()
            db.execute(SLOW).fetchall()
            said.append("read")
        with pytest.raises(StoreError):
            while True:
                with store.reading() as db:
                    db.execute("SELECT 1").fetchall()

    threads = [threading.Thread(target=work) for work in (write, read)]
    for thread in threads:
        thread.start()
    begun.wait()
    threading.Timer(0.05, go_on.set).start()
    store.close()
    for thread in threads:
        thread.join()
    assert set(said) == {"written", "read"}
    with pytest.raises(StoreError), store.reading():
        pass
    again = opened(tmp_path)
    with again.reading() as db:
        assert db.execute("SELECT n FROM t").fetchall() == [(1,)]
    again.close()
