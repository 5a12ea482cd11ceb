"""OpenCV's YuNet as a detector. Its file comes by `jobfair models add`."""

from __future__ import annotations

from typing import Any

import numpy as np

from jobfair.errors import DeviceError
from kiosk.identity.model_boxes import findings
from kiosk.identity.models.manifest import ModelRefused
from kiosk.identity.models.shelf import Installed
from kiosk.identity.parts import FaceDetector
from kiosk.identity.probe import Finding
from kiosk.ports import Picture

NMS = 0.3
TOP = 200


class YuNet(FaceDetector):
    """Looks at the picture as it is, or reduced to the manifest's width."""

    def __init__(self, model: Installed) -> None:
        self._model = model
        self._detector: Any = None

    @property
    def id(self) -> str:
        return self._model.manifest.id

    def load(self) -> None:
        if self._detector is not None:
            return
        import cv2

        try:
            self._model.check()
        except ModelRefused as refused:
            raise DeviceError(str(refused)) from refused
        manifest = self._model.manifest
        try:
            self._detector = cv2.FaceDetectorYN.create(
                str(self._model.weights), "", manifest.input.size, manifest.output.least, NMS, TOP
            )
        except cv2.error as error:
            raise DeviceError(f"the detector {self.id} does not load: {error}") from error

    def find(self, image: Picture, patient: bool = False) -> list[Finding]:
        """It looks once: nothing is gained by looking again."""
        import cv2

        self.load()
        output, wide = self._model.manifest.output, self._model.manifest.input.size[0]
        scale = min(1.0, wide / image.shape[1])
        small: Any = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
        try:
            self._detector.setInputSize((small.shape[1], small.shape[0]))
            _, rows = self._detector.detect(np.ascontiguousarray(small[..., ::-1]))
        except cv2.error as error:
            raise DeviceError(f"the detector {self.id} failed: {error}") from error
        faces = [] if rows is None else sorted(rows, key=lambda row: -float(row[14]))
        corners = [(np.array([r[0], r[1], r[0] + r[2], r[1] + r[3]], np.float32) / scale, float(r[14])) for r in faces]
        return findings(corners, output)
