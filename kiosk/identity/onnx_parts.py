"""Parts of a face engine that are ONNX models, described by a manifest; run by onnxruntime on one processor."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from jobfair.errors import DeviceError
from jobfair.face_rotation import normalise
from kiosk.identity.dlib_parts import dlib_chip
from kiosk.identity.model_boxes import findings
from kiosk.identity.model_pictures import arcface_chip, cut, fed
from kiosk.identity.models.manifest import ModelRefused
from kiosk.identity.models.shelf import Installed
from kiosk.identity.parts import FaceDetector, FaceEncoder, FaceLandmarks, FaceLiveness
from kiosk.identity.probe import Finding
from kiosk.ports import EncoderInfo, FaceBox, Picture, Points, Vector


class _Net:
    """One session; made when it is first needed, from checked bytes."""

    def __init__(self, model: Installed) -> None:
        self._model = model
        self._session: Any = None

    def load(self) -> None:
        """Raises DeviceError."""
        if self._session is not None:
            return
        try:
            import onnxruntime
        except ImportError as error:
            raise DeviceError(f"{self._model.manifest.id} needs onnxruntime (extra: onnx)") from error
        try:
            content = self._model.read()
        except ModelRefused as refused:
            raise DeviceError(str(refused)) from refused
        onnxruntime.set_default_logger_severity(3)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])
        except Exception as error:
            raise DeviceError(f"the model {self._model.manifest.id} does not load: {error}") from error

    def run(self, fed: NDArray[np.float32]) -> dict[str, NDArray[np.float32]]:
        """Its outputs by name. Raises DeviceError."""
        self.load()
        names = [output.name for output in self._session.get_outputs()]
        try:
            given = self._session.run(names, {self._session.get_inputs()[0].name: fed})
        except Exception as error:
            raise DeviceError(f"the model {self._model.manifest.id} failed: {error}") from error
        return dict(zip(names, given, strict=True))

    def first(self, fed: NDArray[np.float32], size: int) -> NDArray[np.float32]:
        """Its only output, as ``size`` numbers. Raises DeviceError."""
        numbers = next(iter(self.run(fed).values())).reshape(-1)
        if len(numbers) != size or not np.isfinite(numbers).all():
            raise DeviceError(f"the model {self._model.manifest.id} does not give {size} numbers")
        return numbers


class OnnxEncoder(FaceEncoder):
    """Any encoder of one aligned face."""

    def __init__(self, model: Installed) -> None:
        self._manifest = model.manifest
        self._net = _Net(model)
        self._info = EncoderInfo(model.manifest.encoder_id, model.manifest.output.size, "cosine", model.calibration)

    @property
    def info(self) -> EncoderInfo:
        return self._info

    def load(self) -> None:
        self._net.load()

    def align(self, image: Picture, five: Points) -> Picture:
        if self._manifest.input.alignment == "dlib150":
            return dlib_chip(image, five)
        return arcface_chip(image, five)

    def encode(self, aligned: Picture) -> Vector:
        return normalise(self._net.first(fed(aligned, self._manifest.input), self._info.size))


class OnnxLandmarks(FaceLandmarks):
    """68 points, as shares of the box that the model was given."""

    def __init__(self, model: Installed) -> None:
        self._manifest = model.manifest
        self._net = _Net(model)

    @property
    def id(self) -> str:
        return self._manifest.id

    @property
    def count(self) -> int:
        return self._manifest.output.size

    def load(self) -> None:
        self._net.load()

    def place(self, image: Picture, box: FaceBox) -> Points:
        face, (left, top, width, height) = cut(image, box, self._manifest.input)
        shares = self._net.first(fed(face, self._manifest.input), 2 * self.count).reshape(-1, 2)
        return (shares * [width, height] + [left, top]).astype(np.float32)


class OnnxDetector(FaceDetector):
    """Outputs ``scores`` (background, face) and ``boxes`` (left, top, right, bottom as shares of the picture)."""

    def __init__(self, model: Installed) -> None:
        self._manifest = model.manifest
        self._net = _Net(model)

    @property
    def id(self) -> str:
        return self._manifest.id

    def load(self) -> None:
        self._net.load()

    def find(self, image: Picture, patient: bool = False) -> list[Finding]:
        """It looks once: nothing is gained by looking again."""
        import cv2

        width, height = self._manifest.input.size
        scale = min(width / image.shape[1], height / image.shape[0])
        small: Any = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)[:height, :width]
        sheet = np.zeros((height, width, 3), dtype=np.uint8)
        sheet[: small.shape[0], : small.shape[1]] = small
        given = self._net.run(fed(sheet, self._manifest.input))
        try:
            scores, boxes = given["scores"][0, :, 1], given["boxes"][0] * [width, height, width, height] / scale
        except (KeyError, IndexError, ValueError) as error:
            raise DeviceError(f"the model {self.id} is no detector of the known form") from error
        sure = np.flatnonzero(scores > self._manifest.output.least)
        found = [(boxes[i], float(scores[i])) for i in sure[np.argsort(-scores[sure])][:200]]
        return findings(found, self._manifest.output)


class OnnxLiveness(FaceLiveness):
    """Classes of one cut-out face; the softmax of the living one."""

    def __init__(self, model: Installed) -> None:
        self._manifest = model.manifest
        self._net = _Net(model)

    @property
    def id(self) -> str:
        return self._manifest.id

    def load(self) -> None:
        self._net.load()

    def score(self, image: Picture, box: FaceBox) -> float:
        face, _ = cut(image, box, self._manifest.input)
        classes = self._net.first(fed(face, self._manifest.input), self._manifest.output.size)
        shares = np.exp(classes - classes.max())
        return float(shares[self._manifest.output.live] / shares.sum())
