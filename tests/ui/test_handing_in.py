"""Registering, choosing, handing in: what is refused says so in the seeker's language, and saved means saved.

Past 400 lines: one story a test.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter

from jobfair.errors import DiskFull
from jobfair.resume.render import Renderer
from jobfair.seeker import Basics, JobWish, Resume
from jobfair.wire import Door
from kiosk.config import Config
from kiosk.store import Store
from tests.fakes.devices import FakePrinter
from tests.fixtures.kiosk import Person, demo_server
from tests.ui.conftest import Open, kiosk_of


def no_faces() -> object:
    """The demonstration fair with faces switched off: one page less on the way."""
    server = demo_server()
    server.settings = server.settings.model_copy(update={"face": server.settings.face.model_copy(
        update={"enabled": False})})  # fmt: skip
    return server


def to_the_employers(person: Person, employers: int = 1) -> None:
    person.comes()
    person.registers()
    person.tap("home.hand_in")
    person.tap("source.intention")
    person.on("review")
    person.tap("review.next", 60)
    person.on("employers")
    person.ticks(employers)


# --- age and number


@pytest.mark.parametrize("language", ["zh", "en"])
def test_child_under_14_cannot_register_and_is_told_so(open_kiosk: Open, language: str) -> None:
    person = open_kiosk(server=no_faces(), language=language)
    person.comes()
    person.tap("welcome.first_time")
    person.agree("register_consent.yes")
    person.write("register.name", "Kid")
    person.tap("register.age.under_14")
    person.tap("form.next_step")
    person.reads("notice.under_14")
    assert person.page == "register"
    assert kiosk_of(person).outbox.counts().waiting == 0


def test_seeker_under_16_sees_the_booths_and_cannot_hand_in(open_kiosk: Open) -> None:
    person = open_kiosk(server=no_faces())
    person.comes()
    person.registers(age="14_to_15")
    person.tap("home.hand_in")
    person.reads("notice.under_16")
    assert person.page == "home"


def test_phone_number_that_is_none_is_refused_at_registration(open_kiosk: Open) -> None:
    person = open_kiosk(server=no_faces())
    person.comes()
    person.tap("welcome.first_time")
    person.agree("register_consent.yes")
    person.write("register.name", "李明")
    person.write("register.phone", "12345")
    person.tap("register.age.16_up")
    person.tap("form.next_step")
    person.reads("register.problem.not_a_phone")
    assert person.page == "register"


def test_visit_code_that_is_too_simple_or_not_repeated_is_chosen_again(open_kiosk: Open) -> None:
    person = open_kiosk(server=no_faces())
    person.comes()
    person.tap("welcome.first_time")
    person.agree("register_consent.yes")
    person.write("register.name", "李明")
    person.tap("register.age.16_up")
    person.tap("form.next_step")
    person.on("intention")
    person.touch(person.program._controller._get_view()["works"][0]["label"])
    person.tap("intention.year.none")
    person.tap("form.next_step")
    person.on("choose_code")
    person.digits("123456", "choose_code.next")
    person.reads("choose_code.problem.too_simple")
    person.digits("482915", "choose_code.next")
    person.reads("choose_code.heading.repeat")
    person.digits("482916", "choose_code.done")
    person.reads("choose_code.problem.mismatch")
    assert person.page == "choose_code"
    assert person.visit.draft.code == ""


def test_employer_number_eleven_is_refused_and_ten_are_kept(open_kiosk: Open) -> None:
    person = open_kiosk(server=no_faces())
    to_the_employers(person, 0)
    assert [row for row in person.rows() if row["on"]] == [], "none is chosen beforehand"
    offered = [row["opening"] for row in person.rows()]
    extra = [o.id for o in person.program._stage.fair.openings if o.id not in offered]
    stage = person.program._stage
    stage.visit = replace(person.visit, wanted=frozenset(extra[: 11 - len(offered)] if len(offered) < 11 else ()))
    stage.changed.emit()
    person.ticks(10 - len(person.visit.wanted))
    row = next(row for row in person.rows() if not row["on"])
    person.scroll_to(row["title"])
    person.touch(row["title"])
    person.reads("notice.too_many_openings")
    assert len(person.visit.wanted) == 10


def test_nothing_chosen_cannot_be_submitted(open_kiosk: Open) -> None:
    person = open_kiosk(server=no_faces())
    to_the_employers(person, 0)
    person.until(lambda: kiosk_of(person).outbox.counts().waiting == 0, "the registration to arrive")
    assert person.find(person.say("employers.submit_none")) is None, "the key is off"
    assert person.visit.submissions == ()


def test_rows_when_one_is_ticked_stay_where_they_are(open_kiosk: Open) -> None:
    person = open_kiosk(server=no_faces())
    to_the_employers(person, 0)
    person.until(lambda: len(person.rows()) >= 5, "what the matcher found")
    before = [row["opening"] for row in person.rows()]
    third = person.rows()[2]
    person.touch(third["title"])
    person.until(lambda: person.visit.wanted == {third["opening"]}, "the tick")
    assert [row["opening"] for row in person.rows()] == before


# --- a full disk


def fill(store: Store, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """From now on the database cannot grow, on any thread's connection; returns what makes room again."""
    room = {"pages": int(store._connection().execute("PRAGMA page_count").fetchone()[0])}  # type: ignore[index]
    connection = store._connection

    def limited() -> object:
        found = connection()
        found.execute(f"PRAGMA max_page_count={room['pages']}").fetchall()
        return found

    monkeypatch.setattr(store, "_connection", limited)
    return lambda: room.update(pages=1_000_000)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_disk_full_at_submit_says_so_calls_nothing_saved_and_works_again_with_room(
    open_kiosk: Open, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    server = demo_server()
    server.settings = server.settings.model_copy(update={"face": server.settings.face.model_copy(
        update={"enabled": False})})  # fmt: skip
    person = open_kiosk(server=server, language=language)
    to_the_employers(person, 2)
    server.down()
    before = kiosk_of(person).outbox.counts().waiting
    make_room = fill(person.kiosk.store, monkeypatch)
    person.tap("employers.submit", n=2)
    person.reads("notice.disk_full")
    assert person.page == "employers"
    assert person.visit.submissions == ()
    assert kiosk_of(person).outbox.counts().waiting == before
    make_room()
    person.tap("employers.submit", n=2)
    person.on("saved")
    assert len(person.visit.submissions) == 2


def test_disk_full_at_registration_says_so_and_keeps_what_was_typed(
    open_kiosk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = open_kiosk()

    def full(draft: object, language: object, resume: object = None) -> None:
        raise DiskFull("no room")

    monkeypatch.setattr(person.kiosk.desk, "register", full)
    person.comes()
    person.registers(ends_on="face_offer")
    person.reads("notice.disk_full")
    assert person.page == "face_offer"
    assert person.visit.seeker is None
    assert person.visit.draft.name


# --- saved, delivered, taken back


def test_submission_saved_while_the_server_is_away_counts_as_waiting_and_later_as_delivered(open_kiosk: Open) -> None:
    server = demo_server()
    person = open_kiosk(server=server)
    person.comes()
    person.registers()
    person.until(lambda: kiosk_of(person).outbox.counts().waiting == 0, "the registration to arrive")
    server.down()
    person.hands_in_the_card(2)
    person.reads("saved.heading")
    person.reads("saved.waiting", n=2)
    person.until(lambda: not person.kiosk.syncer.online, "the kiosk to notice")
    person.program._controller._tick()
    person.reads("status.offline_waiting", n=2)
    server.up()
    person.kiosk.fake_clock.advance(600)  # type: ignore[attr-defined]
    person.program._controller.touched()
    person.program._stage.wake_sync()
    person.reads("saved.all_delivered", 30)
    person.reads("saved.delivered")
    assert len(server.inbox[Door.SUBMISSIONS]) == 2


def test_submission_taken_back_is_withdrawn_at_the_server(open_kiosk: Open) -> None:
    server = demo_server()
    person = open_kiosk(server=server)
    person.comes()
    person.registers()
    person.hands_in_the_card()
    person.until(lambda: len(server.inbox[Door.SUBMISSIONS]) == 1, "the submission to arrive")
    person.tap_starting(person.say("saved.undo"))
    person.on("ask")
    person.tap("ask.undo.no")
    person.on("saved")
    person.tap_starting(person.say("saved.undo"))
    person.on("ask")
    person.tap("ask.undo.yes")
    person.reads("saved.none")
    person.reads("notice.withdrawn")
    person.until(lambda: len(server.inbox[Door.WITHDRAWALS]) == 1, "the withdrawal to arrive")


def test_saved_page_lets_one_go_on_to_the_booths_and_hand_in_again_with_the_last_resume(open_kiosk: Open) -> None:
    person = open_kiosk(server=no_faces())
    person.comes()
    person.registers()
    person.hands_in_the_card()
    first = person.visit.submissions[0].opening
    person.given()
    person.program._controller.act("show", {"page": "home"})
    person.on("home")
    person.tap("home.hand_in")
    person.until(lambda: person.page in ("employers", "resume_source"), "the way on")
    if person.page == "resume_source":
        person.tap("source.last")
    person.on("employers")
    person.until(lambda: any(row["already"] for row in person.rows()), "the one already sent")
    assert [row["opening"] for row in person.rows() if row["already"]] == [first]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_printer_that_is_lost_says_so_and_the_submission_stays_saved(open_kiosk: Open, language: str) -> None:
    printer = FakePrinter()
    printer.lost = "no paper"
    person = open_kiosk(server=no_faces(), printer=printer, language=language)
    person.comes()
    person.registers()
    person.hands_in_the_card()
    person.tap("saved.print")
    person.reads("notice.printer_lost")
    person.reads("saved.no_paper")
    assert person.page == "saved"
    assert len(person.visit.submissions) == 1


def test_slip_when_printed_is_a_pdf_with_the_reference(open_kiosk: Open) -> None:
    printer = FakePrinter()
    person = open_kiosk(server=no_faces(), printer=printer)
    person.comes()
    person.registers()
    person.hands_in_the_card()
    reference = person.visit.submissions[0].reference
    person.tap("saved.print")
    person.reads("saved.printed")
    (slip,) = printer.slips
    assert reference in PdfReader(io.BytesIO(slip)).pages[0].extract_text()


# --- a résumé on a stick


def resume_pdf() -> bytes:
    resume = Resume(
        basics=Basics(name="王芳", phone="13912345678", email="wang@example.com", summary="五年仓库管理经验。"),
        wish=JobWish(titles=("仓库管理员",)),
    )
    return Renderer().resume(resume, "zh").pdf


def encrypted(pdf: bytes) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    writer.encrypt(user_password="secret", owner_password="owner", algorithm="AES-256")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def without_text() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.fixture
def stick(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "media"
    folder.mkdir()
    yield folder


def brings(open_kiosk: Open, stick: Path, name: str, data: bytes | int, language: str = "zh") -> Person:
    """A registered seeker at the page for sticks, with one file on hers (a number is a size of nothing)."""
    if isinstance(data, int):
        with (stick / name).open("wb") as file:
            file.write(b"%PDF-1.7\n")
            file.truncate(data)
    else:
        (stick / name).write_bytes(data)
    config: Callable[[Config], Config] = lambda config: replace(config, import_folder=stick)  # noqa: E731
    person = open_kiosk(server=no_faces(), language=language, config=config)
    person.comes()
    person.registers()
    person.tap("home.hand_in")
    person.tap("source.file")
    person.on("resume_file")
    person.touch(name)
    return person


@pytest.mark.parametrize(
    ("language", "data", "problem"),
    [
        ("zh", lambda: resume_pdf()[:900], "broken"),
        ("en", lambda: encrypted(resume_pdf()), "encrypted"),
        ("zh", lambda: 40 * 1024 * 1024, "too_large"),
        ("en", without_text, "no_text"),
        ("zh", lambda: b"MZ" + bytes(500), "unknown_kind"),
    ],
    ids=["broken", "encrypted", "40 MB", "no text", "program"],
)
def test_resume_that_cannot_be_read_says_why_and_offers_the_form(
    open_kiosk: Open, stick: Path, language: str, data: Callable[[], bytes | int], problem: str
) -> None:
    person = brings(open_kiosk, stick, "cv.pdf", data(), language)
    person.reads(f"file.problem.{problem}", 30)
    person.reads(f"file.problem.{problem}.text")
    assert person.page == "resume_file"
    person.tap("file.again")
    person.reads("file.heading.choose")
    person.tap("source.form")
    person.on("guided_form")


def test_resume_that_can_be_read_is_checked_field_by_field_and_handed_in(open_kiosk: Open, stick: Path) -> None:
    person = brings(open_kiosk, stick, "简历.pdf", resume_pdf())
    person.on("read_check", 30)
    person.until(lambda: any("王芳" in text for text in person.texts()), "the name that was read")
    person.tap("read_check.confirm")
    person.on("review")
    person.tap("review.next", 60)
    person.on("employers")
    person.ticks(1)
    person.tap("employers.submit", n=1)
    person.on("saved")


def test_stick_that_is_pulled_out_leads_back_to_waiting(open_kiosk: Open, stick: Path) -> None:
    config: Callable[[Config], Config] = lambda config: replace(config, import_folder=stick)  # noqa: E731
    person = open_kiosk(server=no_faces(), config=config)
    (stick / "cv.pdf").write_bytes(b"%PDF")
    person.comes()
    person.registers()
    person.tap("home.hand_in")
    person.tap("source.file")
    person.reads("file.heading.choose")
    (stick / "cv.pdf").unlink()
    person.reads("file.heading.waiting")
    (stick / "cv.pdf").write_bytes(b"%PDF")
    person.reads("file.heading.choose")
    (stick / "cv.pdf").unlink()
    person.touch("cv.pdf")  # in the second before it was noticed
    person.until(lambda: person.sees("file.problem.broken") or person.sees("file.heading.waiting"), "an answer", 30)


def test_form_when_filled_in_makes_the_resume_that_is_shown(open_kiosk: Open) -> None:
    person = open_kiosk(server=no_faces())
    person.comes()
    person.registers(name="李雷")
    person.tap("home.hand_in")
    person.tap("source.form")
    person.on("guided_form")
    for _ in range(12):
        if person.page != "guided_form":
            break
        view = person.program._controller._get_view()
        done = "form.done" if view["last"] else "form.next"
        if view["key"] == "name":
            person.tap(done)
        elif view["can_skip"] and not view["value"]:
            person.tap("form.skip")
        else:
            person.tap(done)
    person.on("review")
    person.until(lambda: person.visit.resume is not None, "the page to be drawn", 60)
    assert person.visit.form is not None
    assert person.visit.form.basics.name == "李雷"
    person.tap("review.change")
    person.on("guided_form")
