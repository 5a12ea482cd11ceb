"""The program that test_kills.py kills: submits without end, and writes down each id once it is called saved.

Run as ``python kiosk_under_fire.py DATA_FOLDER SAVED_FILE``.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from jobfair.seeker import Resume
from kiosk.bootstrap import build
from kiosk.config import Config
from kiosk.desk import Submitted
from kiosk.visit.state import Draft, NewResume


def main(data: Path, saved: Path) -> None:
    kiosk = build(Config(data=data), as_kiosk=True)
    openings = [opening.id for opening in kiosk.desk.fair().fair.openings]
    with saved.open("a", encoding="utf-8") as file:
        while True:
            card = kiosk.desk.register(Draft(name="张小明", age="16_up", code="159357"), "zh")
            done = kiosk.desk.submit(card, openings[:3], NewResume(Resume(), os.urandom(30_000), 1), "zh")
            assert isinstance(done, Submitted)
            file.write("".join(f"{submission.id}\n" for submission in done.submissions))
            file.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
