"""Being found again: by face, pass, phone number, document; and what the kiosk says when that does not work."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pytest
import segno
from PySide6.QtTest import QTest

from kiosk.ports import FaceBox, Frame, Picture, PoorQuality, Probe, ProbeOutcome, Sighting
from kiosk.visit import Page
from tests.fakes.devices import FakeFaceEngine, probe
from tests.fakes.kiosk import CODE, PHONE, registered
from tests.fakes.server import FakeServer
from tests.fixtures.kiosk import FakedKiosk, PacedCamera, Person, demo_server
from tests.ui.conftest import Open, kiosk_of
from ui.arrival_controller import ArrivalController
from ui.watcher import Told

MS = {"detect": 1.0, "encode": 1.0}


class Seeing(FakeFaceEngine):
    """Sees a face on every frame and measures ``outcome``; some milliseconds each."""

    def __init__(self, outcome: ProbeOutcome, faces: int = 1) -> None:
        super().__init__(outcome)
        self._faces = tuple(FaceBox(220 + 200 * n, 140, 420 + 200 * n, 340) for n in range(faces))

    def look(self, frame: Frame, points: bool = False) -> Sighting:
        time.sleep(0.005)
        outcome = self._outcomes[0]
        reason = outcome.reason if isinstance(outcome, PoorQuality) else None
        return Sighting(self._faces, self._faces[0], 0.9, reason, None, {"detect": 5.0})

    def measure(self, frames: Sequence[Frame], thorough: bool = False) -> ProbeOutcome:
        time.sleep(0.02)
        return super().measure(frames, thorough)


def enrolled(kiosk: FakedKiosk, number: int = 1) -> None:
    registered(kiosk, face=kiosk.desk.stored_face(probe(number)), face_scope="this_kiosk")


def goes_to_the_ways(person: Person) -> None:
    person.comes()
    person.tap("welcome.been_before")
    person.on("ways_in")


def agrees_to_the_camera(person: Person) -> None:
    goes_to_the_ways(person)
    person.tap("ways.face")
    person.on("face_consent")
    person.agree("face_consent.yes")


def looks_at_the_camera(person: Person) -> None:
    agrees_to_the_camera(person)
    person.on("looking")


def test_face_of_an_enrolled_seeker_opens_nothing_before_the_visit_code(open_kiosk: Open) -> None:
    person = open_kiosk(engine=Seeing(probe(1)))
    enrolled(kiosk_of(person))
    looks_at_the_camera(person)
    person.on("confirm_code")
    assert not any("张" in text for text in person.texts()), "the name stays covered until the code is right"
    person.digits(CODE)
    person.on("home")
    person.until(lambda: any("张" in text for text in person.texts()), "her name")


def test_face_that_nobody_enrolled_is_not_recognised_and_is_offered_the_other_ways(open_kiosk: Open) -> None:
    engine = Seeing(probe(2))
    person = open_kiosk(engine=engine)
    enrolled(kiosk_of(person), 1)
    looks_at_the_camera(person)
    person.on("not_recognised")
    assert len(engine.measured) == 4, "two looks of two frames: one look is no answer"
    person.reads("not_recognised.sub.unknown")
    person.tap("not_recognised.first_time")
    person.on("register_consent")


@pytest.mark.parametrize(
    ("trouble", "reason"), [("light", "poor_quality"), ("look", "no_face"), ("hold_still", "timeout")]
)
def test_camera_that_could_not_see_says_what_to_do_and_offers_the_next_look_before_a_record(
    open_kiosk: Open, trouble: str, reason: str
) -> None:
    person = open_kiosk()
    enrolled(kiosk_of(person))
    looks_at_the_camera(person)
    arriving = person.program._controller._part_of[Page.LOOKING]
    assert isinstance(arriving, ArrivalController)
    arriving._watcher.rest()
    person.passes(0.1)
    arriving._told(Told(trouble, "", 0.0, None, 0, 0))
    arriving._look.seconds = 1
    person.on("not_recognised")
    person.reads(f"not_recognised.heading.{reason}")
    person.reads(f"not_recognised.sub.{reason}")
    assert person.sees("way.use.phone") and person.sees("not_recognised.first_time")
    person.tap("not_recognised.again")
    person.on("looking")


def test_face_of_two_alike_names_nobody(open_kiosk: Open) -> None:
    person = open_kiosk(engine=Seeing(probe(1)))
    enrolled(kiosk_of(person), 1)
    enrolled(kiosk_of(person), 1)
    looks_at_the_camera(person)
    person.on("ambiguous")
    assert not any("张" in text for text in person.texts())


def test_face_refused_goes_back_to_the_other_ways_with_the_camera_closed(open_kiosk: Open) -> None:
    person = open_kiosk()
    enrolled(kiosk_of(person))
    goes_to_the_ways(person)
    person.tap("ways.face")
    person.on("face_consent")
    person.tap("face_consent.no")
    person.on("ways_in")
    assert not kiosk_of(person).fake_camera.is_open


def test_face_way_when_nobody_is_enrolled_or_there_is_no_camera_is_not_offered(open_kiosk: Open) -> None:
    person = open_kiosk(camera=None)
    enrolled(kiosk_of(person))
    goes_to_the_ways(person)
    assert person.find(person.say("ways.face")) is None
    assert person.find(person.say("ways.phone"))


@pytest.mark.parametrize(
    ("engine", "said"),
    [
        (Seeing(PoorQuality("two_faces", MS), faces=2), "camera.say.one_person"),
        (Seeing(PoorQuality("too_far", MS)), "camera.say.closer"),
        (Seeing(PoorQuality("too_dark", MS)), "camera.say.light"),
    ],
    ids=["two faces", "far away", "dark"],
)
def test_look_that_cannot_be_used_says_what_to_do(open_kiosk: Open, engine: Seeing, said: str) -> None:
    person = open_kiosk(engine=engine)
    enrolled(kiosk_of(person))
    looks_at_the_camera(person)
    person.reads(said)
    person.speaks("en")
    person.reads(said)
    assert person.page == "looking"


def test_camera_pulled_out_during_the_look_leads_to_the_other_ways_and_says_so(open_kiosk: Open) -> None:
    person = open_kiosk()
    enrolled(kiosk_of(person))
    looks_at_the_camera(person)
    kiosk_of(person).fake_camera.lose()
    person.on("ways_in")
    person.reads("notice.camera_lost")
    person.speaks("en")
    person.reads("notice.camera_lost")
    person.tap("ways.phone")
    person.on("phone")


def test_camera_pulled_out_while_a_face_is_being_kept_registers_without_it(open_kiosk: Open) -> None:
    person = open_kiosk()
    kiosk_of(person).fake_camera.lose()
    person.comes()
    person.registers(face="this_kiosk")
    assert person.visit.seeker is not None
    assert kiosk_of(person).cards.count_faces() == 0


def test_face_process_that_dies_leads_to_the_other_ways(open_kiosk: Open) -> None:
    from jobfair.errors import DeviceError

    engine = Seeing(probe(1))
    engine._outcomes = [DeviceError("the face process ended")]
    person = open_kiosk(engine=engine)
    enrolled(kiosk_of(person))
    agrees_to_the_camera(person)
    person.reads("notice.device")
    assert person.page == "ways_in"


# --- the visit code


def types_the_phone(person: Person, number: str = PHONE) -> None:
    goes_to_the_ways(person)
    person.tap("ways.phone")
    person.on("phone")
    person.digits(number.removeprefix("+86"))
    person.on("confirm_code")


def away() -> FakeServer:
    """A server that goes away once the kiosk has the fair."""
    return demo_server()


def test_code_wrong_three_times_without_the_network_leads_to_the_desk(open_kiosk: Open) -> None:
    server = away()
    person = open_kiosk(server=server)
    server.down()
    person.kiosk.syncer.one_round()
    registered(person.kiosk)
    types_the_phone(person)
    for left in (2, 1):
        person.digits("150150")
        person.reads("notice.wrong_code", n=left)
    person.digits("150150")
    person.on("too_many_tries")
    person.tap("dock.finish")
    types_the_phone(person)
    person.digits(CODE)
    person.on("too_many_tries")  # not even the right one, today


def test_phone_number_without_a_record_looks_like_one_with(open_kiosk: Open) -> None:
    person = open_kiosk()
    registered(person.kiosk)
    types_the_phone(person)
    person.reads("confirm.sub.visit_code")
    known = person.texts()
    person.tap("dock.finish")
    types_the_phone(person, "+8613900000000")
    person.until(lambda: person.texts() == known, "the same page as for a known number")
    person.digits(CODE)
    person.reads("notice.wrong_code", n=4)


def test_phone_number_that_is_none_says_so_and_stays(open_kiosk: Open) -> None:
    person = open_kiosk()
    goes_to_the_ways(person)
    person.tap("ways.phone")
    person.digits("00000000000")
    person.reads("number.problem.not_a_phone")
    assert person.page == "phone"


def test_document_with_a_wrong_check_digit_says_so_and_stays(open_kiosk: Open) -> None:
    person = open_kiosk()
    goes_to_the_ways(person)
    person.tap("ways.document")
    person.on("document")
    person.digits("110105194912310021")
    person.reads("number.problem.check_digit")


# --- the pass


def shown(text: str) -> Picture:
    """A camera's picture of a phone that shows this code."""
    rows = [list(row) for row in segno.make(text, error="m", boost_error=False).matrix]
    code = np.kron(255 * (1 - np.array(rows, dtype=np.uint8)), np.ones((5, 5), dtype=np.uint8))
    height, width = code.shape
    image = np.full((max(480, height + 80), max(640, width + 80), 3), 255, dtype=np.uint8)
    image[40 : 40 + height, 40 : 40 + width] = code[:, :, None]
    return image


def test_pass_typed_by_a_scanner_leads_to_the_code(open_kiosk: Open) -> None:
    person = open_kiosk(camera=None)
    card = registered(person.kiosk)
    text = person.kiosk.desk.make_pass(card)
    goes_to_the_ways(person)
    person.tap("ways.pass")
    person.on("scan_pass")
    person.type(text + "\n")
    person.on("confirm_code")
    person.digits(CODE)
    person.on("home")


def test_pass_typed_while_the_program_is_busy_is_not_lost(open_kiosk: Open) -> None:
    person = open_kiosk(camera=None)
    text = person.kiosk.desk.make_pass(registered(person.kiosk))
    goes_to_the_ways(person)
    person.tap("ways.pass")
    person.on("scan_pass")
    person.type(text + "\n", stall=0.2)
    person.on("confirm_code")


def test_code_typed_by_a_person_is_not_taken_for_a_scanner(open_kiosk: Open) -> None:
    person = open_kiosk(camera=None)
    text = person.kiosk.desk.make_pass(registered(person.kiosk))
    goes_to_the_ways(person)
    person.tap("ways.pass")
    person.on("scan_pass")
    person.type(text[:40] + "\n", apart=0.12)
    QTest.qWait(50)
    assert person.page == "scan_pass"
    assert person.sees("scan_pass.waiting")


def test_pass_shown_to_the_camera_is_read_without_a_face_being_looked_at(open_kiosk: Open) -> None:
    engine, camera = FakeFaceEngine(), PacedCamera()
    person = open_kiosk(camera=camera, engine=engine)
    camera._pictures = [shown(person.kiosk.desk.make_pass(registered(person.kiosk)))]
    goes_to_the_ways(person)
    person.tap("ways.pass")
    person.on("confirm_code")
    assert engine.measured == []
    person.until(lambda: not camera.is_open, "the camera to close")


def test_pass_that_is_expired_or_not_ours_is_refused_and_another_may_be_shown(open_kiosk: Open) -> None:
    person = open_kiosk(camera=None)
    kiosk = kiosk_of(person)
    old = kiosk.desk.make_pass(registered(kiosk))
    goes_to_the_ways(person)
    person.tap("ways.pass")
    person.on("scan_pass")
    person.type("JF1.forged.pass-of-somebody\n")
    person.reads("scan_pass.not_ours")
    person.type("https://example.com/menu\n")
    person.reads("scan_pass.unreadable")
    kiosk.fake_clock.time += timedelta(days=400)
    person.type(old + "\n")
    person.reads("scan_pass.expired")
    assert person.page == "scan_pass"


def test_scanner_that_types_on_any_other_page_changes_nothing(open_kiosk: Open) -> None:
    person = open_kiosk(camera=None)
    text = person.kiosk.desk.make_pass(registered(person.kiosk))
    person.comes()
    person.type(text + "\n")
    QTest.qWait(100)
    assert person.visit.claim is None
    assert person.page in ("welcome", "register_consent", "ways_in")


def test_probe_that_comes_after_the_visit_ended_opens_nothing_for_the_next(open_kiosk: Open) -> None:
    class Slow(Seeing):
        def measure(self, frames: Sequence[Frame], thorough: bool = False) -> Probe:
            time.sleep(0.3)
            return probe(1)

    person = open_kiosk(engine=Slow(probe(1)))
    enrolled(kiosk_of(person))
    looks_at_the_camera(person)
    QTest.qWait(250)
    person.tap("dock.finish")
    person.comes()
    QTest.qWait(400)
    assert person.page == "welcome"
    assert person.visit.claim is None
