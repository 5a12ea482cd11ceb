"""The face engine: detector, landmarks and encoder put together, in this process.

The kiosk's screen uses it through ``worker``; the command line uses it directly.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from kiosk.identity.dlib_parts import DlibEncoder, DlibLandmarks, HogDetector, dlib_chip
from kiosk.identity.gallery import average
from kiosk.identity.parts import FaceDetector, FaceEncoder, FaceLandmarks, FaceLiveness
from kiosk.identity.probe import Choice, choose, gate
from kiosk.ports import (
    EncoderInfo,
    FaceBox,
    FaceEngine,
    Frame,
    NoFace,
    Picture,
    Points,
    PoorQuality,
    PoorReason,
    Probe,
    ProbeOutcome,
    Sighting,
    Vector,
)


@dataclass(frozen=True)
class _Seen:
    """What was found in one picture. Holds nothing of the picture but its digest: the next person sees nothing."""

    digest: int
    patient: bool
    boxes: tuple[FaceBox, ...]
    box: FaceBox | None = None
    five: Points | None = None
    quality: float = 0.0
    reason: PoorReason | None = None


class PartsEngine(FaceEngine):
    """A face engine of parts, by default dlib's. Not thread-safe.

    ``points`` places the 68 landmarks, where they are installed; ``five`` those by which faces are turned upright.
    ``measure_poor`` also measures faces that are not good enough (PoorQuality.probe), for evaluation. ``liveness``
    is a passive model, whose opinion goes with the points.
    """

    def __init__(
        self,
        encoder: FaceEncoder | None = None,
        detector: FaceDetector | None = None,
        points: FaceLandmarks | None = None,
        measure_poor: bool = False,
        five: FaceLandmarks | None = None,
        liveness: FaceLiveness | None = None,
    ) -> None:
        self._encoder = encoder or DlibEncoder()
        self._detector = detector or HogDetector()
        self._five = five or DlibLandmarks()
        self._points = points
        self._liveness = liveness
        self._measure_poor = measure_poor
        self._loaded = False
        self._last: _Seen | None = None

    @property
    def encoder(self) -> EncoderInfo:
        return self._encoder.info

    @property
    def has_points(self) -> bool:
        return self._points is not None

    @property
    def ready(self) -> bool:
        return self._loaded

    def start(self) -> None:
        """Loads the models; here this takes about a second. Raises DeviceError."""
        if self._loaded:
            return
        for part in (self._detector, self._five, self._encoder, self._points, self._liveness):
            if part is not None:
                part.load()
        self._loaded = True

    def close(self) -> None:
        self._loaded, self._last = False, None

    def look(self, frame: Frame, points: bool = False) -> Sighting:
        began = time.perf_counter()
        seen = self._see(frame.image, patient=False)
        ms = {"detect": _ms_since(began)}
        if seen.box is None:
            return Sighting(seen.boxes, None, 0.0, "no_face", None, ms)
        placed, live = None, None
        if points and self._points is not None:
            began = time.perf_counter()
            placed = self._points.place(frame.image, seen.box)
            live = self._liveness.score(frame.image, seen.box) if self._liveness else None
            ms["points"] = _ms_since(began)
        return Sighting(seen.boxes, seen.box, seen.quality, seen.reason, placed, ms, live)

    def encode(self, frame: Frame, mirrored: bool = False) -> ProbeOutcome:
        return self._measured([frame], ((mirrored,),))

    def measure(self, frames: Sequence[Frame], thorough: bool = False) -> ProbeOutcome:
        """One probe: the good frames, averaged.

        Mirror images are averaged in: every frame is measured both ways when ``thorough`` or when it is the only one,
        else every second frame is measured mirrored, which costs nothing. Measured (449 enrolled with 3, probes of 2):
        above every stranger's score 92.3 % without, 95.3 % with every second one, 96.3 % with both.
        """
        return self._measured(frames, ((False, True),) if thorough else ((False,), (True,)))

    def _measured(self, frames: Sequence[Frame], ways: tuple[tuple[bool, ...], ...]) -> ProbeOutcome:
        """``ways`` in turn says of each good frame whether it is measured as it is (False), mirrored (True) or both."""
        began = time.perf_counter()
        good: list[tuple[Frame, _Seen]] = []
        poor: list[tuple[Frame, _Seen]] = []
        for frame in frames:
            seen = self._see(frame.image, patient=True)
            if seen.box is not None:
                (poor if seen.reason else good).append((frame, seen))
        ms = {"detect": _ms_since(began), "encode": 0.0}
        if good:
            return self._probe(good, ways, ms)
        if not poor:
            return NoFace(ms)
        reason = poor[-1][1].reason
        assert reason is not None
        return PoorQuality(reason, ms, self._probe(poor, ways, ms) if self._measure_poor else None)

    def _probe(
        self, faces: Sequence[tuple[Frame, _Seen]], ways: tuple[tuple[bool, ...], ...], ms: dict[str, float]
    ) -> Probe:
        began = time.perf_counter()
        if len(faces) == 1 and len(ways) > 1:
            ways = (tuple(way for each in ways for way in each),)
        vectors: list[Vector] = []
        for number, (frame, seen) in enumerate(faces):
            assert seen.five is not None
            aligned = self._encoder.align(frame.image, seen.five)
            vectors += [self._encoder.encode(aligned[:, ::-1] if way else aligned) for way in ways[number % len(ways)]]
        ms["encode"] = _ms_since(began)
        last = faces[-1][1].box
        assert last is not None
        quality = float(np.mean([seen.quality for _, seen in faces]))
        return Probe(average(vectors), last, quality, len(faces), ms, self._encoder.info.id)

    def _see(self, image: Picture, patient: bool) -> _Seen:
        """The face that counts, and whether it is good enough; remembered for the same picture's next question."""
        self.start()
        digest = hash((image.shape, image.tobytes()))
        last = self._last
        if last is not None and last.digest == digest and (last.box is not None or last.patient or not patient):
            return last
        found = self._detector.find(image, patient)
        boxes = tuple(f.box for f in sorted(found, key=lambda f: -f.box.area))
        choice = choose(found, image.shape[1], image.shape[0])
        self._last = seen = self._judged(image, choice, digest, patient, boxes)
        return seen

    def _judged(
        self, image: Picture, choice: Choice | None, digest: int, patient: bool, boxes: tuple[FaceBox, ...]
    ) -> _Seen:
        if choice is None:
            return _Seen(digest, patient, boxes)
        box = choice.finding.box
        five = self._five.place(image, box)
        if choice.rivalled:
            return _Seen(digest, patient, boxes, box, five, 0.0, "two_faces")
        quality = gate(dlib_chip(image, five), choice.finding, five.astype(np.float64))
        if isinstance(quality, str):
            return _Seen(digest, patient, boxes, box, five, 0.0, quality)
        return _Seen(digest, patient, boxes, box, five, quality)


def _ms_since(began: float) -> float:
    return round((time.perf_counter() - began) * 1000, 2)
