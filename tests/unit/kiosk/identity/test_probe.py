"""Which face counts, and whether it is good enough."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk.identity.probe import LOWER, MOUTH, Choice, Finding, choose, covered, gate, turn_of
from kiosk.ports import FaceBox, Picture

STRAIGHT = np.array([(40.0, 50), (60, 50), (110, 50), (90, 50), (75, 80)])
TURNED = np.vstack([STRAIGHT[:4], (110, 80)])


def face(left: int, top: int, size: int, score: float = 1.5) -> Finding:
    return Finding(FaceBox(left, top, left + size, top + size), score)


def chip(level: int = 128, contrast: int = 40) -> Picture:
    noise = np.random.default_rng(1).integers(-contrast, contrast + 1, (150, 150, 1))
    return np.clip(level + np.repeat(noise, 3, axis=2), 0, 255).astype(np.uint8)


def test_no_findings_when_chosen_give_nobody() -> None:
    assert choose([], 640, 480) is None


def test_large_face_when_a_small_one_stands_behind_is_chosen() -> None:
    front = face(240, 120, 180)
    assert choose([face(60, 100, 80), front], 640, 480) == Choice(front, rivalled=False)


def test_two_faces_of_one_size_when_side_by_side_are_rivals() -> None:
    chosen = choose([face(120, 150, 150), face(370, 150, 150)], 640, 480)
    assert chosen is not None
    assert chosen.rivalled


def test_child_in_front_of_an_adult_when_chosen_is_a_rival_not_a_print() -> None:
    chosen = choose([face(250, 60, 130), face(240, 230, 130)], 640, 480)
    assert chosen is not None
    assert chosen.rivalled


def test_face_on_the_shirt_when_chosen_is_passed_over() -> None:
    head = face(270, 80, 110)
    assert choose([face(280, 260, 85), head], 640, 480) == Choice(head, rivalled=False)


def test_folds_of_a_suit_when_taken_for_a_face_are_no_rival_even_if_larger() -> None:
    head = face(179, 83, 88, score=1.3)
    assert choose([face(123, 330, 105, score=0.04), head], 512, 512) == Choice(head, rivalled=False)


def test_face_in_the_middle_when_another_stands_at_the_edge_is_chosen() -> None:
    middle = face(245, 150, 150)
    assert choose([face(0, 150, 150), middle], 640, 480) == Choice(middle, rivalled=False)


def test_clear_face_when_gated_has_a_high_quality() -> None:
    quality = gate(chip(), face(200, 100, 160), STRAIGHT)
    assert isinstance(quality, float)
    assert quality > 0.9


@pytest.mark.parametrize(
    ("picture", "finding", "points", "reason"),
    [
        (chip(), face(200, 100, 40), STRAIGHT, "too_far"),
        (chip(20, 15), face(200, 100, 160), STRAIGHT, "too_dark"),
        (chip(230, 20), face(200, 100, 160), STRAIGHT, "too_bright"),
        (chip(128, 0), face(200, 100, 160), STRAIGHT, "blurred"),
        (chip(), face(200, 100, 160), TURNED, "turned_away"),
        (chip(), face(200, 100, 160, score=-0.4), STRAIGHT, "turned_away"),
    ],
)
def test_poor_face_when_gated_says_why(picture: Picture, finding: Finding, points: np.ndarray, reason: str) -> None:
    assert gate(picture, finding, points) == reason


def test_turn_when_the_head_tilts_only_stays_nought() -> None:
    angle = np.radians(25)
    tilt = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    assert turn_of(STRAIGHT @ tilt.T) == pytest.approx(0, abs=1e-9)


def test_mouth_when_hidden_by_something_plain_is_covered() -> None:
    masked = chip()
    masked[88:140, 30:120] = 180
    assert covered(masked[:, :, 0])
    assert gate(masked, face(200, 150, 150), STRAIGHT) == "covered"
    assert not covered(chip()[:, :, 0])
    assert MOUTH[0].start >= LOWER[0].start


def test_eyes_when_hidden_by_dark_glasses_are_covered() -> None:
    shaded = chip()
    shaded[42:70, 28:66] = 20
    shaded[42:70, 84:122] = 20
    assert gate(shaded, face(200, 150, 150), STRAIGHT) == "covered"
