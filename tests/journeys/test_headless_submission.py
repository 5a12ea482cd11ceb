"""A day without a screen: pair, submit, lose the server, submit again, get it back; every résumé arrives once."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from jobfair.fair import Fair
from tests.fixtures.server import SMALL_FAIR, ServerProcess, running

NAME = "张小明"


@dataclass
class KioskMachine:
    """A kiosk as its operator sees it: a folder, a config file, the command ``jobfair``."""

    folder: Path

    def jobfair(self, *arguments: str, code: int = 0) -> Any:
        """Runs one command with ``--json``; what it printed."""
        environment = {name: value for name, value in os.environ.items() if not name.startswith("JOBFAIR_")}
        done = subprocess.run(
            [sys.executable, "-W", "error::ResourceWarning", "-m", "jobfair", *arguments, "--json"],
            cwd=self.folder,
            env=environment,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        assert done.returncode == code, (arguments, done.stdout, done.stderr)
        return json.loads(done.stdout) if done.stdout else done.stderr

    def pair(self, server: ServerProcess) -> None:
        with subprocess.Popen(
            [sys.executable, "-m", "jobfair", "pair", server.pairing_code("K-01"), "--server", server.base_url],
            cwd=self.folder,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            shown = ""
            while not (digits := re.search(r"\d{4} \d{4}", shown)):
                line = process.stdout.readline()
                assert line, "pair ended early"
                shown += line
            server.confirm(digits[0])
            rest = process.stdout.read()
        assert process.returncode == 0, rest
        assert "K-01" in rest

    def submit(self, *openings: str) -> list[dict[str, str]]:
        done = self.jobfair("submit", "--seeker", "resume.json", *(f"--opening={opening}" for opening in openings))
        found: list[dict[str, str]] = done["submissions"]
        return found


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    folder = tmp_path / "server"
    folder.mkdir()
    with running(folder) as found:
        yield found


@pytest.fixture
def kiosk(tmp_path: Path) -> KioskMachine:
    folder = tmp_path / "kiosk"
    folder.mkdir()
    resume = {
        "basics": {"name": NAME, "phone": "13812345678", "summary": "焊工，十年经验"},
        "wish": {"titles": ["焊工"], "cities": ["上海"]},
    }
    (folder / "resume.json").write_text(json.dumps(resume, ensure_ascii=False), encoding="utf-8")
    return KioskMachine(folder)


def openings_of(employer: str, count: int) -> list[str]:
    fair = Fair.model_validate_json((SMALL_FAIR / "fair.json").read_bytes())
    booths = {booth.id for booth in fair.booths if booth.employer == employer}
    found = [opening.id for opening in fair.openings if opening.booth in booths]
    assert len(found) >= count, "the small fair has too few openings for this test"
    return found[:count]


def inbox(server: ServerProcess, employer: str = "E1") -> list[str]:
    """The ids in the employer's inbox, read page by page over HTTP as a browser would."""
    session = server.employer(employer)
    page = session.get(f"{server.base_url}/employer/", timeout=30)
    assert page.status_code == 200
    return re.findall(r'href="/employer/submissions/([0-9a-f-]{36})"', page.text)


def test_server_gone_in_the_middle_of_the_day_every_resume_arrives_once(
    server: ServerProcess, kiosk: KioskMachine
) -> None:
    first_opening, second_opening = openings_of("E1", 2)
    kiosk.jobfair("submit", "--seeker", "resume.json", "--opening", first_opening, code=2)  # not paired yet
    kiosk.pair(server)
    came = kiosk.jobfair("sync", "--once")
    assert came["parts"] >= 2, "the fair and the settings"
    before = inbox(server)

    (morning,) = kiosk.submit(first_opening)
    assert kiosk.jobfair("sync", "--once")["delivered"] == 3

    server.kill()
    (noon,) = kiosk.submit(second_opening)
    report = kiosk.jobfair("sync", "--once", code=1)
    assert (report["reached"], report["waiting"], report["problems"]) == (False, 3, ["unreachable"])
    assert kiosk.jobfair("outbox", "list")["waiting"] == 3

    server.start()
    assert kiosk.jobfair("sync", "--once")["delivered"] == 3
    assert kiosk.jobfair("sync", "--once")["delivered"] == 0
    arrived = inbox(server)
    assert sorted(set(arrived) - set(before)) == sorted([morning["id"], noon["id"]])
    assert [arrived.count(submission["id"]) for submission in (morning, noon)] == [1, 1]

    session = server.employer("E1")
    page = session.get(f"{server.base_url}/employer/submissions/{noon['id']}", timeout=30)
    assert NAME in page.text
    pdf = session.get(f"{server.base_url}/employer/submissions/{noon['id']}/pdf", timeout=30)
    assert pdf.content.startswith(b"%PDF")
    counts = kiosk.jobfair("outbox", "list")
    assert (counts["waiting"], counts["parked"], counts["delivered_today"]) == (0, 0, 2)
    (row,) = kiosk.jobfair("outbox", "show", noon["id"])
    assert row["state"] == "settled"


def test_operator_when_something_is_wrong_is_told_what(server: ServerProcess, kiosk: KioskMachine) -> None:
    said = kiosk.jobfair("pair", "ABCD-2345", "--server", server.base_url, code=1)
    assert said == {"paired": False, "reason": "code_refused"}
    kiosk.pair(server)
    kiosk.jobfair("sync", "--once")
    assert "no opening nowhere" in kiosk.jobfair("submit", "--seeker", "resume.json", "--opening", "nowhere", code=2)
    (kiosk.folder / "resume.json").write_text("{", encoding="utf-8")
    assert "no JSON Résumé" in kiosk.jobfair("submit", "--seeker", "resume.json", "--opening", "O1", code=2)
    checks = {check["check"]: check for check in kiosk.jobfair("doctor", "--language", "en", code=1)["checks"]}
    assert checks["server"]["state"] == checks["clock"]["state"] == checks["database"]["state"] == "ok"
    assert checks["camera"]["state"] == "failed"
    server.revoke("K-01")
    assert kiosk.jobfair("sync", "--once", code=1)["problems"] == ["not_trusted"]
    again = {check["check"]: check for check in kiosk.jobfair("doctor", code=1)["checks"]}
    assert again["server"]["code"] == "server_not_trusted"
    assert "重新配对" in again["server"]["text"]
    (kiosk.folder / "kiosk.toml").write_text('colour = "red"\n', encoding="utf-8")
    assert "kiosk.toml: unknown key 'colour'" in kiosk.jobfair("doctor", code=2)


def test_kiosk_when_its_database_is_damaged_saves_the_rows_aside_and_they_can_be_rescued(
    server: ServerProcess, kiosk: KioskMachine
) -> None:
    kiosk.pair(server)
    kiosk.jobfair("sync", "--once")
    kiosk.submit(openings_of("E1", 1)[0])
    assert kiosk.jobfair("outbox", "export", "out.jobfair")["rows"] == 3
    key = kiosk.folder / "kiosk-data" / "store.key"
    key.write_bytes(b"another key of thirty-two bytes!")
    assert "[wrong_key]" in kiosk.jobfair("outbox", "list", code=2)
    assert kiosk.jobfair("outbox", "export", "again.jobfair")["rows"] == 3, "works without the key"
    database = kiosk.folder / "kiosk-data" / "kiosk.sqlite3"
    database.write_bytes(b"damaged" + database.read_bytes()[7:])
    checks = {check["check"]: check for check in kiosk.jobfair("doctor", code=1)["checks"]}
    assert checks["database"]["code"] == "database_corrupt"
    (aside,) = (kiosk.folder / "kiosk-data").glob("damaged-*/outbox.jobfair")
    server.revoke("K-01")
    before = inbox(server)
    rescued = server.command("rescue", str(aside))
    assert (rescued["kiosk"], rescued["new"], rescued["whole"]) == ("K-01", 3, True)
    for file in ("out.jobfair", "again.jobfair"):
        rescued = server.command("rescue", str(kiosk.folder / file))
        assert (rescued["new"], rescued["before"], rescued["refused"]) == (0, 3, {})
    assert len(inbox(server)) == len(before) + 1
