"""Liveness with real landmarks: a head that turns on film, men who do not, and a portrait that is turned for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kiosk.bench.liveness import shown_as, variation
from kiosk.identity.dlib_parts import dlib_module, model_folder
from kiosk.identity.engine import PartsEngine
from kiosk.identity.liveness.film import read_film
from kiosk.identity.liveness.sheet import EIGHT_TURNS
from kiosk.identity.liveness.trial import judge_film, judge_photograph
from kiosk.identity.parts import FaceLandmarks
from kiosk.identity.pictures import Unreadable
from kiosk.ports import FaceBox, Frame, Picture, Points
from tests.fakes.portraits import astronaut, empty_room

pytestmark = pytest.mark.faces


class SixtyEight(FaceLandmarks):
    """The file that a development checkout has beside the other models; the product does not bring it along."""

    def __init__(self) -> None:
        self._predictor: Any = None

    @property
    def id(self) -> str:
        return "dlib-68"

    @property
    def count(self) -> int:
        return 68

    def load(self) -> None:
        file = model_folder() / "shape_predictor_68_face_landmarks.dat"
        if not file.is_file():
            pytest.skip("no model of 68 landmarks is here")
        self._predictor = self._predictor or dlib_module().shape_predictor(str(file))

    def place(self, image: Picture, box: FaceBox) -> Points:
        self.load()
        parts = self._predictor(
            image, dlib_module().rectangle(box.left, box.top, box.right - 1, box.bottom - 1)
        ).parts()
        return np.array([(point.x, point.y) for point in parts], dtype=np.float32)


@pytest.fixture(scope="module")
def engine() -> PartsEngine:
    made = PartsEngine(points=SixtyEight())
    made.start()
    return made


def film(path: Path) -> list[Frame]:
    frames = read_film(path)
    assert not isinstance(frames, Unreadable)
    return list(frames)


def test_head_that_turns_is_accepted_also_backwards_in_a_mirror(shared_data: Path, engine: PartsEngine) -> None:
    frames = film(shared_data / "video" / "head-turn-woman.gif")
    plain = judge_film(iter(frames), engine, "strict")
    assert [(shown.move, shown.live) for shown in plain.moves] == [("turn_left", True)]
    assert plain.live
    assert plain.answered < plain.asked, "it says that the film shows fewer moves than strict asks for"
    other = judge_film(shown_as(frames, variation(3), 3), engine, "strict")
    assert [(shown.move, shown.live) for shown in other.moves] == [("turn_right", True)]


@pytest.mark.parametrize("name", ["standing-man-yes.mkv", "standing-man-no.mkv"])
def test_man_who_stands_still_does_not_get_through(shared_data: Path, engine: PartsEngine, name: str) -> None:
    frames = film(shared_data / "video" / name)[:8]
    judged = judge_film(iter(frames), engine, "relaxed")
    assert judged.faces > 4
    assert not judged.live


@pytest.mark.parametrize("bend", [0.0, 1.2])
def test_portrait_on_paper_however_it_is_turned_does_not_get_through(engine: PartsEngine, bend: float) -> None:
    judged = judge_photograph(astronaut(), engine, bend, poses=EIGHT_TURNS[1:6:2])
    assert (judged.attempts, judged.passed) == (3, 0)
    assert judged.answers("strict") == 0


def test_photograph_without_a_face_is_not_counted(engine: PartsEngine) -> None:
    assert judge_photograph(empty_room(), engine).attempts == 0
