"""Stories of people at a kiosk, with the real server behind it."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("PySide6")

from PySide6.QtTest import QTest

from tests.fixtures.server import ServerProcess, sqlite_server
from tests.journeys.conftest import OpenPaired, inbox

__all__ = ["sqlite_server"]  # a fixture

CODE = "482915"


def files_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in folder.rglob("*") if file.is_file())


@pytest.mark.slow
@pytest.mark.faces
def test_first_visit_with_the_face_kept_then_recognised_at_the_second_and_handed_in_again(
    sqlite_server: ServerProcess, at_kiosk: OpenPaired, demonstration_film: Path
) -> None:
    person = at_kiosk(sqlite_server, "K-31", film=str(demonstration_film))
    person.comes()
    person.tap("welcome.been_before")
    person.on("ways_in")
    assert person.find(person.say("ways.face")) is None, "nobody has left a face here yet"
    person.tap("dock.back")
    person.registers(name="王小兰", code=CODE, phone="13812340001", face="this_kiosk")
    person.hands_in_the_card(booth="A10")
    (first,) = person.visit.submissions
    person.reads("saved.all_delivered", 40)
    person.tap("saved.finish")
    person.on("farewell")
    person.tap("farewell.done")

    person.comes()
    person.tap("welcome.been_before")
    person.tap("ways.face")
    person.on("face_consent")
    person.agree("face_consent.yes")
    person.on("confirm_code", 60)
    assert not any("王" in text for text in person.texts())
    person.digits(CODE)
    person.on("home")
    person.until(lambda: any("王" in text for text in person.texts()), "her masked name")
    assert person.visit.way == "face"
    person.wants("A11")
    person.on("resume_source")
    person.tap("source.last")
    person.on("employers")
    person.tap("employers.submit", n=1)
    person.on("saved")
    (second,) = person.visit.submissions
    assert second.opening != first.opening, "what was sent once is not offered again"
    assert second.resume == first.resume
    person.reads("saved.all_delivered", 40)
    fair = person.program._stage.fair
    for submission in (first, second):
        employer = fair.employer_of(fair.opening_by_id[submission.opening])
        assert employer is not None
        assert inbox(sqlite_server, employer.id).count(submission.id) == 1


def test_seeker_who_refuses_the_camera_does_everything_with_the_phone_number(
    sqlite_server: ServerProcess, at_kiosk: OpenPaired
) -> None:
    from tests.fixtures.kiosk import PacedCamera

    camera = PacedCamera()
    opens: list[bool] = []
    camera.open = lambda: opens.append(True)  # type: ignore[method-assign]
    person = at_kiosk(sqlite_server, "K-32", language="en", camera=camera)
    person.comes()
    person.registers(name="Li Wei", code=CODE, phone="13812340002")  # and says no to keeping a face
    person.tap("dock.finish")
    person.on("farewell")
    person.tap("farewell.done")
    person.on("attract")
    person.program._words.setProperty("language", "en")

    person.comes()
    person.tap("welcome.been_before")
    person.tap("ways.phone")
    person.on("phone")
    person.digits("13812340002")
    person.on("confirm_code")
    person.digits(CODE)
    person.on("home")
    person.wants("A11")
    person.on("resume_source")
    person.tap("source.form")
    person.on("guided_form")
    while person.page == "guided_form":
        view = person.program._controller._get_view()
        if view["key"] == "name":
            person.write("form.name", "Li Wei")
            person.tap("form.done" if view["last"] else "form.next")
        else:
            person.tap("form.skip")
        QTest.qWait(20)
    person.on("review")
    person.tap("review.next", 60)
    person.on("employers")
    person.tap("employers.submit", n=1)
    person.on("saved")
    (submission,) = person.visit.submissions
    person.reads("saved.all_delivered", 40)
    fair = person.program._stage.fair
    employer = fair.employer_of(fair.opening_by_id[submission.opening])
    assert employer is not None
    assert inbox(sqlite_server, employer.id).count(submission.id) == 1
    page = sqlite_server.employer(employer.id).get(
        f"{sqlite_server.base_url}/employer/submissions/{submission.id}", timeout=30
    )
    assert "Li Wei" in page.text
    assert opens == [], "the camera was never opened"


def test_seeker_who_walks_away_half_way_leaves_nothing(
    sqlite_server: ServerProcess, at_kiosk: OpenPaired, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    name, phone = "鱻麤龘", "13812349876"
    person = at_kiosk(sqlite_server, "K-33")
    before = person.kiosk.outbox.counts().waiting
    person.comes()
    person.tap("welcome.first_time")
    person.agree("register_consent.yes")
    person.on("register")
    person.write("register.name", name)
    person.write("register.phone", phone)
    person.tap("register.age.16_up")
    person.tap("form.next_step")
    person.on("intention")
    person.tap("intention.year.1_to_3")
    settings = person.kiosk.desk.fair().settings
    person.program._controller._touched_at -= settings.idle_seconds - 3
    person.on("idle", 10)
    person.on("attract", 15)
    assert person.kiosk.outbox.counts().waiting == before
    person.kiosk.store.checkpoint()
    written = files_of(tmp_path)
    assert name.encode() not in written
    assert phone.encode() not in written
    assert name not in caplog.text
    person.comes()
    assert person.visit.draft.name == ""


def test_whole_visit_leaves_no_name_in_clear_on_the_kiosks_disk(
    sqlite_server: ServerProcess, at_kiosk: OpenPaired, tmp_path: Path
) -> None:
    name, phone = "鱻麤龘", "13812349875"
    person = at_kiosk(sqlite_server, "K-34")
    person.comes()
    person.registers(name=name, phone=phone, code=CODE)
    person.hands_in_the_card(booth="A11")
    person.tap("saved.finish")
    person.on("farewell")
    person.kiosk.store.checkpoint()
    written = files_of(tmp_path)
    assert len(written) > 10_000
    for secret in (name, phone, CODE):
        assert secret.encode() not in written
