"""Documents on the screen: typed, from readers, before the camera; and one that a new seeker adds."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import segno
import zxingcpp

from kiosk.config import Config
from kiosk.desk import Desk
from kiosk.ports import DocumentNumber, Picture
from tests.fakes.kiosk import CODE, DOCUMENT, registered
from tests.fixtures.documents import LICENCE, PASSPORT
from tests.fixtures.kiosk import PacedCamera, Person, demo_server
from tests.ui.conftest import Open, kiosk_of

KINDS = ("resident_id", "passport", "driving_licence", "student_card", "travel_permit", "residence_permit")
EVERYTHING = {
    "document_kinds": KINDS,
    "code_kinds": ("qr", "pdf417", "data_matrix", "code128"),
    "student_card": "A#######",
}


def goes_to(person: Person, way: str) -> None:
    person.comes()
    person.tap("welcome.been_before")
    person.on("ways_in")
    person.tap(f"ways.{way}")
    person.on("scan_pass" if way == "pass" else way)


def opens(person: Person) -> None:
    """The claim is hers: her code opens it."""
    person.on("confirm_code")
    person.digits(CODE)
    person.on("home")


def drawn(kind: str, text: str) -> Picture:
    """A camera's picture of a card with this code."""
    code = np.array(zxingcpp.write_barcode_to_image(zxingcpp.create_barcode(text, getattr(zxingcpp, kind)), scale=2))
    image = np.full((480, 640, 3), 230, dtype=np.uint8)
    image[40 : 40 + code.shape[0], 20 : 20 + code.shape[1]] = code.reshape(*code.shape[:2], -1)[:, :, :1]
    return image


def test_document_added_at_registration_is_shown_by_its_end_alone(open_kiosk: Open) -> None:
    person = open_kiosk(server=demo_server(**EVERYTHING), camera=None)
    person.comes()
    person.tap("welcome.first_time")
    person.agree("register_consent.yes")
    person.on("register")
    person.tap("register.document")
    person.on("register_document")
    person.type("110105194912310021\n")
    person.reads("number.problem.unreadable")
    person.type(DOCUMENT.number + "\n")
    person.on("register")
    added = person.say("register.document.added", kind=person.say("document.kind.resident_id"), end="2X")
    person.touch(added)
    person.until(lambda: person.visit.draft.document is None, "the document to be taken away")
    person.tap("register.document")
    person.on("register_document")
    person.digits(DOCUMENT.number)
    person.on("register")
    assert person.find(added)
    assert not any(DOCUMENT.number in text for text in person.texts())
    person.tap("dock.finish")
    person.on("attract")
    assert DOCUMENT.number not in repr(person.visit)


def test_documents_of_every_kind_are_typed_and_find_their_seeker(open_kiosk: Open) -> None:
    person = open_kiosk(server=demo_server(**EVERYTHING), camera=None)
    registered(person.kiosk, document=DocumentNumber("travel_permit", "H12345678"), phone="")
    goes_to(person, "document")
    person.tap("document.kind.travel_permit")
    person.digits("H1234567")
    person.reads("number.problem.form")
    person.digits("801")  # ten digits, of which the last two count the cards
    opens(person)


def test_number_of_hong_kong_is_typed_with_its_country(open_kiosk: Open) -> None:
    person = open_kiosk(camera=None)
    registered(person.kiosk, phone="+85261234567")
    goes_to(person, "phone")
    person.touch("+852")
    person.digits("61234567")
    opens(person)


def test_passport_from_a_serial_reader_is_read_where_a_pass_is_shown(open_kiosk: Open) -> None:
    far, near = os.openpty()

    def with_reader(config: Config) -> Config:
        return replace(config, scanner=f"wedge,serial:{os.ttyname(near)}")

    person = open_kiosk(server=demo_server(**EVERYTHING), camera=None, config=with_reader)
    registered(person.kiosk, document=DocumentNumber("passport", "L898902C3"))
    goes_to(person, "pass")
    os.write(far, b"https://example.com/menu\r\n")
    person.reads("scan_pass.unreadable")
    os.write(far, PASSPORT.replace("L898902C3", "L898902C4").replace("\n", "\r\n").encode() + b"\r\n")
    os.write(far, PASSPORT.replace("\n", "\r\n").encode() + b"\r\n")
    opens(person)
    os.close(far)
    os.close(near)


def test_licence_typed_by_a_scanner_on_the_document_page_leaves_nothing_on_the_pad(open_kiosk: Open) -> None:
    person = open_kiosk(server=demo_server(**EVERYTHING), camera=None)
    registered(person.kiosk, document=DocumentNumber("driving_licence", "T64235789"))
    goes_to(person, "document")
    person.tap("document.kind.driving_licence")
    person.type("11111111 not a document\n")
    person.reads("number.problem.unreadable")
    assert "111" not in person.texts()
    person.type("".join(key for key in LICENCE if key.isprintable() or key in "\r\n").replace("\r", "\n"))
    opens(person)


def test_foreign_code_before_the_camera_keeps_no_pass_from_being_read(open_kiosk: Open) -> None:
    camera = PacedCamera()
    person = open_kiosk(camera=camera)
    camera._pictures = [shown("https://example.com/menu")]
    goes_to(person, "pass")
    person.reads("scan_pass.unreadable")
    camera._pictures = [shown(person.kiosk.desk.make_pass(registered(person.kiosk)))]
    person.on("confirm_code")


def test_student_card_is_held_to_the_camera_of_the_document_page(open_kiosk: Open) -> None:
    camera = PacedCamera([drawn("Code128", "U2023123")])
    person = open_kiosk(server=demo_server(**EVERYTHING), camera=camera)
    registered(person.kiosk, document=DocumentNumber("student_card", "U2023123"))
    goes_to(person, "document")
    assert not camera.is_open
    person.tap("document.camera")
    opens(person)
    person.until(lambda: not camera.is_open, "the camera to close")


def test_document_that_is_not_accepted_here_is_nothing(open_kiosk: Open) -> None:
    person = open_kiosk(camera=None)
    registered(person.kiosk, document=DocumentNumber("passport", "L898902C3"))
    goes_to(person, "pass")
    person.type(PASSPORT + "\n")
    person.reads("scan_pass.unreadable")
    assert person.page == "scan_pass"


def test_kiosk_without_documents_offers_no_such_way(open_kiosk: Open) -> None:
    person = open_kiosk(server=demo_server(document_kinds=()), camera=None)
    person.comes()
    person.tap("welcome.been_before")
    person.on("ways_in")
    assert person.find(person.say("ways.document")) is None
    person.tap("dock.back")
    person.tap("welcome.first_time")
    person.agree("register_consent.yes")
    person.on("register")
    assert person.find(person.say("register.document")) is None


def test_number_of_a_document_is_on_no_disk_and_in_no_log(
    open_kiosk: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    person = open_kiosk(camera=None)
    goes_to(person, "document")
    with caplog.at_level("DEBUG"):
        person.digits(DOCUMENT.number)
        person.on("confirm_code")
        person.tap("dock.finish")
        person.on("attract")
    desk: Desk = kiosk_of(person).desk
    assert DOCUMENT.number not in repr(desk.find_by_document(DOCUMENT)) + caplog.text
    for file in tmp_path.rglob("*"):
        assert not file.is_file() or DOCUMENT.number.encode() not in file.read_bytes()


def shown(text: str) -> Picture:
    """A phone with this code before the camera."""
    rows = [list(row) for row in segno.make(text, error="m", boost_error=False).matrix]
    code = np.kron(255 * (1 - np.array(rows, dtype=np.uint8)), np.ones((5, 5), dtype=np.uint8))
    height, width = code.shape
    image = np.full((max(480, height + 80), max(640, width + 80), 3), 255, dtype=np.uint8)
    image[40 : 40 + height, 40 : 40 + width] = code[:, :, None]
    return image
