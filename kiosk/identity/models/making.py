"""Which parts a face engine is made of: from names in the settings to an engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from jobfair.errors import ConfigError
from kiosk.config import Config
from kiosk.identity.dlib_parts import DETECTOR, DlibEncoder, DlibLandmarks, HogDetector
from kiosk.identity.engine import PartsEngine
from kiosk.identity.models.manifest import ModelRefused
from kiosk.identity.models.shelf import Installed, Shelf
from kiosk.identity.parts import FaceDetector, FaceEncoder, FaceLandmarks, FaceLiveness
from kiosk.ports import EncoderInfo

ENCODER_NAME = "dlib"
AUTO, NONE = "auto", "none"


@dataclass(frozen=True)
class EngineChoice:
    """Names of models: ``dlib`` and ``hog`` come with the product, others lie in the folder ``models``.

    ``landmarks``: those 68 points, ``auto`` for the first that is installed, ``none``. ``measure_poor``: see
    PartsEngine.
    """

    encoder: str = ENCODER_NAME
    detector: str = DETECTOR
    landmarks: str = AUTO
    models: Path | None = None
    measure_poor: bool = False


def choice_of(config: Config, encoder: str | None = None, measure_poor: bool = False) -> EngineChoice:
    """What the settings say; ``encoder`` in place of theirs."""
    return EngineChoice(
        encoder or config.face_encoder, config.face_detector, config.face_landmarks, config.models_folder, measure_poor
    )


def make_engine(choice: EngineChoice) -> PartsEngine:
    """Made quickly; nothing is loaded. Raises ConfigError when a model is not installed."""
    shelf = Shelf(choice.models)
    try:
        return PartsEngine(
            _encoder(choice.encoder, shelf),
            _detector(choice.detector, shelf),
            _landmarks(choice.landmarks, shelf),
            choice.measure_poor,
            liveness=_liveness(shelf),
        )
    except ModelRefused as refused:
        raise ConfigError(str(refused)) from refused


def encoder_info(choice: EngineChoice) -> EncoderInfo:
    """The encoder that would be used. Raises ConfigError when it is not installed."""
    return make_engine(choice).encoder


def _encoder(name: str, shelf: Shelf) -> FaceEncoder:
    from kiosk.identity.onnx_parts import OnnxEncoder

    return DlibEncoder() if name == ENCODER_NAME else OnnxEncoder(shelf.get("encoder", name))


def _detector(name: str, shelf: Shelf) -> FaceDetector:
    from kiosk.identity.onnx_parts import OnnxDetector
    from kiosk.identity.yunet import YuNet

    if name == DETECTOR:
        return HogDetector()
    model = shelf.get("detector", name)
    return YuNet(model) if model.manifest.adapter == "yunet" else OnnxDetector(model)


def _landmarks(name: str, shelf: Shelf) -> FaceLandmarks | None:
    if name not in (NONE, AUTO):
        return _placing(shelf.get("landmarks", name))
    found = landmarks_of(name, shelf)
    return _placing(found) if found else None


def landmarks_of(name: str, shelf: Shelf) -> Installed | None:
    """Which installed model places the 68 points, if any; ``auto`` prefers dlib's, on which liveness' limits were
    chosen."""
    found = [] if name == NONE else shelf.of_kind("landmarks")
    if name != AUTO:
        found = [one for one in found if one.manifest.id == name]
    return min(found, key=lambda one: one.manifest.adapter != "dlib", default=None)


def _liveness(shelf: Shelf) -> FaceLiveness | None:
    """The passive model, if one is installed."""
    from kiosk.identity.onnx_parts import OnnxLiveness

    installed = shelf.of_kind("liveness")
    return OnnxLiveness(installed[0]) if installed else None


def _placing(model: Installed) -> FaceLandmarks:
    from kiosk.identity.onnx_parts import OnnxLandmarks

    if model.manifest.adapter == "onnx":
        return OnnxLandmarks(model)
    return DlibLandmarks(model.manifest.id, model.manifest.output.size, model)
