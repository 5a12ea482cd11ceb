"""Rescue files from anybody's stick: what is whole comes out, what is not is counted, nothing runs away."""

from __future__ import annotations

import io
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import BaseModel

from jobfair import rescue_file
from jobfair.ids import new_id
from jobfair.rescue_file import (
    MARK,
    MOST_DAMAGED,
    About,
    NotARescueFile,
    RescueFile,
    SealedItem,
    read_rescue_file,
    size_of,
    write_rescue_file,
)
from jobfair.sealing import digest_of
from jobfair.wire import MAX_SEALED_BYTES

ABOUT = About(kiosk="K-03", fair="small-fair", made_at=datetime(2027, 3, 20, tzinfo=UTC), rows=4)


class StrangeRow(BaseModel):
    door: str
    id: str
    digest: str
    state: str


def item(size: int = 3000) -> SealedItem:
    sealed = os.urandom(size)
    return SealedItem("resumes", new_id(), digest_of(sealed), "waiting", sealed)


def written(folder: Path, items: list[SealedItem], about: About = ABOUT) -> bytes:
    path = folder / "out.jobfair"
    assert write_rescue_file(path, items, about) == len(items)
    return path.read_bytes()


def read(data: bytes) -> tuple[list[SealedItem], RescueFile]:
    file = RescueFile(io.BytesIO(data))
    return list(file), file


def test_file_when_whole_gives_every_row_in_order_and_says_whose_it_is(tmp_path: Path) -> None:
    items = [item() for _ in range(4)]
    data = written(tmp_path, items)
    found, file = read(data)
    assert found == items == list(read_rescue_file(tmp_path / "out.jobfair"))
    assert (file.about, file.is_whole, file.missing) == (ABOUT, True, 0)
    assert len(data) <= size_of(4, 4 * 3000)
    assert [path.name for path in tmp_path.iterdir()] == ["out.jobfair"]


@pytest.mark.parametrize("left", [0.2, 0.5, 0.9, 0.999])
def test_file_when_the_stick_was_pulled_out_gives_what_is_whole(tmp_path: Path, left: float) -> None:
    items = [item() for _ in range(4)]
    data = written(tmp_path, items)
    found, file = read(data[: int(len(data) * left)])
    assert found == items[: len(found)]
    assert (file.is_whole, file.ended, file.missing) == (False, False, 4 - len(found))


def test_file_when_a_place_in_it_is_damaged_gives_the_rows_before_and_behind(tmp_path: Path) -> None:
    items = [item() for _ in range(4)]
    data = bytearray(written(tmp_path, items))
    at = data.index(items[1].sealed)
    data[at + 100 : at + 110] = b"\0" * 10
    found, file = read(bytes(data))
    assert found == [items[0], *items[2:]]
    assert (file.damaged, file.missing, file.ended, file.is_whole) == (1, 1, True, False)


def test_file_when_a_length_is_damaged_goes_on_at_the_next_row(tmp_path: Path) -> None:
    items = [item() for _ in range(4)]
    data = bytearray(written(tmp_path, items))
    first = data.index(MARK, 1)
    data[first + 12] ^= 0x40
    assert read(bytes(data))[0] == items[1:]


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 a zip file", b"\x00" * 5000, MARK[:5]])
def test_file_when_it_is_something_else_is_refused_at_once(data: bytes) -> None:
    with pytest.raises(NotARescueFile):
        RescueFile(io.BytesIO(data))


def test_file_of_a_newer_version_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(NotARescueFile, match="newer version"):
        RescueFile(io.BytesIO(written(tmp_path, [], About(format=2))))


def test_file_when_it_claims_more_than_a_row_may_have_reads_nothing_of_it(tmp_path: Path) -> None:
    huge = MARK + b"R" + (20).to_bytes(4, "big") + (MAX_SEALED_BYTES + 1).to_bytes(4, "big") + b"x" * 1000
    found, file = read(written(tmp_path, [], About()) + huge)
    assert (found, file.is_whole) == ([], True), "nothing behind the end is looked at"
    assert read(MARK + huge)[0] == []


def test_file_of_nothing_but_beginnings_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing = MARK + b"R" + (20).to_bytes(4, "big") + (100).to_bytes(4, "big")
    found, file = read(nothing * (MOST_DAMAGED * 3))
    assert (found, file.damaged) == ([], MOST_DAMAGED + 1)


def test_file_when_a_row_is_none_of_ours_goes_on(tmp_path: Path) -> None:
    good = item()
    rescue = io.BytesIO()
    rescue_file._write(rescue, b"A", About())
    rescue_file._write(rescue, b"R", rescue_file.About(kiosk="no row"), b"body")
    rescue_file._write(rescue, b"R", StrangeRow(door="../etc", id="../../x", digest="y", state=""))
    rescue_file._write(rescue, b"?", About())
    rescue_file._write(
        rescue,
        b"R",
        rescue_file._RowHead(door="resumes", id=good.id, digest=good.digest, state="waiting"),  # type: ignore[arg-type]
        good.sealed,
    )
    found, file = read(rescue.getvalue())
    assert (found, file.damaged, file.ended) == ([good], 2, False)


def test_writing_when_it_fails_leaves_no_file_and_the_former_one(tmp_path: Path) -> None:
    before = written(tmp_path, [item()])

    def failing() -> object:
        yield item()
        raise OSError(28, "no space")

    with pytest.raises(OSError, match="no space"):
        write_rescue_file(tmp_path / "out.jobfair", failing())  # type: ignore[arg-type]
    assert (tmp_path / "out.jobfair").read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1
