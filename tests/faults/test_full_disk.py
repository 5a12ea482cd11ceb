"""The disk is full, the kiosk's and the server's: nothing that was called saved is lost, and both go on afterwards."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from jobfair.errors import DiskFull
from jobfair.ids import new_id
from jobfair.seeker import Resume
from jobfair.wire import PROBLEM, Problem, ProblemCode
from kiosk.bootstrap import Kiosk
from kiosk.desk import Submitted
from kiosk.visit.state import NewResume
from tests.fakes.kiosk import registered
from tests.faults.field import KioskProcess, arrived, check_everything_arrived_once, check_pdf_opens, kiosk_here, until
from tests.fixtures.sealed import put, seal_message
from tests.fixtures.sealed import resume as some_resume
from tests.fixtures.server import ServerProcess, database_url, running


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A file system of its own: ext4 in a file, else in memory. Skips where this user may not mount."""
    folder.mkdir()
    image = folder.with_suffix(".img")
    with image.open("wb") as file:
        file.truncate(megabytes * 1024 * 1024)
    made = shutil.which("mkfs.ext4") and _works("mkfs.ext4", "-q", "-m", "0", str(image))
    if not (made and _works("mount", "-o", "loop", str(image), str(folder))) and not _works(
        "mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)
    ):
        pytest.skip("mounting a small file system is not allowed here")
    try:
        yield folder
    finally:
        if not _works("umount", str(folder)):
            _works("umount", "--lazy", str(folder))
        image.unlink()


def _works(*command: str) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=30, check=False).returncode == 0
    except FileNotFoundError:
        return False


def fill(folder: Path, leave: int) -> Path:
    """A file that leaves so many bytes free on this file system."""
    ballast = folder / "ballast"
    with ballast.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, shutil.disk_usage(folder).free - leave)
    return ballast


def test_kiosk_when_its_disk_is_full_says_so_keeps_what_it_saved_and_goes_on_when_there_is_room(
    server: ServerProcess, tmp_path: Path
) -> None:
    if server.database:
        return  # the kiosk's disk has nothing to do with the server's database
    before = arrived(server)
    with small_disk(tmp_path / "disk", 16) as disk:
        # Cut off from the server, so that it only fills.
        kiosk = KioskProcess.paired(tmp_path, server, "D-01", "", data=disk / "data")
        ballast = fill(disk, leave=2_000_000)
        try:
            kiosk.start()
            until(lambda: kiosk.said().count("[disk_full]") >= 3, "the disk to be full")
            full = len(kiosk.saved())
            assert full >= 3
            kiosk.kill()  # in this state
            kiosk.start()
            until(lambda: kiosk.said().count("[disk_full]") >= 6, "it to say so after a restart too")
            ballast.unlink()
            kiosk.wait_for_more(3)
            assert len(kiosk.saved()) > full
            kiosk.kill()
            kiosk.address = server.base_url
            kiosk.start()
            kiosk.drain()
        finally:
            kiosk.kill()
        check_everything_arrived_once(server, before, kiosk)


@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def test_server_when_its_disk_is_full_answers_unavailable_and_takes_all_of_it_in_later(
    tmp_path: Path, database: str
) -> None:
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(tmp_path / "disk", 48))
        url = stack.enter_context(database_url(database))
        server = stack.enter_context(running(disk, url))
        device, before = server.pair("D-02"), set(arrived(server))
        kiosk, clock = kiosk_here(tmp_path, server, "D-03")
        stack.callback(kiosk.close)
        saved = visits(kiosk, 1)
        assert kiosk.syncer.one_round().waiting == 0
        ballast = fill(disk, leave=150_000)
        saved += visits(kiosk, 3)
        for _ in range(2):
            report = kiosk.syncer.one_round()
            assert report.waiting > 0
            assert report.parked == 0
            assert set(report.problems) == {"unreachable"}
        message = some_resume(new_id()).model_copy(update={"pdf": b"%PDF-1.7" + bytes(400_000)})
        answer = put(device, "resumes", message.id, seal_message(message, "resumes", device.recipients()))
        assert answer.headers["Content-Type"] == PROBLEM
        assert Problem.model_validate_json(answer.content).code in (ProblemCode.UNAVAILABLE, ProblemCode.BUSY)
        assert answer.status_code in (503, 507)
        assert "Retry-After" in answer.headers

        ballast.unlink()
        clock.shift = 600  # a while later
        report = kiosk.syncer.one_round()
        assert (report.waiting, report.parked) == (0, 0), report
        after = arrived(server)
        assert set(after) - before == set(saved)
        assert set(after.values()) == {1}
        for submission in saved:
            check_pdf_opens(server, submission)
        assert not list(server.data.glob("*/??/.new-*")), "half files were left behind"


def visits(kiosk: Kiosk, count: int) -> list[str]:
    saved: list[str] = []
    for _ in range(count):
        new = NewResume(Resume(), b"%PDF-1.7 " + os.urandom(100_000), 1)
        done = kiosk.desk.submit(registered(kiosk), ["O1", "O2", "O3"], new, "zh")
        assert isinstance(done, Submitted)
        saved += [submission.id for submission in done.submissions]
    return saved


def test_store_on_a_full_disk_raises_disk_full_and_changes_nothing(tmp_path: Path) -> None:
    from tests.fakes.kiosk import fake_kiosk
    from tests.fakes.server import FakeServer

    with small_disk(tmp_path / "disk", 4) as disk:
        kiosk = fake_kiosk(disk / "data", FakeServer())
        card = registered(kiosk)
        rows = len(kiosk.outbox.rows())
        fill(disk, leave=40_000)
        with pytest.raises(DiskFull):
            kiosk.desk.submit(card, ["O1"], NewResume(Resume(), bytes(100_000), 1), "zh")
        assert len(kiosk.outbox.rows()) == rows
        kiosk.store.check()
        kiosk.close()
