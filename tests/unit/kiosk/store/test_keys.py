"""Where a store's key is kept: one suite over every place, the fake ones and the real."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError

from jobfair.errors import Corrupt, Locked, StoreError, WrongKey
from jobfair.rescue_file import read_rescue_file
from jobfair.wire import Door
from kiosk.clock import SystemClock
from kiosk.outbox import Item, Outbox
from kiosk.store import ChosenKey, Store
from kiosk.store.database import FILE
from kiosk.store.keys import Choice, FileKeeper, Keeper, Source, read_record
from kiosk.store.keys.chosen import StrictKeeper, add_slot, begin_strict, move, remove_slot
from kiosk.store.keys.record import FILE as RECORD
from kiosk.store.keys.ring import RingKeeper
from kiosk.store.keys.slots import badge_secret, badge_slot, label_of, new_badge, opened_by_badge
from kiosk.store.keys.tpm import TpmKeeper
from tests.fixtures.tpm import software_tpm

SOURCES: tuple[Source, ...] = ("file", "tpm", "keyring", "strict")


class MemoryRing(KeyringBackend):
    """A keyring that forgets when the test ends."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.entries: dict[tuple[str, str], str] = {}
        self.locked = False

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return self.entries.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.entries[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.entries.pop((service, username), None) is None:
            raise PasswordDeleteError


@dataclass
class Machine:
    """One computer: its TPM, its keyring, and the data folder that happens to be on its disk."""

    folder: Path
    tcti: str
    ring: MemoryRing = field(default_factory=MemoryRing)
    released: bytes | None = None
    badge: bytes = field(default_factory=lambda: badge_secret(new_badge()) or b"")

    def keys(self, choice: Choice) -> ChosenKey:
        def keeper(source: Source) -> Keeper:
            return {
                "file": lambda: FileKeeper(self.folder / "store.key"),
                "tpm": lambda: TpmKeeper(self.tcti),
                "keyring": lambda: RingKeeper(self.ring),
                "strict": lambda: StrictKeeper(self.released),
            }[source]()

        return ChosenKey(self.folder, self.folder / FILE, choice, self.folder / "store.key", keeper=keeper)

    def open(self, choice: Choice) -> Store:
        if choice == "strict" and read_record(self.folder) is None:
            begin_strict(self.folder, self.folder / FILE, self.folder / "store.key", self.badge)
        record = read_record(self.folder)
        if record is not None and record.source == "strict":
            self.released = opened_by_badge(record, self.badge)
        return Store(self.folder, self.keys(choice))


@pytest.fixture
def machines(tmp_path: Path) -> Iterator[Callable[[str], Machine]]:
    """Makes machines by name, each with a TPM of its own. Sockets have short names: a path of theirs has an end."""
    short = Path(tempfile.mkdtemp(prefix="jf-"))
    with ExitStack() as running:

        def machine(name: str, tpm: bool = True) -> Machine:
            folder = tmp_path / name
            folder.mkdir()
            return Machine(folder, running.enter_context(software_tpm(short / name)) if tpm else "")

        yield machine
    shutil.rmtree(short, ignore_errors=True)


@pytest.fixture(params=SOURCES)
def source(request: pytest.FixtureRequest) -> Source:
    found: Source = request.param
    return found


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.is_file()}


def test_store_when_begun_and_opened_again_reads_what_it_wrote(
    machines: Callable[..., Machine], source: Source
) -> None:
    machine = machines("a", tpm=source == "tpm")
    store = machine.open(source)
    store.set_secret("token", b"MARKER-in-clear")
    assert store.at_rest_by == {"file": "key_file"}.get(source, source)
    store.close()
    record = read_record(machine.folder)
    assert record is not None
    assert (record.source, record.in_use) == (source, True)
    again = machine.open("auto")
    assert again.secret("token") == b"MARKER-in-clear"
    again.close()
    for name in (RECORD, *(["store.key"] if source == "file" else [])):
        assert stat.S_IMODE(os.stat(machine.folder / name).st_mode) == 0o600, name


def test_main_key_when_it_is_not_in_a_file_is_in_no_file(machines: Callable[..., Machine], source: Source) -> None:
    machine = machines("a", tpm=source == "tpm")
    machine.open(source).close()
    key = machine.keys(source).key(fresh=False)
    holding = [name for name, data in contents(machine.folder).items() if key in data or key.hex().encode() in data]
    assert holding == (["store.key"] if source == "file" else [])


def test_disk_when_copied_to_another_machine_does_not_open_and_is_not_changed(
    machines: Callable[..., Machine], source: Source
) -> None:
    machine, other = machines("a", tpm=source == "tpm"), machines("b", tpm=source == "tpm")
    machine.open(source).close()
    shutil.copytree(machine.folder, other.folder, dirs_exist_ok=True)
    (other.folder / "store.key").unlink(missing_ok=True)  # as it lies on a stick
    before = contents(other.folder)
    with pytest.raises(Locked if source == "strict" else WrongKey, match=r"copied|missing|not released"):
        other.open("auto")
    assert contents(other.folder) == before


def test_key_of_another_store_when_opened_says_so_and_changes_nothing(
    machines: Callable[..., Machine], source: Source
) -> None:
    machine, other = machines("a", tpm=source == "tpm"), machines("b", tpm=False)
    other.badge, other.ring, other.tcti = machine.badge, machine.ring, machine.tcti
    machine.open(source).close()
    other.open(source).close()
    shutil.copy(machine.folder / FILE, other.folder / FILE)
    before = contents(other.folder)
    with pytest.raises(WrongKey, match="does not open the database"):
        other.open("auto")
    assert contents(other.folder) == before


def test_database_when_gone_is_never_begun_afresh(machines: Callable[..., Machine], source: Source) -> None:
    machine = machines("a", tpm=source == "tpm")
    machine.open(source).close()
    (machine.folder / FILE).unlink()
    with pytest.raises(Corrupt, match="database is gone"):
        machine.open("auto")
    assert not (machine.folder / FILE).exists()
    (machine.folder / FILE).touch()  # emptied is gone too
    with pytest.raises(Corrupt, match="database is gone"):
        machine.open("auto")


def test_record_when_gone_or_damaged_is_a_clear_error(machines: Callable[..., Machine], source: Source) -> None:
    machine = machines("a", tpm=source == "tpm")
    machine.open(source).close()
    (machine.folder / RECORD).write_bytes(b"{half a rec")
    with pytest.raises(WrongKey, match="cannot be read: put it back"):
        machine.open("auto")
    (machine.folder / RECORD).unlink()
    if source == "file":  # a store from before there were records looks just so
        machine.open("auto").close()
        return
    with pytest.raises(WrongKey, match=r"neither key\.json nor the key file"):
        machine.keys("auto").key(fresh=False)
    assert not (machine.folder / RECORD).exists()
    assert not (machine.folder / "store.key").exists()


def test_damaged_page_when_opened_saves_the_good_rows_aside(machines: Callable[..., Machine], source: Source) -> None:
    machine = machines("a", tpm=source == "tpm")
    store = machine.open(source)
    outbox = Outbox(store, SystemClock())
    for number in range(40):
        outbox.put([Item(Door.RESUMES, f"{number:08d}-0000-7000-8000-000000000000", os.urandom(3000))])
    store.checkpoint()
    store.close()
    data = bytearray((machine.folder / FILE).read_bytes())
    third = len(data) // 3 // 4096 * 4096
    data[third : third + 4096] = os.urandom(4096)
    (machine.folder / FILE).write_bytes(data)
    with pytest.raises(Corrupt, match="Nothing was deleted"):
        machine.open("auto")
    (aside,) = (folder for folder in machine.folder.iterdir() if folder.is_dir())
    assert len(list(read_rescue_file(aside / "outbox.jobfair"))) >= 30
    assert (machine.folder / FILE).read_bytes() == data


def test_config_when_it_names_another_place_than_the_store_has_says_so(
    machines: Callable[..., Machine], source: Source
) -> None:
    machine = machines("a", tpm=source == "tpm")
    machine.open(source).close()
    before = contents(machine.folder)
    other: Choice = "keyring" if source == "file" else "file"
    with pytest.raises(WrongKey, match=f"made with.*{source}.*jobfair key move --to {other}"):
        machine.open(other)
    assert contents(machine.folder) == before


@pytest.mark.parametrize("to", SOURCES)
def test_key_when_moved_opens_from_there_and_leaves_nothing_behind(
    machines: Callable[..., Machine], source: Source, to: Source
) -> None:
    machine = machines("a", tpm="tpm" in (source, to))
    store = machine.open(source)
    store.set_secret("token", b"t")
    store.close()
    keys = machine.keys("auto")
    main_key = keys.key(fresh=False)
    if source == to:
        with pytest.raises(StoreError, match="already"):
            move(keys, to, main_key, machine.badge)
        return
    move(keys, to, main_key, machine.badge if to == "strict" else None)
    again = machine.open(to)
    assert again.secret("token") == b"t"
    again.close()
    assert (machine.folder / "store.key").exists() == (to == "file")
    assert bool(machine.ring.entries) == (to == "keyring")


def test_move_when_cut_short_opens_from_one_of_both_places_and_can_be_done_again(
    machines: Callable[..., Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    machine = machines("a", tpm=False)
    machine.open("keyring").close()
    keys = machine.keys("auto")
    main_key = keys.key(fresh=False)

    def cut(*args: object) -> None:
        raise OSError("the plug was pulled")

    with monkeypatch.context() as patch, pytest.raises(OSError, match="plug"):
        patch.setattr("kiosk.store.keys.chosen.write_record", cut)  # the file is there, the record is the old one
        move(keys, "file", main_key)
    machine.open("auto").close()
    with monkeypatch.context() as patch, pytest.raises(OSError, match="plug"):
        patch.setattr(RingKeeper, "discard", cut)  # the record is the new one, the old place is not emptied
        move(keys, "file", main_key)
    machine.open("auto").close()
    assert (read_record(machine.folder) or pytest.fail()).source == "file"


def test_auto_when_a_tpm_works_takes_it_and_else_a_file(machines: Callable[..., Machine]) -> None:
    with_tpm, without = machines("a"), machines("b", tpm=False)
    with_tpm.open("auto").close()
    assert (read_record(with_tpm.folder) or pytest.fail()).source == "tpm"
    without.tcti = "swtpm:path=/nowhere"
    without.open("auto").close()
    assert (read_record(without.folder) or pytest.fail()).source == "file"


def test_store_from_before_there_were_records_is_taken_over_as_a_file(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "")
    machine.open("file").close()
    (tmp_path / RECORD).unlink()
    with pytest.raises(WrongKey, match="set it so"):
        machine.open("keyring")
    assert not (tmp_path / RECORD).exists()
    machine.open("auto").close()
    assert (read_record(tmp_path) or pytest.fail()).source == "file"


def test_key_file_alone_is_not_taken_for_a_new_kiosk(tmp_path: Path) -> None:
    (tmp_path / "store.key").write_bytes(b"x" * 32)
    with pytest.raises(WrongKey, match="neither the database nor"):
        Machine(tmp_path, "").open("auto")
    assert not (tmp_path / FILE).exists()


def test_first_start_when_cut_short_before_the_key_or_the_database_goes_on(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "")
    machine.keys("file").key(fresh=True)
    (tmp_path / "store.key").unlink()  # the record was written, the key was not
    key = machine.keys("file").key(fresh=True)
    assert machine.keys("file").key(fresh=True) == key  # now the key, and no database yet
    machine.open("file").close()


def test_keyring_when_locked_or_missing_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine = Machine(tmp_path, "")
    machine.open("keyring").close()
    machine.ring.locked = True
    with pytest.raises(StoreError, match="is it unlocked"):
        machine.open("auto")
    import keyring
    from keyring.backends.fail import Keyring as NoKeyring

    monkeypatch.setattr(keyring, "get_keyring", NoKeyring)
    with pytest.raises(StoreError, match="this session has no keyring"):
        RingKeeper().fetch("store", {})


def test_tpm_when_it_hangs_or_its_tools_are_missing_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    monkeypatch.setenv("PATH", str(tools))
    with pytest.raises(StoreError, match="install tpm2-tools"):
        TpmKeeper().keep(bytes(32), "")
    (tools / "tpm2_createprimary").write_text("#!/bin/sh\nexec /bin/sleep 30\n")
    (tools / "tpm2_createprimary").chmod(0o755)
    monkeypatch.setattr("kiosk.store.keys.tpm.SECONDS", 0.2)
    with pytest.raises(StoreError, match="does not answer"):
        TpmKeeper().keep(bytes(32), "")


def test_badges_when_added_and_removed_open_and_open_no_more(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "")
    machine.open("strict").close()
    key = machine.keys("auto").key(fresh=False)
    second = badge_secret(new_badge().lower())
    assert second is not None
    record = read_record(tmp_path)
    assert record is not None
    assert opened_by_badge(record, second) is None
    add_slot(tmp_path, badge_slot(record.store, key, second))
    assert opened_by_badge(read_record(tmp_path) or pytest.fail(), second) == key
    remove_slot(tmp_path, label_of(machine.badge))
    assert opened_by_badge(read_record(tmp_path) or pytest.fail(), machine.badge) is None
    with pytest.raises(StoreError, match="last badge"):
        remove_slot(tmp_path, label_of(second))
    with pytest.raises(StoreError, match="no slot"):
        remove_slot(tmp_path, "badge-none")


def test_slot_when_changed_or_moved_to_another_store_does_not_open(tmp_path: Path) -> None:
    machine = Machine(tmp_path, "")
    machine.open("strict").close()
    record = read_record(tmp_path)
    assert record is not None
    (slot,) = record.slots
    for other in (
        record.model_copy(update={"store": "another"}),
        record.model_copy(update={"slots": (slot.model_copy(update={"label": "badge-0000"}),)}),
        record.model_copy(update={"slots": (slot.model_copy(update={"wrapped": slot.wrapped[:-1] + b"\0\0"}),)}),
    ):
        assert opened_by_badge(other, machine.badge) is None


@pytest.mark.parametrize("text", ["", "JFB1.", "JFB1.ABC", "JFB2." + "A" * 32, "JFB1." + "1" * 32, "13800138000"])
def test_text_that_is_no_badge_is_none(text: str) -> None:
    assert badge_secret(text) is None


def test_strict_mode_when_it_has_no_badge_yet_says_how_to_begin(tmp_path: Path) -> None:
    with pytest.raises(Locked, match="jobfair badge --out"):
        Store(tmp_path, Machine(tmp_path, "").keys("strict"))
    assert not (tmp_path / FILE).exists()
    Machine(tmp_path, "").open("file").close()
    with pytest.raises(StoreError, match="a store here already"):
        begin_strict(tmp_path, tmp_path / FILE, tmp_path / "store.key", bytes(20))
