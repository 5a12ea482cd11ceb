"""A key file or a badge on a stick: FAT knows no links and no modes, and whole-or-nothing must hold all the same."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jobfair.errors import StoreError, WrongKey
from kiosk.store import ChosenKey, Store
from kiosk.store.database import FILE
from kiosk.store.keys import FileKeeper
from kiosk.store.keys.chosen import move
from kiosk.store.keys.files import write_private
from kiosk.store.keys.keepers import KeyFile
from kiosk.store.keys.ring import RingKeeper


def refused(*args: object, **kwargs: object) -> None:
    raise PermissionError(errno.EPERM, "Operation not permitted")


@pytest.fixture(params=["no links", "vfat"])
def stick(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "stick"
    folder.mkdir()
    if request.param == "no links":
        monkeypatch.setattr(os, "link", refused)
        monkeypatch.setattr(os, "chmod", refused)
        yield folder
        return
    maker = shutil.which("mkfs.vfat", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if maker is None:
        pytest.skip("mkfs.vfat (dosfstools) is not installed")
    image = tmp_path / "stick.img"
    with image.open("wb") as file:
        file.truncate(2**22)
    subprocess.run([maker, str(image)], check=True, capture_output=True, timeout=30)
    mounted = subprocess.run(
        ["mount", "-o", "loop", str(image), str(folder)], check=False, capture_output=True, timeout=30
    )
    if mounted.returncode:
        pytest.skip("a file system cannot be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True, timeout=30)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data"


def keys(data: Path, stick: Path) -> ChosenKey:
    return ChosenKey(data, data / FILE, "auto", stick / "store.key")


def test_key_file_when_the_stick_knows_no_links_is_made_and_opens_again(data: Path, stick: Path) -> None:
    store = Store(data, keys(data, stick))
    store.set_secret("token", b"t")
    store.close()
    assert [path.name for path in stick.iterdir()] == ["store.key"]
    again = Store(data, keys(data, stick))
    assert again.secret("token") == b"t"
    again.close()


def test_file_when_one_is_there_is_left_as_it_is(stick: Path) -> None:
    write_private(stick / "store.key", b"first")
    with pytest.raises(FileExistsError):
        write_private(stick / "store.key", b"second")
    assert {path.name: path.read_bytes() for path in stick.iterdir()} == {"store.key": b"first"}
    write_private(stick / "store.key", b"third", over=True)
    assert (stick / "store.key").read_bytes() == b"third"


def test_key_when_many_begin_at_once_is_the_same_for_all(data: Path, stick: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: keys(data, stick).key(fresh=True), range(16)))
        alone = set(pool.map(lambda _: KeyFile(stick / "another.key").key(fresh=True), range(16)))
    assert (len(found), len(alone)) == (1, 1)


def test_first_start_when_cut_short_in_the_middle_of_the_key_file_goes_on(
    data: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(*args: object) -> None:
        raise KeyboardInterrupt  # as a kill: nothing tidies up

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        replace = os.replace
        patch.setattr(os, "replace", lambda a, b: cut() if str(b).endswith("store.key") else replace(a, b))
        Store(data, keys(data, stick))
    assert (stick / "store.key").stat().st_size == 0 or not (stick / "store.key").exists()
    Store(data, keys(data, stick)).close()
    assert (stick / "store.key").stat().st_size == 32


def test_key_file_when_it_cannot_be_put_in_its_place_leaves_no_empty_one(
    stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "replace", refused)
    monkeypatch.setattr(os, "link", refused)
    with pytest.raises(StoreError, match="nothing was changed"):
        FileKeeper(stick / "store.key").keep(bytes(32), "")
    assert list(stick.iterdir()) == []


@pytest.mark.parametrize("size", [0, 7, 33])
def test_key_file_when_damaged_says_so_and_is_not_made_anew(data: Path, stick: Path, size: int) -> None:
    Store(data, keys(data, stick)).close()
    (stick / "store.key").write_bytes(b"x" * size)
    with pytest.raises(WrongKey, match=f"holds {size} bytes instead of 32.*put the right one back"):
        Store(data, keys(data, stick))
    assert (stick / "store.key").read_bytes() == b"x" * size


def test_move_to_a_stick_when_an_empty_file_was_left_there_goes_on(
    data: Path, stick: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.unit.kiosk.store.test_keys import MemoryRing

    ring = MemoryRing()

    def chosen() -> ChosenKey:
        return ChosenKey(
            data,
            data / FILE,
            "auto",
            stick / "store.key",
            keeper=lambda s: RingKeeper(ring) if s == "keyring" else FileKeeper(stick / "store.key", data),
        )

    Store(data, chosen()).close()
    main_key = chosen().key(fresh=False)
    move(chosen(), "keyring", main_key)
    (stick / "store.key").touch()
    move(chosen(), "file", main_key)
    assert chosen().key(fresh=False) == main_key
