"""What the fault tests work with: a kiosk as a process of its own, and what employers see in the end.

::

    kiosk = KioskProcess.paired(tmp_path, server, "K-01", proxy.url)
    kiosk.start()
    kiosk.wait_for(20)          # submissions that it called saved since the start
    kiosk.kill()                # the plug
    kiosk.start()
    kiosk.drain()               # no more visits; ends when nothing waits
    assert arrived(server) - before == kiosk.saved()
"""

from __future__ import annotations

import multiprocessing
import os
import re
import signal
import time
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import apsw
import requests

from kiosk.bootstrap import Kiosk, build
from kiosk.clock import SystemClock
from kiosk.config import Config
from tests.faults import kiosk_under_fire
from tests.fixtures.server import ServerProcess

PROGRAM = Path(__file__).with_name("kiosk_under_fire.py")
_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.faults.kiosk_under_fire"])  # loading it takes longer than killing it
WAIT = 120.0


class KioskProcess:
    """``kiosk_under_fire.py`` over one data folder; may be started again and again."""

    def __init__(self, folder: Path, address: str, pace: float = 0.1, data: Path | None = None) -> None:
        self.data = data or folder / "data"
        self.saved_file = folder / "saved"
        self.log = folder / "kiosk.log"
        self.clock = folder / "clock"
        self.address = address
        self.pace = pace
        self._process: Any = None
        self._began = self._log_began = 0
        folder.mkdir(parents=True, exist_ok=True)
        self.clock.write_text("0")
        self.log.touch()

    @classmethod
    def paired(
        cls, folder: Path, server: ServerProcess, name: str, address: str, pace: float = 0.1, data: Path | None = None
    ) -> KioskProcess:
        """Paired with ``server`` directly; it will then talk to ``address``, or to nobody."""
        found = cls(folder / name, address, pace, data)
        pair(found.data, server, name)
        return found

    def start(self) -> None:
        assert self._process is None, "it runs already"
        self._began = self._size()
        self._log_began = self.log.stat().st_size
        arguments = [str(self.data), str(self.saved_file), "--clock", str(self.clock), "--pace", str(self.pace)]
        arguments += ["--server", self.address] if self.address else []
        self._process = _FORKS.Process(target=kiosk_under_fire.as_process, args=(arguments, str(self.log)))
        self._process.start()

    def wait_for(self, submissions: int = 1) -> None:
        """Until it has called that many more saved since its start."""
        until(lambda: self._size() - self._began >= 40 * submissions or self._ended(), "a submission to be saved")

    def wait_for_more(self, submissions: int) -> None:
        """Until it has called that many more saved from now on."""
        now = self._size()
        until(lambda: self._size() - now >= 40 * submissions or self._ended(), "more submissions to be saved")

    def kill(self) -> None:
        """Without a warning."""
        process, self._process = self._process, None
        if process is not None:
            process.kill()
            process.join(10)
            process.close()

    def drain(self) -> None:
        """No more visits; returns when nothing waits and it has ended."""
        process = self._process
        assert process is not None
        assert process.pid
        until(lambda: b"running" in self.log.read_bytes()[self._log_began :] or self._ended(), "the kiosk to be there")
        os.kill(process.pid, signal.SIGUSR1)
        try:
            process.join(WAIT)
            assert process.exitcode is not None, f"it does not get rid of its rows: {self.states()} {self.said()}"
            assert process.exitcode == 0, self.said()
        finally:
            self.kill()

    def saved(self) -> dict[str, str]:
        """Submissions that it called saved, with their openings; a last line that a kill has cut does not count."""
        text = self.saved_file.read_text("utf-8") if self.saved_file.exists() else ""
        lines = [line.split() for line in text.splitlines()]
        return {line[0]: line[1] for line in lines if len(line) == 2 and len(line[0]) == 36}

    def committed(self) -> set[str]:
        """Submissions in its outbox, called saved or killed a moment before."""
        return {item for door, item, _ in self._rows() if door == "submissions"}

    def states(self) -> Counter[str]:
        """How many rows wait, are parked, are settled."""
        return Counter(state for _, _, state in self._rows())

    def in_order_of_intake(self) -> list[int]:
        """The numbers of the rows that got through at their first try, in the order of intake."""
        taken = "SELECT number FROM outbox WHERE sequence>0 AND attempts=0 ORDER BY sequence"
        return [number for (number,) in self._query(taken)]

    def said(self) -> str:
        return self.log.read_text(errors="replace")[-2000:]

    def _rows(self) -> list[tuple[str, str, str]]:
        return self._query("SELECT door, id, state FROM outbox ORDER BY number")

    def _query(self, query: str) -> list[Any]:
        database = apsw.Connection(str(self.data / "kiosk.sqlite3"))
        database.set_busy_timeout(10_000)
        try:
            return database.execute(query).fetchall()
        finally:
            database.close()

    def _size(self) -> int:
        return self.saved_file.stat().st_size if self.saved_file.exists() else 0

    def _ended(self) -> bool:
        assert self._process is not None
        assert self._process.is_alive(), f"the kiosk ended by itself: {self.said()}"
        return False


class ShiftedClock(SystemClock):
    """The machine's clock, wrong by ``shift`` seconds."""

    shift = 0.0

    def now(self) -> datetime:
        return super().now() + timedelta(seconds=self.shift)


def pair(data: Path, server: ServerProcess, name: str) -> None:
    """A kiosk that holds the fair, paired as an operator and an organizer do it: codes and digits, on her page."""
    page = f"{server.base_url}/organizer/small-fair/kiosks"
    organizer = _session(server, "organizer")
    form = {"name": name, "long_form": "on", "csrfmiddlewaretoken": organizer.cookies["csrftoken"]}
    shown = re.search(r'class="digits">([^<]+)<', organizer.post(page, data=form, timeout=60).text)
    assert shown, "no code"
    kiosk = build(Config(data=data))
    pairing = kiosk.pairing(server.base_url)
    begun = pairing.begin(shown[1])
    waiting = organizer.get(page, timeout=60).text
    assert begun.fingerprint in waiting
    action = re.search(r'action="(/organizer/small-fair/pairings/[^"]+)"', waiting)
    assert action
    server.post(organizer, action[1], answer="confirm")
    assert not isinstance(pairing.ask(begun), str)
    pairing.close()
    report = kiosk.syncer.one_round()
    assert report.reached, report
    kiosk.close()


def kiosk_here(folder: Path, server: ServerProcess, name: str) -> tuple[Kiosk, ShiftedClock]:
    """A paired kiosk in this process, whose rounds the test makes itself; close it at the end."""
    pair(folder / name, server, name)
    clock = ShiftedClock()
    return build(Config(data=folder / name, server=server.base_url), clock=clock), clock


def until(condition: object, what: str, seconds: float = WAIT) -> None:
    """Waits for what another process does."""
    assert callable(condition)
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)


def arrived(server: ServerProcess, employers: tuple[str, ...] = ("E1", "E2")) -> Counter[str]:
    """How often each submission stands in the inboxes, read page by page as an employer's browser shows them."""
    found: Counter[str] = Counter()
    for employer in employers:
        session, number, before = _session(server, employer), 1, None
        while True:
            page = session.get(f"{server.base_url}/employer/", params={"page": number}, timeout=60)
            assert page.status_code == 200
            ids = re.findall(r'href="/employer/submissions/([0-9a-f-]{36})', page.text)
            if not ids or ids == before:  # the last page is shown again for any number beyond it
                break
            found.update(ids)
            number, before = number + 1, ids
    return found


_SESSIONS: dict[tuple[Path, str], requests.Session] = {}


def _session(server: ServerProcess, who: str) -> requests.Session:
    """A browser that is logged in: the organizer's, or an employer's. Logging in is slow by design."""
    found = _SESSIONS.get((server.data, who))
    if found is None:
        found = server.organizer() if who == "organizer" else server.employer(who)
        _SESSIONS[(server.data, who)] = found
    return found


def check_everything_arrived_once(server: ServerProcess, before: Counter[str], *kiosks: KioskProcess) -> int:
    """What was called saved is in, once; what is in was written by a kiosk, all of it; nothing waits or is parked.

    Returns how many submissions came in."""
    after = arrived(server)
    assert set(after.values()) == {1}, "in an inbox twice"
    new = set(after) - set(before)
    saved = {item for kiosk in kiosks for item in kiosk.saved()}
    committed = {item for kiosk in kiosks for item in kiosk.committed()}
    assert saved
    assert saved - new == set(), "lost"
    assert new - committed == set(), "from nowhere"
    assert committed - new == set(), "left behind"
    assert set(before) <= set(after)
    for kiosk in kiosks:
        assert set(kiosk.states()) == {"settled"}
    return len(new)


def check_pdf_opens(server: ServerProcess, submission: str) -> None:
    """The employer of this submission reads its résumé, and no other one does."""
    page = f"{server.base_url}/employer/submissions/{submission}/pdf"
    answers = [_session(server, employer).get(page, timeout=60) for employer in ("E1", "E2")]
    assert sorted(answer.status_code for answer in answers) == [200, 404]
    assert any(answer.content.startswith(b"%PDF-1.7 ") for answer in answers)
