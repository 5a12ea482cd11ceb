"""The challenge on the screen: one instruction at a time, another way on the same page; no face from a still camera."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest

from kiosk.ports import FaceBox, Frame, Sighting
from tests.fakes.devices import FakeFaceEngine, probe
from tests.fakes.heads import Sitter
from tests.fakes.kiosk import CODE, registered
from tests.fakes.server import FakeServer
from tests.fixtures.kiosk import FakedKiosk, PacedCamera, Person, demo_server
from tests.ui.conftest import Open, kiosk_of
from ui.look_progress import LookProgress
from ui.watcher import Told

MOVES = {"turn_left": 38.0, "turn_right": -38.0}


class Facing(FakeFaceEngine):
    """Sees somebody who turns her head as the test says, gradually as heads do: ``goal``, in degrees."""

    def __init__(self) -> None:
        super().__init__(probe(1))
        self.sitter = Sitter()
        self.goal = 0.0

    def look(self, frame: Frame, points: bool = False) -> Sighting:
        time.sleep(0.005)
        self.sitter.yaw += min(4.0, max(-4.0, self.goal - self.sitter.yaw))
        sighting, _ = self.sitter.look()
        box = FaceBox(220, 140, 420, 340)  # where the probe says that it was measured
        return replace(sighting, boxes=(box,), box=box, points=sighting.points if points else None)


class Unhurried(PacedCamera):
    """Its seconds are long, so that a busy machine has time to answer."""

    def read(self) -> Frame:
        frame = super().read()
        return replace(frame, taken_at=frame.sequence * 0.012)


def fair_with(liveness: str) -> FakeServer:
    server = demo_server()
    face = server.settings.face.model_copy(update={"liveness": liveness})
    server.settings = server.settings.model_copy(update={"face": face})
    return server


def looks(person: Person) -> None:
    kiosk = kiosk_of(person)
    kiosk.desk.faces.points_at_hand = lambda: True
    registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_kiosk")
    person.comes()
    person.tap("welcome.been_before")
    person.on("ways_in")
    person.tap("ways.face")
    person.on("face_consent")
    person.agree("face_consent.yes")
    person.on("looking")


def asked_of(person: Person) -> str:
    def shown() -> list[str]:
        return [move for move in MOVES if person.find(person.say(f"camera.say.{move}"))]

    person.until(lambda: bool(shown()), "an instruction to turn")
    return shown()[0]


def test_face_where_the_fair_asks_for_liveness_is_looked_up_only_after_the_turn(open_kiosk: Open) -> None:
    engine = Facing()
    person = open_kiosk(server=fair_with("relaxed"), engine=engine, camera=Unhurried())
    looks(person)
    move = asked_of(person)
    person.reads("camera.note.looking")
    assert person.page == "looking"
    shown_at = engine.sitter.number
    person.until(lambda: engine.sitter.number > shown_at + 20, "a moment to read it")
    engine.goal = MOVES[move]
    person.until(lambda: person.find(person.say(f"camera.say.{move}")) is None, "the turn to be accepted")
    engine.goal = 0.0
    person.on("confirm_code")
    person.digits(CODE)
    person.on("home")


def test_whoever_cannot_turn_has_another_way_on_the_same_page(open_kiosk: Open) -> None:
    person = open_kiosk(server=fair_with("strict"), engine=Facing(), language="en")
    looks(person)
    person.reads("camera.note.looking")
    person.tap("looking.other_way")
    person.on("ways_in")


def test_camera_that_stands_still_names_nobody_and_says_so(open_kiosk: Open) -> None:
    person = open_kiosk(engine=Facing())
    kiosk_of(person).fake_camera.frozen = True
    looks(person)
    person.reads("camera.say.stuck")
    assert person.page == "looking"


def test_face_where_there_are_no_landmarks_is_not_offered(open_kiosk: Open) -> None:
    person = open_kiosk(server=fair_with("strict"), engine=Facing())
    kiosk: FakedKiosk = kiosk_of(person)
    registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_kiosk")
    assert kiosk.desk.faces.lacks_landmarks
    assert not kiosk.desk.face_way_offered
    assert not kiosk.desk.face_enrolment_allowed


# --- what the page shows of a look


def progress(liveness: str = "strict") -> LookProgress:
    shown = LookProgress("check", "looking")
    shown.begin(25, "strict" if liveness == "strict" else "off")
    return shown


def states(shown: LookProgress) -> dict[str, str]:
    return {step["key"]: step["state"] for step in shown.view(film=False)["steps"]}


def test_steps_follow_the_challenge() -> None:
    shown = progress()
    assert states(shown) == {"closer": "now", "moves": "later", "check": "later"}
    shown.heard(Told("", "look", 0.25, None, 0, 2))
    assert states(shown) == {"closer": "done", "moves": "now", "check": "later"}
    shown.heard(Told("", "turn_left", 0.3, 5.4, 0, 2))
    assert states(shown) == {"closer": "done", "turn_left": "now", "check": "later"}
    view = shown.view(film=False)
    assert (view["instruction"], view["seconds_left"], view["trouble"]) == ("turn_left", 6, False)
    shown.heard(Told("", "", 0.9, 3.0, 2, 2))
    assert states(shown) == {"closer": "done", "moves": "done", "check": "now"}
    assert shown.view(film=False)["seconds_left"] == 45, "the page's own time again"


@pytest.mark.parametrize(("trouble", "said"), [("light", "light"), ("one_person", "one_person"), ("stuck", "stuck")])
def test_what_has_to_change_goes_before_what_is_asked(trouble: str, said: str) -> None:
    shown = progress()
    shown.heard(Told(trouble, "turn_left", 0.3, 5.0, 0, 2))
    view = shown.view(film=False)
    assert (view["instruction"], view["trouble"]) == (said, True)


def test_doubt_gives_one_more_try_and_then_another_way() -> None:
    shown = progress()
    assert shown.doubted()
    view = shown.view(film=False)
    assert (view["instruction"], view["trouble"]) == ("again", False)
    assert not shown.doubted()


def test_look_without_a_challenge_says_nothing_of_one() -> None:
    shown = progress("off")
    shown.heard(Told("", "", 0.5, None, 0, 0))
    assert states(shown) == {"closer": "done", "look": "now", "check": "later"}
    view = shown.view(film=False)
    assert (view["instruction"], view["note"], view["seconds_left"]) == ("hold_still", "", 25)
