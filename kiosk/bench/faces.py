"""Figures of the face process: frame to decision, frames followed, what it costs while nobody is there, memory."""

from __future__ import annotations

import os
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from jobfair.errors import ConfigError, JobFairError
from jobfair.face_rotation import Rotation
from kiosk.bench.figure import Figure, NotMeasured
from kiosk.bench.place import Place
from kiosk.config import load_config
from kiosk.identity.gallery import FaceTemplate, Gallery
from kiosk.identity.models.making import EngineChoice, choice_of, make_engine
from kiosk.identity.models.shelf import Shelf
from kiosk.identity.tracker import PROBE_FRAMES, FaceLook
from kiosk.identity.worker import WorkerFaceEngine
from kiosk.ports import EncoderInfo, Frame, Probe

ENROLLED = 100_000
AIM_MS, AIM_DLIB, AIM_ONNX = 150.0, 1.7, 5.0
AIM_FRAMES, AIM_IDLE, AIM_MB = 15.0, 15.0, 500.0
IDLE_SECONDS = 10.0
APART = 0.4
WARM = 3


def decision(place: Place, runs: int | None) -> list[Figure]:
    """The engine of the product, against a loop that does what face_recognition's example does, in turns."""
    return _decision(place, runs, EngineChoice(), "decision", AIM_DLIB, "dlib")


def decision_onnx(place: Place, runs: int | None) -> list[Figure]:
    """The same with the encoder and the detector that were added, if any was."""
    choice = _added()
    if choice is None:
        raise NotMeasured("no encoder was added: jobfair models add npm:faceplugin-face-recognition-js")
    named = f"{choice.encoder}, {choice.detector}"
    return _decision(place, runs, choice, "decision_onnx", AIM_ONNX, named)


def looks(place: Place, runs: int | None) -> list[Figure]:
    """Frames a second that are followed and judged by the gate, between two that are encoded."""
    frames = place.frames(10)
    figures = []
    for choice in filter(None, (EngineChoice(), _added())):
        with _face_process(choice) as engine:
            rates = []
            for _ in range(runs or 5):
                # agreement beyond reach and one more frame than there are: followed and gated, never finished
                look = FaceLook(engine, agreement=-1.0, wanted=1000)
                look.feed(replace(frames[0], taken_at=0.0))
                began = time.perf_counter()
                for number in range(1, 31):
                    look.feed(_noisy(frames[number % 10], number, taken_at=number / 1000))
                rates.append(30 / (time.perf_counter() - began))
        name = "looks" if choice == EngineChoice() else "looks_onnx"
        what = f"frames followed and gated ({choice.encoder}, {choice.detector})"
        figures.append(Figure(name, what, tuple(rates), "/s", AIM_FRAMES, note="640x480, by way of the face process"))
    return figures


def idle(place: Place, runs: int | None) -> list[Figure]:
    """Share of one core while the camera is open and nobody is there, at the pace that the look asks for."""
    del place
    room = _room()
    with _face_process(EngineChoice()) as engine:
        assert engine.process_id is not None
        look = FaceLook(engine, agreement=-1.0)
        shares, number = [], 0
        for _ in range(runs or 2):
            began, spent, here = time.perf_counter(), _cpu_seconds(engine.process_id), time.process_time()
            while time.perf_counter() - began < IDLE_SECONDS:
                number += 1
                time.sleep(look.feed(_noisy(room, number, taken_at=time.perf_counter())).wait)
            took = time.perf_counter() - began
            shares.append(100 * (_cpu_seconds(engine.process_id) - spent) / took)
            ours = 100 * (time.process_time() - here) / took
    note = f"the face process; in the kiosk's own, without the picture on the screen: {ours:.1f} %"
    return [Figure("idle", "processor while nobody stands there, of a core", tuple(shares), "%", AIM_IDLE, note=note)]


def memory(place: Place, runs: int | None) -> list[Figure]:
    """Resident memory of the face process after measuring, and of a gallery of 100,000 in the kiosk's process."""
    del runs
    frames = place.frames(2)
    figures = []
    for choice in filter(None, (EngineChoice(), _added())):
        with _face_process(choice) as engine:
            engine.measure(frames, thorough=True)
            assert engine.process_id is not None
            process, shared = _megabytes(engine.process_id, "Rss"), _megabytes(engine.process_id, "Pss")
            tracemalloc.start()
            gallery = _gallery(engine.encoder)
            held = tracemalloc.get_traced_memory()[0] / 2**20
            tracemalloc.stop()
            assert len(gallery) == ENROLLED
            del gallery
        note = f"RSS {process:.0f} (PSS {shared:.0f}) MB, and {held:.0f} MB for the gallery in the kiosk's own process"
        name = "face_memory" if choice == EngineChoice() else "face_memory_onnx"
        what = f"face process and {ENROLLED:,} faces ({choice.encoder})"
        figures.append(Figure(name, what, (process + held,), "MB", AIM_MB, note=note))
    return figures


def _decision(place: Place, runs: int | None, choice: EngineChoice, name: str, times: float, told: str) -> list[Figure]:
    frames = place.frames(10)
    count = runs or 15
    plain = _plain_loop()
    ours, theirs = [], []
    with _face_process(choice) as engine:
        gallery, decided = _gallery(engine.encoder), _decider(engine.encoder)
        own = engine.measure(frames[:3], thorough=True)
        if not isinstance(own, Probe):
            raise NotMeasured(f"the film shows no face that can be enrolled: {type(own).__name__}")
        gallery.put("own", FaceTemplate(own.encoder, _turned(own.vector), own.frames, ""))
        for number in range(WARM + count):
            first, last = frames[number % 9], frames[number % 9 + 1]
            look = FaceLook(engine, agreement=-1.0, wanted=PROBE_FRAMES)
            look.feed(replace(first, taken_at=0.0))
            began = time.perf_counter()
            step = look.feed(_noisy(last, number, taken_at=APART))
            if not isinstance(step.answer, Probe):
                raise NotMeasured(f"the film's face was not measured: {step.hint}")
            best = gallery.search(step.answer)
            decided(best)
            ours.append((time.perf_counter() - began) * 1000)
            if best[0].person != "own":
                raise NotMeasured("the film's face was not found again")
            began = time.perf_counter()
            plain(last)
            theirs.append((time.perf_counter() - began) * 1000)
    mine, loop = Figure("", "", tuple(ours[WARM:])), Figure("", "", tuple(theirs[WARM:]))
    note = f"the second frame: detection, one encoding, search of {ENROLLED:,}, decision; by the face process ({told})"
    against = f"medians {loop.median:.0f} and {mine.median:.0f} ms, in turns, {ENROLLED:,} enrolled both"
    return [
        Figure(name, f"frame to decision ({told})", mine.values, aim=AIM_MS, note=note),
        Figure(f"{name}_ratio", "the plain face_recognition loop, of it", (loop.median / mine.median,), "x", times,
               "least", against),
    ]  # fmt: skip


def _decider(encoder: EncoderInfo) -> Callable[[Any], object]:
    """The shipped rule, or any threshold for an encoder that nobody has calibrated: it costs the same."""
    from kiosk.identity.calibration import calibration_of
    from kiosk.identity.decide import DecisionRule, decide

    try:
        return partial(decide, people=ENROLLED, rule=DecisionRule(calibration_of(encoder)))
    except (ConfigError, JobFairError):
        return lambda best: best[0].score > 0.9


def _plain_loop() -> Callable[[Frame], object]:
    """face_locations, face_encodings and compare_faces of face_recognition 1.3.0, written out: HOG with one
    enlargement, five points, one jitter, a list of known encodings, tolerance 0.6."""
    from kiosk.identity.dlib_parts import dlib_module, model_folder

    dlib = dlib_module()
    detector = dlib.get_frontal_face_detector()
    pose = dlib.shape_predictor(str(model_folder() / "shape_predictor_5_face_landmarks.dat"))
    encoder = dlib.face_recognition_model_v1(str(model_folder() / "dlib_face_recognition_resnet_model_v1.dat"))
    known = list(np.random.default_rng(0).standard_normal((ENROLLED, 128)))

    def once(frame: Frame) -> object:
        found = []
        for rectangle in detector(frame.image, 1):
            shape = pose(frame.image, rectangle)
            found.append(np.array(encoder.compute_face_descriptor(frame.image, shape, 1)))
        distances = [np.linalg.norm(np.asarray(known) - numbers, axis=1) for numbers in found]
        return [list(each <= 0.6) for each in distances]

    return once


def _gallery(encoder: EncoderInfo) -> Gallery:
    """100,000 people who do not exist, turned as the fair's are."""
    gallery = Gallery(encoder.id, Rotation(bytes(32), encoder.size), encoder.size)
    drawn = np.random.default_rng(1)

    def people() -> Iterator[tuple[str, FaceTemplate]]:
        for block in range(0, ENROLLED, 10_000):
            numbers = drawn.standard_normal((10_000, encoder.size), dtype=np.float32)
            for row, vector in enumerate(numbers):
                yield f"p{block + row}", FaceTemplate(encoder.id, vector.tobytes(), 3, "")

    gallery.fill(people())
    return gallery


def _turned(vector: NDArray[np.float32]) -> bytes:
    return Rotation(bytes(32), len(vector)).turn(vector).tobytes()


def _added() -> EngineChoice | None:
    """The first encoder that was added, with the first detector."""
    choice = choice_of(load_config())
    shelf = Shelf(choice.models)
    encoders, detectors = shelf.of_kind("encoder"), shelf.of_kind("detector")
    if not encoders:
        return None
    detector = detectors[0].manifest.id if detectors else choice.detector
    return replace(choice, encoder=encoders[0].manifest.id, detector=detector)


@contextmanager
def _face_process(choice: EngineChoice) -> Iterator[WorkerFaceEngine]:
    engine = WorkerFaceEngine(partial(make_engine, choice))
    try:
        engine.start()
        end = time.monotonic() + 60
        while not engine.ready and time.monotonic() < end:
            time.sleep(0.05)
        yield engine
    finally:
        engine.close()


def _room() -> Frame:
    """Nobody: a wall with a window, grey as a hall is."""
    image = np.full((480, 640, 3), 110, dtype=np.uint8)
    image[60:260, 80:300] = 190
    image[300:, :] = 70
    return Frame(image, 0.0, 0)


def _noisy(frame: Frame, number: int, taken_at: float) -> Frame:
    """As a sensor gives it: never the same twice."""
    image = frame.image.copy()
    image[number % 480, :, :] ^= 1
    return Frame(image, taken_at, number)


def _cpu_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _megabytes(process: int, kind: str) -> float:
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError as error:
        raise NotMeasured(f"this system does not tell the memory of a process ({error.strerror})") from error
    return sum(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) / 1024
