"""dlib's parts of a face engine: HOG detector, 5-point landmarks, encoder of 128 numbers; and 68 points, if added.

dlib holds the interpreter for as long as it computes (about 20 ms a detection at 640x480, 77 ms an encoding).
"""

from __future__ import annotations

import hashlib
import hmac
import importlib.util
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jobfair.errors import DeviceError
from jobfair.face_rotation import normalise
from kiosk.identity.models.manifest import ModelRefused
from kiosk.identity.models.shelf import Installed
from kiosk.identity.parts import FaceDetector, FaceEncoder, FaceLandmarks
from kiosk.identity.probe import Finding
from kiosk.ports import EncoderInfo, FaceBox, Picture, Points, Vector

ENCODER = "dlib-resnet-v1/mirrored-1"
"""The model id: dlib_face_recognition_resnet_model_v1, 5 points, padding 0.25, mirror images averaged in."""

DETECTOR = "hog"
FIVE_POINTS = "dlib-5"

DETECTION_WIDTH = 640
"""HOG sees faces from about 70 pixels: at half this width it finds almost nobody who stands at a kiosk."""

SHA256_OF = {
    "dlib_face_recognition_resnet_model_v1.dat": "55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30",
    "shape_predictor_5_face_landmarks.dat": "c4b1e9804792707d3a405c2c16a80a20269e6675021f64a41d30fffafbc41888",
}
"""Of face_recognition_models 0.3.0. Read at every start."""

CHIP = 150
CHIP_PADDING = 0.25


def dlib_module() -> Any:
    """dlib, loaded (a second). Raises DeviceError."""
    try:
        import dlib
    except ImportError as error:
        raise DeviceError("face recognition is not installed (extra: kiosk)") from error
    return dlib


def model_folder() -> Path:
    """Where the package of model files lies; found without importing it, since it needs the outdated pkg_resources."""
    found = importlib.util.find_spec("face_recognition_models")
    if found is None or not found.submodule_search_locations:
        raise DeviceError("the face models are not installed (package face-recognition-models)")
    return Path(found.submodule_search_locations[0]) / "models"


def _checked(name: str) -> str:
    """The path of one of our models. Raises DeviceError when it is another file: its numbers would fit no gallery."""
    path = model_folder() / name
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise DeviceError(f"the face model {name} cannot be read: {error.strerror}") from error
    if not hmac.compare_digest(found, SHA256_OF[name]):
        raise DeviceError(f"{name} is not the model that was measured (SHA-256 {found}); install the package anew")
    return str(path)


class HogDetector(FaceDetector):
    """The frontal faces of dlib, on the full 640-wide picture."""

    def __init__(self) -> None:
        self._detector: Any = None

    @property
    def id(self) -> str:
        return DETECTOR

    def load(self) -> None:
        if self._detector is None:
            self._detector = dlib_module().get_frontal_face_detector()

    def find(self, image: Picture, patient: bool = False) -> list[Finding]:
        import cv2

        scale = min(1.0, DETECTION_WIDTH / image.shape[1])
        method = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        small: Any = image if scale == 1.0 else cv2.resize(image, None, fx=scale, fy=scale, interpolation=method)
        found = self._run(small, 0, 0.0, scale)
        if not found and patient:
            found = self._run(small, 1, -0.2, scale)
        return found

    def _run(self, image: Picture, upsample: int, limit: float, scale: float) -> list[Finding]:
        self.load()
        boxes, scores, _ = self._detector.run(image, upsample, limit)
        return [
            Finding(
                FaceBox(*(round(edge / scale) for edge in (b.left(), b.top(), b.right() + 1, b.bottom() + 1))),
                float(score),
            )
            for b, score in zip(boxes, scores, strict=True)
        ]


class DlibLandmarks(FaceLandmarks):
    """A shape predictor: the 5 points that come with the product, or 68 from a file that was added."""

    def __init__(self, model_id: str = FIVE_POINTS, count: int = 5, model: Installed | None = None) -> None:
        self._id = model_id
        self._count = count
        self._model = model
        self._predictor: Any = None

    @property
    def id(self) -> str:
        return self._id

    @property
    def count(self) -> int:
        return self._count

    def load(self) -> None:
        if self._predictor is not None:
            return
        dlib = dlib_module()
        try:
            if self._model is not None:
                self._model.check()
            file = str(self._model.weights) if self._model else _checked("shape_predictor_5_face_landmarks.dat")
            self._predictor = dlib.shape_predictor(file)
        except ModelRefused as refused:
            raise DeviceError(str(refused)) from refused
        except RuntimeError as error:
            raise DeviceError(f"the landmarks {self._id} do not load: {error}") from error

    def place(self, image: Picture, box: FaceBox) -> Points:
        self.load()
        rectangle = dlib_module().rectangle(box.left, box.top, box.right - 1, box.bottom - 1)
        parts = self._predictor(image, rectangle).parts()
        return np.array([(p.x, p.y) for p in parts], dtype=np.float32)


class DlibEncoder(FaceEncoder):
    """128 numbers, trained on faces cut out by dlib's five points."""

    def __init__(self) -> None:
        self._model: Any = None

    @property
    def info(self) -> EncoderInfo:
        return EncoderInfo(ENCODER, 128)

    def load(self) -> None:
        if self._model is not None:
            return
        dlib = dlib_module()
        try:
            self._model = dlib.face_recognition_model_v1(_checked("dlib_face_recognition_resnet_model_v1.dat"))
        except RuntimeError as error:
            raise DeviceError(f"the face models do not load: {error}") from error

    def align(self, image: Picture, five: Points) -> Picture:
        return dlib_chip(image, five)

    def encode(self, aligned: Picture) -> Vector:
        self.load()
        descriptor = self._model.compute_face_descriptor(np.ascontiguousarray(aligned))
        numbers: NDArray[np.float32] = np.array(descriptor, np.float32)
        return normalise(numbers)


def dlib_chip(image: Picture, five: Points) -> Picture:
    """The face upright at 150x150, as dlib's encoder was trained; the quality gate judges it as well."""
    dlib = dlib_module()
    points = [dlib.point(round(float(x)), round(float(y))) for x, y in five]
    shape = dlib.full_object_detection(dlib.rectangle(0, 0, 1, 1), points)  # the rectangle takes no part
    chip: Picture = dlib.get_face_chip(image, shape, CHIP, CHIP_PADDING)
    return chip
