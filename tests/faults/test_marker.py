"""After a visit, and after the program died in the middle of another, nothing typed lies on the disk in clear."""

from __future__ import annotations

import base64
import gzip
import os
import resource
import signal
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.field import arrived, pair
from tests.fixtures.server import ROOT, ServerProcess

PROGRAM = Path(__file__).with_name("marked_visit.py")
NAME, PHONE, CODE, EMAIL = "鱻麤龘", "13812349875", "482915", "marker-qzxv@example.org"


def forms_of(text: str) -> dict[str, bytes]:
    """How a text may lie in a file; base64 from each of the three places where it may begin."""
    plain = text.encode()
    found = {"utf-8": plain, "utf-16": text.encode("utf-16-le"), "utf-16-be": text.encode("utf-16-be")}
    found["utf-32"] = text.encode("utf-32-le")
    found["escaped"] = text.encode("ascii", "backslashreplace")
    found["gb18030"] = text.encode("gb18030")
    found["hex"] = plain.hex().encode()
    for shift in range(3):
        whole = base64.b64encode(bytes(shift) + plain)
        found[f"base64 from {shift}"] = whole[4 if shift else 0 : len(whole) // 4 * 4 - 4]
    return {name: form for name, form in found.items() if len(form) >= 6}


def contents(file: Path) -> Iterator[tuple[str, bytes]]:
    """The bytes of a file, and of what is compressed in it."""
    data = file.read_bytes()
    yield "", data
    for magic, unpack in ((b"\x1f\x8b", gzip.decompress), (b"x\x9c", zlib.decompress), (b"x\xda", zlib.decompress)):
        start = data.find(magic)
        while start >= 0:
            try:
                yield f" unpacked at {start}", unpack(data[start:])
            except (OSError, EOFError, zlib.error):
                pass
            start = data.find(magic, start + 1)


def readable_in(folder: Path, *words: str) -> list[str]:
    """Where any of the words lies in clear: file and form. Names of files count too."""
    found = []
    for path in (path for path in folder.rglob("*") if path.is_file()):
        if any(word in str(path.relative_to(folder)) for word in words):
            found.append(f"the name of {path.name}")
        for place, data in contents(path):
            for word in words:
                found += [f"{path.name}{place}: {form}" for form, sought in forms_of(word).items() if sought in data]
    return found


@pytest.mark.slow
@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_program_that_dies_with_a_name_on_its_screen_leaves_it_nowhere_in_clear(
    server: ServerProcess, tmp_path: Path
) -> None:
    pytest.importorskip("PySide6")
    data, written = tmp_path / "written" / "data", tmp_path / "written"
    temporary, home = written / "tmp", written / "home"
    for folder in (temporary, home):
        folder.mkdir(parents=True)
    pair(data, server, "M-01")
    config = written / "kiosk.toml"
    config.write_text(f'data = "{data}"\nserver = "{server.base_url}"\ncamera = "none"\n')
    before = arrived(server)
    with (written / "stdout").open("wb") as out, (written / "stderr").open("wb") as err:
        done = subprocess.run(
            [sys.executable, str(PROGRAM), str(config), NAME, PHONE, CODE, EMAIL],
            cwd=written,  # where a core would be written
            env={
                "PATH": os.environ["PATH"],
                "PYTHONPATH": str(ROOT),
                "QT_QPA_PLATFORM": "offscreen",
                "TMPDIR": str(temporary),
                "HOME": str(home),
                "XDG_RUNTIME_DIR": str(home),
                "XDG_CACHE_HOME": str(home / "cache"),
                "PYTHONFAULTHANDLER": "1",
                "PYTHONDEVMODE": "0",
            },
            stdout=out,
            stderr=err,
            preexec_fn=_allow_cores,
            timeout=150,
            check=False,
        )
    said = (written / "stderr").read_text(errors="replace")
    assert done.returncode == -signal.SIGABRT, said
    assert "dying now" in (written / "stdout").read_text(), said
    assert len(set(arrived(server)) - set(before)) == 1, "the first visit handed in"
    assert (data / "kiosk.sqlite3-wal").exists(), "it died: its log is still there"
    assert list(temporary.glob("jobfair-keyboard-*")), "and its temporary files"
    assert not list(written.rglob("core*")), "a core was written: the program's memory lies on the disk"
    assert readable_in(written, NAME, PHONE, CODE, EMAIL) == []


def test_what_looks_for_the_marker_finds_it_in_every_form(tmp_path: Path) -> None:
    for number, form in enumerate(forms_of(NAME).values()):
        (tmp_path / f"{number}.bin").write_bytes(b"before" + form + b"after")
    (tmp_path / "packed").write_bytes(b"some" + gzip.compress(NAME.encode()))
    (tmp_path / "whole").write_bytes(base64.b64encode(b"a" + NAME.encode() + b"more"))
    found = readable_in(tmp_path, NAME)
    assert {line.partition(":")[0].partition(" ")[0] for line in found} == {path.name for path in tmp_path.iterdir()}


def _allow_cores() -> None:
    limit = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (limit, limit))
