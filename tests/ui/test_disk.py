"""A disk that fills up: staff are warned, then nobody begins; who is at it ends in peace. A stick is the way out."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtTest import QTest

from jobfair.rescue_file import read_rescue_file
from kiosk.disk_guard import DiskGuard
from tests.fixtures.kiosk import LANDSCAPE, PORTRAIT, Person
from tests.ui.conftest import Open
from tests.ui.test_staff import STAFF_CODE, opens_the_page

MB = 1024 * 1024


def disk(person: Person, megabytes: int) -> list[int]:
    """From now on this kiosk has so much room; the list's only entry can be changed."""
    free = [megabytes * MB]
    person.kiosk.__dict__["disk"] = DiskGuard(Path("anywhere"), lambda _: free[0])
    person.passes(1)
    return free


def test_full_disk_when_somebody_is_at_the_kiosk_lets_her_finish_and_then_takes_nobody(person: Person) -> None:
    person.comes()
    free = disk(person, 99)
    assert person.page == "welcome"
    person.registers()
    person.hands_in_the_card()
    person.tap("saved.finish")
    person.on("farewell")
    person.tap("farewell.done")
    person.on("resting")
    person.reads("resting.safe")
    person.press_at(person.window.width() // 2, person.window.height() // 2)
    assert not person.visit.under_way
    assert "disk_full" in person.kiosk.syncer.device_problems()
    free[0] = 700 * MB
    person.passes(1)
    person.comes()
    assert "disk_full" not in person.kiosk.syncer.device_problems()


def test_full_disk_when_staff_come_still_opens_their_page(person: Person) -> None:
    disk(person, 50)
    person.on("resting")
    person.program._controller.staff_wanted()
    person.on("staff_code")
    person.digits(STAFF_CODE)
    person.on("staff_page")
    person.reads("staff.storage.stop", n=50)
    person.tap("staff.leave")
    person.on("resting")


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_resting_page_says_all_of_its_texts_in_both_languages(open_kiosk: Open, size: tuple[int, int]) -> None:
    person = open_kiosk(size=size)
    disk(person, 50)
    person.on("resting")
    window = QRectF(-1, -1, size[0] + 2, size[1] + 2)
    for language in ("en", "zh"):
        person.speaks(language)
        for _large in range(2):
            for key in ("heading", "other", "safe", "soon"):
                person.reads(f"resting.{key}")
            QTest.qWait(20)
            for item in person.drawn():
                if item.property("text") and item.property("paintedWidth") is not None:
                    place = QRectF(0, 0, item.property("paintedWidth"), item.property("paintedHeight"))
                    assert window.contains(item.mapRectToScene(place)), item.property("text")
            person.program._controller.act("large_type", {})
        person.program._controller.act("large_type", {})


def test_low_disk_when_it_begins_warns_staff_and_organizer_and_takes_everybody(person: Person) -> None:
    disk(person, 499)
    assert person.kiosk.syncer.device_problems() == ("disk_low",)
    opens_the_page(person)
    person.digits(STAFF_CODE)
    person.on("staff_page")
    person.reads("staff.storage.low", n=499)
    person.tap("staff.leave")
    person.comes()


def with_something_waiting(open_kiosk: Open, folder: Path) -> Person:
    person = open_kiosk(config=lambda config: replace(config, import_folder=folder))
    person.kiosk.syncer._server = None
    person.comes()
    person.registers()
    person.hands_in_the_card()
    person.tap("saved.finish")
    person.on("farewell")
    person.tap("farewell.done")
    opens_the_page(person)
    person.digits(STAFF_CODE)
    person.on("staff_page")
    return person


def test_staff_save_what_waits_to_a_stick(open_kiosk: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kiosk.sync import Syncer

    monkeypatch.setattr(Syncer, "run_forever", lambda self, stop, wake, told: stop.wait())
    person = with_something_waiting(open_kiosk, tmp_path)
    staff = person.program._controller._staff
    staff._sticks = lambda folder: []
    person.tap("staff.do.export")
    person.reads("staff.export.no_stick")
    stick = tmp_path / "stick"
    stick.mkdir()
    staff._sticks = lambda folder: [stick]
    waiting = person.kiosk.outbox.counts().waiting
    person.tap("staff.do.export")
    person.reads("staff.export.done", n=waiting)
    person.reads("staff.export.next")
    (file,) = stick.iterdir()
    assert len(list(read_rescue_file(file))) == waiting > 0
    assert person.kiosk.outbox.counts().waiting == waiting
    staff._sticks = lambda folder: [tmp_path / "pulled" / "out"]
    person.tap("staff.do.export")
    person.reads("staff.export.failed")
