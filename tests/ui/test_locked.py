"""The page before the key is there: it asks the server by itself, hears badges, and opens the kiosk in one process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
import segno
from PySide6.QtCore import QCoreApplication, QEvent, QLoggingCategory, QObject
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest

from jobfair.errors import Incompatible, NotTrusted, Unreachable
from kiosk.bootstrap import build
from kiosk.config import Config
from kiosk.pairing import Paired
from kiosk.ports import Camera, Picture
from kiosk.store.database import FILE
from kiosk.store.keys import read_record
from kiosk.store.keys.chosen import begin_strict
from kiosk.store.keys.slots import badge_secret, new_badge
from kiosk.unlocking import Unlocking, leave_share
from tests.fakes.boot_server import FakeBootServer
from tests.fixtures.kiosk import LANDSCAPE, NOT_OURS, PORTRAIT, PacedCamera, Person
from ui.locked_program import LockedProgram
from ui.program import KioskProgram

PAIRED = Paired(
    server="https://fair.example", kiosk="K-01", fair="f", token="t", identity_key=bytes(32), signing_key=bytes(32)
)


class Staff(Person):
    """Somebody before a locked kiosk."""

    server: FakeBootServer
    badge: str
    key: bytes

    @property
    def locked(self) -> LockedProgram:
        return cast(LockedProgram, self.program)

    def opens(self) -> None:
        self.until(lambda: self.locked.found is not None, "the key")
        assert self.locked.found is not None
        assert self.locked.found.key == self.key


Open = Callable[..., Staff]


@pytest.fixture
def open_locked(qapp: QObject, tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:

        def make(
            size: tuple[int, int] = PORTRAIT,
            language: str = "zh",
            paired: bool = True,
            fault: Exception | None = None,
            release: str = "automatic",
            camera: Camera | None = None,
        ) -> Staff:
            QAccessible.setActive(True)
            QLoggingCategory.setFilterRules(NOT_OURS)
            badge, server = new_badge(), FakeBootServer()
            key = begin_strict(tmp_path, tmp_path / FILE, tmp_path / "store.key", badge_secret(badge) or b"")
            config = Config(data=tmp_path, key="strict", camera="none", language=language)  # type: ignore[arg-type]
            kiosk = build(config, released=key)
            if paired:
                leave_share(kiosk.store, key, PAIRED, server)
            kiosk.close()
            server.fault, server.release = fault, release  # type: ignore[assignment]
            record = read_record(tmp_path)
            assert record is not None
            unlocking = Unlocking(record, lambda url: server, pause=lambda seconds: None)
            program = LockedProgram(
                unlocking, config, f"{size[0]}x{size[1]}", reduced_motion=True, camera=camera, jitter=Hurried()
            )
            stack.callback(_ended, program)
            person = Staff(cast(Any, kiosk), cast(KioskProgram, program), language)
            person.server, person.badge, person.key = server, badge, key
            QTest.qWaitForWindowExposed(program.window)
            return person

        yield make


class Hurried:
    """Waits no longer than a test likes."""

    def uniform(self, low: float, high: float) -> float:
        return 0.05


def _ended(program: LockedProgram) -> None:
    program.close()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QCoreApplication.processEvents()


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_locked_page_without_the_network_says_so_and_a_badge_opens_it(
    open_locked: Open, size: tuple[int, int], language: str
) -> None:
    person = open_locked(size, language, fault=Unreachable("down"))
    person.reads("locked.heading")
    person.reads("locked.offline")
    person.reads("locked.way.badge")
    person.reads("locked.visitors")
    person.type(person.badge + "\n")
    person.opens()
    person.reads("locked.opening")


def test_locked_page_when_the_network_comes_back_opens_by_itself(open_locked: Open) -> None:
    person = open_locked(fault=Unreachable("down"))
    person.reads("locked.offline")
    person.server.fault = None
    person.opens()


def test_locked_page_when_a_wrong_badge_is_scanned_says_so_and_stays(open_locked: Open) -> None:
    person = open_locked(fault=Unreachable("down"))
    person.type(new_badge() + "\n")
    person.reads("locked.badge.wrong")
    person.type("https://example.org/not-a-badge\n")
    person.reads("locked.badge.none")
    assert person.locked.found is None
    person.type(person.badge.lower() + "\n")
    person.opens()


def test_locked_page_when_an_organizer_must_say_yes_shows_the_digits(
    open_locked: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.locked_program.ASK_AGAIN", 0.05)
    person = open_locked(release="ask")
    person.reads("locked.ask")
    digits = person.locked._unlocking.digits
    assert digits in person.texts()
    person.server.allowed = digits
    person.opens()


@pytest.mark.parametrize(
    ("fault", "text"),
    [(NotTrusted("revoked"), "locked.refused"), (Incompatible("wire_version"), "locked.update")],
    ids=["revoked", "version"],
)
def test_locked_page_when_the_server_gives_nothing_says_why(open_locked: Open, fault: Exception, text: str) -> None:
    person = open_locked(fault=fault)
    person.reads(text)
    person.reads(f"{text}.detail")
    assert person.locked.found is None


def test_locked_page_before_the_first_pairing_asks_nobody_but_staff(open_locked: Open) -> None:
    person = open_locked(paired=False)
    person.reads("locked.badge_only")
    person.speaks("en")
    person.reads("locked.badge_only")
    assert person.server.asked == 0
    person.type(person.badge + "\n")
    person.opens()


class BadgeCamera(PacedCamera):
    """Sees what is held before it."""

    def hold(self, text: str) -> None:
        self._pictures = [_picture(text)]


def test_locked_page_when_a_badge_is_held_to_the_camera_opens(open_locked: Open) -> None:
    camera = BadgeCamera()
    person = open_locked(fault=Unreachable("down"), camera=camera)
    person.reads("locked.camera")
    assert not camera.is_open, "the camera is off until staff wants it"
    camera.hold(person.badge)
    person.tap("locked.camera")
    person.opens()
    person.until(lambda: not camera.is_open, "the camera to close")


def test_program_when_told_to_end_ends_without_a_key(open_locked: Open) -> None:
    person = open_locked(fault=Unreachable("down"))
    from PySide6.QtCore import QTimer

    QTimer.singleShot(50, lambda: person.locked.end(7))
    assert person.locked.run() is None
    assert person.locked.code == 7


def _picture(text: str) -> Picture:
    code = np.array([[1 - bit for bit in row] for row in segno.make(text, micro=False).matrix], np.uint8) * 255
    big = np.kron(np.pad(code, 4, constant_values=255), np.ones((8, 8), np.uint8))
    picture = np.full((480, 640), 255, np.uint8)
    picture[: big.shape[0], : big.shape[1]] = big
    return np.repeat(picture[:, :, None], 3, axis=2)
