"""The plug is pulled on the kiosk's process while it saves, again and again; what was called saved arrives, once."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from jobfair.wire import Door
from tests.fakes.kiosk import fake_kiosk
from tests.fakes.server import FakeServer

KILLS = 8
PROGRAM = Path(__file__).with_name("kiosk_under_fire.py")


def test_kiosk_killed_while_it_saves_loses_nothing_and_sends_nothing_twice(tmp_path: Path, repository: Path) -> None:
    server, data, saved = FakeServer(), tmp_path / "data", tmp_path / "saved"
    fake_kiosk(data, server).close()
    moments = random.Random(7)
    for _ in range(KILLS):
        before = saved.stat().st_size if saved.exists() else 0
        with subprocess.Popen(
            [sys.executable, str(PROGRAM), str(data), str(saved)], cwd=repository, env={"PYTHONPATH": str(repository)}
        ) as process:
            while not saved.exists() or saved.stat().st_size == before:
                assert process.poll() is None, "the kiosk ended by itself"
                time.sleep(0.01)
            time.sleep(moments.uniform(0, 0.2))
            process.send_signal(signal.SIGKILL)
    lines = saved.read_text(encoding="utf-8").splitlines()
    ids = {line for line in lines if len(line) == 36}  # the last line of a killed process may be cut
    kiosk = fake_kiosk(data, server)
    assert kiosk.syncer.one_round().reached
    arrived = server.inbox[Door.SUBMISSIONS]
    assert len(ids) >= 3 * KILLS
    assert ids <= set(arrived)
    assert kiosk.outbox.counts().waiting == 0
    assert len(server.inbox[Door.SUBMISSIONS]) == 3 * len(server.inbox[Door.RESUMES]), "a résumé and its three, or none"
    kiosk.close()
