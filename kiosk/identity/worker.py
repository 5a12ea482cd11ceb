"""The face process: a FaceEngine that runs another one in a process of its own, so that the screen never waits.

The child is spawned (never forked), talks through one pipe and ends when the pipe closes, however the parent died.
A crash or a call that takes too long costs the caller one DeviceError; the next call starts a new child. Each call is
watched by a timer that kills the child, because a child that does not read blocks the sending as well.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any

from jobfair.errors import DeviceError
from kiosk.ports import EncoderInfo, FaceEngine, Frame, ProbeOutcome, Sighting

START_TIMEOUT = 60.0
CALL_TIMEOUT = 15.0
"""Seconds. A call takes 0.1 to 1 s; on a small machine under load several."""

CLOSE_GRACE = 0.2


def dlib_engine() -> FaceEngine:
    """The parts that come with the product."""
    from kiosk.identity.engine import PartsEngine

    return PartsEngine()


class WorkerFaceEngine(FaceEngine):
    """Thread-safe: calls wait for each other.

    ``make`` is a module-level function, or a partial of one. It runs in the child, which loads the models, and here,
    only to be asked what it would be.
    """

    def __init__(
        self,
        make: Callable[[], FaceEngine] = dlib_engine,
        call_timeout: float = CALL_TIMEOUT,
        start_timeout: float = START_TIMEOUT,
    ) -> None:
        self._make = make
        self._told = make()
        self._call_timeout = call_timeout
        self._start_timeout = start_timeout
        self._lock = threading.Lock()
        self._process: BaseProcess | None = None
        self._pipe: Connection | None = None
        self._ready = False

    @property
    def ready(self) -> bool:
        """Never waits: while another thread's call is under way, the last known answer."""
        if not self._ready and self._lock.acquire(blocking=False):
            try:
                if self._pipe is not None and self._pipe.poll(0):
                    self._greeting()
            except DeviceError:
                pass  # the next call starts a new child, or says what is wrong
            finally:
                self._lock.release()
        return self._ready

    @property
    def encoder(self) -> EncoderInfo:
        return self._told.encoder

    @property
    def has_points(self) -> bool:
        return self._told.has_points

    @property
    def process_id(self) -> int | None:
        """The child's, for doctor and the tests."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        with self._lock:
            self._spawn()

    def look(self, frame: Frame, points: bool = False) -> Sighting:
        answer: Sighting = self._call("look", frame, points)
        return answer

    def encode(self, frame: Frame, mirrored: bool = False) -> ProbeOutcome:
        answer: ProbeOutcome = self._call("encode", frame, mirrored)
        return answer

    def measure(self, frames: Sequence[Frame], thorough: bool = False) -> ProbeOutcome:
        answer: ProbeOutcome = self._call("measure", tuple(frames), thorough)
        return answer

    def close(self) -> None:
        """Does not wait for a call under way: that one fails."""
        while not self._lock.acquire(timeout=CLOSE_GRACE):
            _kill(self._process)
        try:
            self._end()
        finally:
            self._lock.release()

    def _call(self, name: str, *arguments: object) -> Any:
        with self._lock:
            self._spawn()
            if not self._ready:
                self._greeting()
            late = threading.Event()
            watch = threading.Timer(self._call_timeout, _kill, (self._process, late))
            watch.daemon = True
            watch.start()
            try:
                pipe = self._open_pipe()
                pipe.send((name, arguments))
                kind, answer = pipe.recv()
            except (EOFError, OSError) as error:
                self._end()
                said = "takes too long" if late.is_set() else "ended"
                raise DeviceError(f"the face process {said}; it is started anew") from error
            finally:
                watch.cancel()
            if kind == "fault":
                raise DeviceError(answer)
            return answer

    def _spawn(self) -> None:
        if self._process is not None and self._process.is_alive():
            return
        self._end()
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(target=_serve, args=(theirs, self._make), name="faces", daemon=True)
        process.start()
        self._process = process  # once it runs: `close` may kill it at any time
        theirs.close()
        self._pipe = ours

    def _greeting(self) -> None:
        """Waits for the child's first word: ready, or why not."""
        try:
            pipe = self._open_pipe()
            if not pipe.poll(self._start_timeout):
                raise DeviceError("the face process does not start")
            kind, answer = pipe.recv()
        except (EOFError, OSError) as error:
            self._end()
            raise DeviceError("the face process ended while starting") from error
        except DeviceError:
            self._end()
            raise
        if kind != "ready":
            self._end()
            raise DeviceError(answer)
        self._ready = True

    def _open_pipe(self) -> Connection:
        if self._pipe is None:
            raise DeviceError("the face process is not running")
        return self._pipe

    def _end(self) -> None:
        self._ready = False
        if self._pipe is not None:
            self._pipe.close()
            self._pipe = None
        if self._process is not None:
            self._process.join(0.2)
            if self._process.is_alive():
                self._process.kill()
                self._process.join(5)
            self._process.close()
            self._process = None


def _kill(process: BaseProcess | None, late: threading.Event | None = None) -> None:
    """A stopped child as well; for other threads than the one that waits for it."""
    if late is not None:
        late.set()
    if process is not None:
        with contextlib.suppress(ValueError, AttributeError):  # the waiting one has just closed it
            process.kill()


def _serve(pipe: Connection, make: Callable[[], FaceEngine]) -> None:
    """The child: answers until the pipe closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent; we follow when the pipe closes
    with contextlib.suppress(OSError):
        os.nice(5)  # the screen goes first
    try:
        import cv2

        cv2.setNumThreads(1)
        engine = make()
        engine.start()
    except (DeviceError, ImportError) as error:
        with contextlib.suppress(OSError):
            pipe.send(("fault", str(error)))
        return
    with contextlib.suppress(EOFError, OSError):
        pipe.send(("ready", None))
        while True:
            name, arguments = pipe.recv()
            try:
                answer = ("answer", getattr(engine, name)(*arguments))
            except (DeviceError, ValueError, RuntimeError, MemoryError) as error:
                answer = ("fault", f"the face engine failed: {error}")
            pipe.send(answer)
