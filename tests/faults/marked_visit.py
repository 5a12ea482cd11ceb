"""The real program of the screens, with somebody in front of it who types marked words; then it dies.

Run as ``python marked_visit.py CONFIG NAME PHONE CODE EMAIL`` with QT_QPA_PLATFORM=offscreen. Only KioskProgram.run is
replaced: by a person who registers, fills in the guided form, submits, begins a second registration, and, with the
marked words on the screen, aborts the program as a defect in a library would.
"""

from __future__ import annotations

import argparse
import os
import signal
import sys
from pathlib import Path

from PySide6.QtTest import QTest

from tests.fixtures.kiosk import Person
from ui import app
from ui.program import KioskProgram


def main(config: str, name: str, phone: str, code: str, email: str) -> int:
    def run(program: KioskProgram) -> int:
        program._controller.tap_guard = 0.0
        visit(Person(program._kiosk, program), name, phone, code, email)
        print("dying now", flush=True)
        os.kill(os.getpid(), signal.SIGABRT)
        return 1

    KioskProgram.run = run  # type: ignore[method-assign]
    parser = argparse.ArgumentParser()
    app.add(parser.add_subparsers())
    args = parser.parse_args(["kiosk", "--config", config, "--geometry", "540x960", "--reduced-motion"])
    return int(args.run(args))


def visit(person: Person, name: str, phone: str, code: str, email: str) -> None:
    person.comes()
    person.registers(name=name, code=code, phone=phone)
    person.wants("A10")
    person.on("resume_source")
    person.tap("source.form")
    person.on("guided_form")
    while person.page == "guided_form":
        view = person.program._controller._get_view()
        if view["key"] in ("name", "email"):
            person.write(f"form.{view['key']}", email if view["key"] == "email" else name)
        person.tap("form.done" if view["last"] else "form.next" if view["key"] in ("name", "email") else "form.skip")
        QTest.qWait(20)
    person.on("review")
    person.tap("review.next", 60)
    person.on("employers")
    person.tap("employers.submit", n=1)
    person.on("saved")
    person.reads("saved.all_delivered", 40)
    person.tap("saved.finish")
    person.on("farewell")
    person.tap("farewell.done")
    person.comes()
    person.tap("welcome.first_time")
    person.agree("register_consent.yes")
    person.on("register")
    person.write("register.name", name)
    person.write("register.phone", phone)


if __name__ == "__main__":
    os.environ["JOBFAIR_CONFIG"] = str(Path(sys.argv[1]))
    sys.exit(main(*sys.argv[1:6]))
