"""The disk is full, the kiosk's and the server's: nothing that was called saved is lost, and both go on afterwards."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import requests

from jobfair.errors import DiskFull
from jobfair.ids import new_id
from jobfair.sealing import digest_of
from jobfair.seeker import Resume
from jobfair.wire import DIGEST_HEADER, PROBLEM, SEALED, WIRE_HEADER, Problem, ProblemCode
from kiosk.bootstrap import Kiosk
from kiosk.desk import Submitted
from kiosk.visit.state import NewResume
from tests.fakes.kiosk import fake_kiosk, registered
from tests.fakes.server import FakeServer
from tests.faults.field import KioskProcess, arrived, check_everything_arrived_once, check_pdf_opens, kiosk_here, until
from tests.faults.small_disk import filled, small_disk
from tests.fixtures.sealed import resume as some_resume
from tests.fixtures.sealed import seal_message
from tests.fixtures.server import ServerProcess

NOT_ALLOWED = "mounting a small file system is not allowed here"


@pytest.mark.parametrize("server", ["sqlite"], indirect=True)
def test_kiosk_when_its_disk_is_full_says_so_keeps_what_it_saved_and_goes_on_when_there_is_room(
    server: ServerProcess, tmp_path: Path
) -> None:
    before, disk = arrived(server), tmp_path / "disk"
    with small_disk(disk, 16) as mounted:
        if not mounted:
            pytest.skip(NOT_ALLOWED)
        # Cut off from the server, so that it only fills.
        kiosk = KioskProcess.paired(tmp_path, server, "D-01", "", data=disk / "data")
        try:
            with filled(disk, leave=2_000_000):
                kiosk.start()
                until(lambda: kiosk.said().count("[disk_full]") >= 3, "the disk to be full")
                full = len(kiosk.saved())
                assert full >= 3
                kiosk.kill()  # in this state
                kiosk.start()
                until(lambda: kiosk.said().count("[disk_full]") >= 6, "it to say so after a restart too")
            kiosk.wait_for_more(3)
            assert len(kiosk.saved()) > full
            kiosk.kill()
            kiosk.address = server.base_url
            kiosk.start()
            kiosk.drain()
        finally:
            kiosk.kill()
        check_everything_arrived_once(server, before, kiosk)


def test_server_when_its_disk_is_full_answers_unavailable_and_takes_all_of_it_in_later(
    server: ServerProcess, tmp_path: Path
) -> None:
    disk = server.data.parent
    if not os.path.ismount(disk):
        pytest.skip(NOT_ALLOWED)
    before = set(arrived(server))
    kiosk, clock = kiosk_here(tmp_path, server, f"D-{server.database[:2]}")
    saved = visits(kiosk, 1)
    assert kiosk.syncer.one_round().waiting == 0
    with filled(disk, leave=150_000):
        saved += visits(kiosk, 3)
        reports = [kiosk.syncer.one_round() for _ in range(2)]
        assert all(report.waiting > 0 and report.parked == 0 for report in reports)
        assert set(reports[0].problems) == {"unreachable"}, "the second round leaves the rows alone that must wait"
        answer = answer_to_a_resume(server, kiosk)
        assert answer.headers["Content-Type"] == PROBLEM
        assert Problem.model_validate_json(answer.content).code in (ProblemCode.UNAVAILABLE, ProblemCode.BUSY)
        assert answer.status_code in (503, 507)
        assert "Retry-After" in answer.headers
    clock.shift = 600  # a while later
    report = kiosk.syncer.one_round()
    assert (report.waiting, report.parked) == (0, 0), report
    after = arrived(server)
    assert set(after) - before == set(saved)
    assert set(after.values()) == {1}
    for submission in saved:
        check_pdf_opens(server, submission)
    assert not list(server.data.glob("*/??/.new-*")), "half files were left behind"
    kiosk.close()


def answer_to_a_resume(server: ServerProcess, kiosk: Kiosk) -> requests.Response:
    """A large one, sent as the kiosk sends it."""
    paired = kiosk.paired()
    assert paired is not None
    message = some_resume(new_id()).model_copy(update={"pdf": b"%PDF-1.7" + os.urandom(400_000)})
    sealed = seal_message(message, "resumes", list(kiosk.desk.fair().sealing_keys))
    headers = {"Authorization": f"Bearer {paired.token}", WIRE_HEADER: "1", DIGEST_HEADER: digest_of(sealed)}
    url = f"{server.base_url}/api/v1/resumes/{message.id}"
    return requests.put(url, data=sealed, headers={**headers, "Content-Type": SEALED}, timeout=60)


def visits(kiosk: Kiosk, count: int) -> list[str]:
    saved: list[str] = []
    for _ in range(count):
        new = NewResume(Resume(), b"%PDF-1.7 " + os.urandom(100_000), 1)
        done = kiosk.desk.submit(registered(kiosk), ["O1", "O2", "O3"], new, "zh")
        assert isinstance(done, Submitted)
        saved += [submission.id for submission in done.submissions]
    return saved


def test_store_on_a_full_disk_raises_disk_full_and_changes_nothing(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk, 4) as mounted:
        if not mounted:
            pytest.skip(NOT_ALLOWED)
        kiosk = fake_kiosk(disk / "data", FakeServer())
        card = registered(kiosk)
        rows = len(kiosk.outbox.rows())
        with filled(disk, leave=40_000), pytest.raises(DiskFull):
            kiosk.desk.submit(card, ["O1"], NewResume(Resume(), bytes(100_000), 1), "zh")
        assert len(kiosk.outbox.rows()) == rows
        kiosk.store.check()
        kiosk.close()
