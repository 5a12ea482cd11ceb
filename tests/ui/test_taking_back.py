"""Taking back with the code of a slip, at any kiosk: nobody has to be known, and nothing is shown that is not hers."""

from __future__ import annotations

import io
from datetime import timedelta

import numpy as np
import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtTest import QTest

from jobfair.taking_back import TakeBackCode, read_code, write_codes
from jobfair.wire import Door, SealedWithdrawal
from kiosk.desk import Offer, Submitted
from kiosk.ports import Picture
from kiosk.visit import events as e
from tests.fakes.ids import new_id_at
from tests.fakes.kiosk import new_resume, registered
from tests.fixtures.kiosk import LANDSCAPE, PORTRAIT, FakedKiosk, PacedCamera, Person, demo_server
from tests.ui.conftest import Open, kiosk_of
from tests.ui.test_wiping import everything, traces


def handed_in(kiosk: FakedKiosk, count: int = 1) -> tuple[str, TakeBackCode]:
    """Somebody's submissions, and the code that she took home."""
    openings = [opening.id for opening in kiosk.desk.fair().fair.openings[:count]]
    done = kiosk.desk.submit(registered(kiosk), openings, new_resume(), "zh")
    assert isinstance(done, Submitted)
    (text,) = kiosk.desk.take_back_codes(done.submissions)
    code = read_code(text)
    assert code is not None
    return text, code


def states(person: Person) -> list[str]:
    return [str(row["state"]) for row in person.program._controller._get_view().get("rows", [])]


@pytest.mark.parametrize("size", [PORTRAIT, LANDSCAPE], ids=["portrait", "landscape"])
def test_code_shown_to_a_scanner_on_the_attract_page_takes_back_one_and_then_the_rest(
    open_kiosk: Open, size: tuple[int, int]
) -> None:
    server = demo_server()
    person = open_kiosk(server=server, camera=None, size=size)
    text, code = handed_in(kiosk_of(person), 3)
    person.on("attract")
    person.type(text + "\n")
    person.on("take_back")
    person.until(lambda: states(person) == ["open"] * 3, "three to take back")
    first = person.program._stage.fair.openings[0].title
    person.touch(person.say("take_back.take_one", what=person.program._stage.text(first)) + _booth(person, 0))
    person.on("ask")
    person.tap("ask.take_back.no")
    person.on("take_back")
    assert states(person) == ["open"] * 3
    person.touch(person.say("take_back.take_one", what=person.program._stage.text(first)) + _booth(person, 0))
    person.on("ask")
    person.tap("ask.take_back.yes")
    person.until(lambda: states(person) == ["taken", "open", "open"], "one to be taken back")
    person.tap("take_back.take_all", n=2)
    person.on("ask")
    person.tap("ask.take_back.yes")
    person.until(lambda: states(person) == ["taken"] * 3, "all to be taken back")
    person.until(lambda: len(server.inbox[Door.WITHDRAWALS]) == 3, "the withdrawals to arrive", 30)
    found = [SealedWithdrawal.model_validate_json(w) for w in server.inbox[Door.WITHDRAWALS].values()]
    assert {(w.submission, w.secret) for w in found} == {(one, code.secret_of(one)) for one in code.submissions}


def _booth(person: Person, number: int) -> str:
    return person.say("list.gap") + str(person.program._stage.fair.openings[number].booth)


def test_code_shown_to_the_camera_where_a_pass_is_read_opens_the_page(open_kiosk: Open) -> None:
    camera = PacedCamera()
    person = open_kiosk(camera=camera)
    text, _ = handed_in(kiosk_of(person))
    camera._pictures = [picture_of(text)]
    person.comes()
    person.tap("welcome.been_before")
    person.on("ways_in")
    person.tap("ways.pass")
    person.on("take_back")
    assert person.visit.seeker is None
    person.until(lambda: not camera.is_open, "the camera to close")


def test_code_of_another_kiosk_is_passed_on_without_saying_what_it_is_of(open_kiosk: Open) -> None:
    server = demo_server()
    person = open_kiosk(server=server, camera=None)
    now = person.kiosk.clock.now()
    ids = tuple(new_id_at(now - timedelta(minutes=minutes)) for minutes in (2, 30, 3000))
    (text,) = write_codes(b"s" * 16, ids, "https://fair.example")
    person.comes()
    person.type(text + "\n")
    person.on("take_back")
    person.until(lambda: states(person) == ["open", "unsure", "late"], "the rows")
    assert not any(row["title"] or row["employer"] for row in person.program._controller._get_view()["rows"])
    person.reads("take_back.late")
    person.tap("take_back.take_all", n=2)
    person.on("ask")
    person.tap("ask.take_back.yes")
    person.until(lambda: states(person) == ["passed", "passed", "late"], "it to be passed on")
    person.until(lambda: len(server.inbox[Door.WITHDRAWALS]) == 2, "the withdrawals to arrive", 30)


def test_code_when_the_ten_minutes_run_out_on_the_page_takes_nothing_back(open_kiosk: Open) -> None:
    person = open_kiosk(camera=None)
    kiosk = kiosk_of(person)
    text, _ = handed_in(kiosk)
    kiosk.fake_clock.advance(590)
    person.type(text + "\n")
    person.on("take_back")
    person.until(lambda: states(person) == ["open"], "the row")
    kiosk.fake_clock.advance(11)
    person.program._controller.touched()
    person.until(lambda: states(person) == ["late"], "the time to run out")
    person.reads("take_back.late")
    assert [row for row in kiosk.outbox.rows() if row.door is Door.WITHDRAWALS] == []


def test_code_with_a_wrong_secret_shows_nothing_and_takes_nothing_back(open_kiosk: Open) -> None:
    person = open_kiosk(camera=None)
    kiosk = kiosk_of(person)
    _, code = handed_in(kiosk)
    (forged,) = write_codes(b"x" * 16, code.submissions, "")
    person.comes()
    person.type(forged + "\n")
    person.on("take_back")
    person.until(lambda: bool(states(person)), "the row")
    (row,) = person.program._controller._get_view()["rows"]
    assert (row["title"], row["employer"], row["booth"]) == ("", "", "")
    assert [row for row in kiosk.outbox.rows() if row.door is Door.WITHDRAWALS] == []


@pytest.mark.parametrize("how", ["finish", "walks away", "back"])
def test_code_when_the_visit_ends_is_held_nowhere(open_kiosk: Open, how: str) -> None:
    person = open_kiosk(camera=None)
    text, code = handed_in(kiosk_of(person))
    person.type(text + "\n")
    person.on("take_back")
    person.until(lambda: states(person) == ["open"], "the row")
    secrets = (text.rpartition(".")[2], code.secret_of(code.submissions[0]))
    assert holds_codes(person)
    if how == "finish":
        person.tap("take_back.finish")
    elif how == "walks away":
        person.passes(41)
        person.on("idle")
        person.passes(20)
    else:
        person.tap("dock.back")
        person.on("welcome")
        person.tap("dock.finish")
    person.on("attract")
    QTest.qWait(50)
    assert not holds_codes(person)
    assert traces(person, *secrets) == []


def holds_codes(person: Person) -> bool:
    return any(isinstance(thing, TakeBackCode | Offer) for thing in everything(person.program))


def test_saved_page_shows_a_code_that_scans_for_ten_submissions(open_kiosk: Open) -> None:
    zxing = pytest.importorskip("zxingcpp")
    person = open_kiosk(size=(1080, 1920), camera=None)
    person.comes()
    person.registers()
    person.tap("home.hand_in")
    person.tap("source.intention")
    person.on("review")
    person.tap("review.next", 60)
    person.on("employers")
    person.until(lambda: len(person.rows()) >= 10, "employers to choose from")
    person.given(*(e.Ticked(row["opening"], True) for row in person.rows()[:10]))
    person.tap("employers.submit", n=10)
    person.on("saved")
    person.tap("saved.show_back")
    QTest.qWait(200)
    (text,) = person.kiosk.desk.take_back_codes(person.visit.submissions)
    assert read_code(text) == TakeBackCode(
        person.visit.submissions[0].take_back_secret, tuple(s.id for s in person.visit.submissions)
    )
    assert [code.text for code in zxing.read_barcodes(screenshot(person))] == [text]


def screenshot(person: Person) -> Picture:
    from PIL import Image

    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert person.window.grabWindow().save(buffer, "PNG")  # type: ignore[call-overload]
    return np.asarray(Image.open(io.BytesIO(data.data())).convert("RGB"), dtype=np.uint8)


def picture_of(text: str) -> Picture:
    from tests.ui.test_ways_in import shown

    return shown(text)
