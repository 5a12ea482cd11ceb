"""The face process: it never takes the kiosk down with it, and never outlives it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from jobfair.errors import DeviceError
from kiosk.identity.worker import WorkerFaceEngine
from kiosk.ports import FaceEngine, Frame, Probe
from tests.fakes import engines
from tests.fakes.devices import picture


def frame(level: int = 128) -> Frame:
    return Frame(picture(level), 0.0, 0)


@contextlib.contextmanager
def worker(make: Callable[[], FaceEngine], call_timeout: float = 30.0) -> Iterator[WorkerFaceEngine]:
    engine = WorkerFaceEngine(make, call_timeout=call_timeout)
    try:
        yield engine
    finally:
        engine.close()


def wait_until(condition: Callable[[], bool], what: str) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    pytest.fail(f"waited in vain: {what}")


def is_running(process: int) -> bool:
    try:
        state = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state != "Z"


def test_engine_when_started_becomes_ready_by_itself() -> None:
    with worker(engines.fake) as engine:
        assert not engine.ready
        engine.start()
        wait_until(lambda: engine.ready, "ready")


def test_crash_when_measuring_costs_one_error_and_the_next_call_works() -> None:
    with worker(engines.moody) as engine:
        assert isinstance(engine.measure([frame()]), Probe)
        first = engine.process_id
        with pytest.raises(DeviceError):
            engine.measure([frame(engines.CRASH)])
        assert not engine.ready
        assert isinstance(engine.measure([frame()]), Probe)
        assert engine.process_id != first


def test_child_killed_between_calls_when_measuring_next_is_replaced() -> None:
    with worker(engines.fake) as engine:
        engine.measure([frame()])
        child = engine.process_id
        assert child is not None
        os.kill(child, signal.SIGKILL)
        wait_until(lambda: not is_running(child), "the child is dead")
        assert isinstance(engine.measure([frame()]), Probe)


def test_call_that_never_ends_when_timed_out_is_an_error_and_the_child_is_replaced() -> None:
    with worker(engines.moody, call_timeout=1.0) as engine:
        engine.start()
        wait_until(lambda: engine.ready, "ready")
        child = engine.process_id
        assert child is not None
        with pytest.raises(DeviceError, match="too long"):
            engine.measure([frame(engines.HANG)])
        assert not is_running(child)


def test_stopped_child_when_called_is_killed_in_time_and_replaced() -> None:
    """It reads nothing, so that a picture does not even go into the pipe."""
    with worker(engines.fake, call_timeout=1.0) as engine:
        engine.measure([frame()])
        child = engine.process_id
        assert child is not None
        os.kill(child, signal.SIGSTOP)
        with pytest.raises(DeviceError, match="too long"):
            engine.measure([frame()])
        assert not is_running(child)
        assert isinstance(engine.measure([frame()]), Probe)


def test_stopped_child_when_closed_during_a_call_does_not_hold_the_caller() -> None:
    with worker(engines.fake) as engine:
        engine.measure([frame()])
        child = engine.process_id
        assert child is not None
        os.kill(child, signal.SIGSTOP)
        with ThreadPoolExecutor(1) as pool:
            call = pool.submit(engine.measure, [frame()])
            wait_until(call.running, "the call is under way")
            engine.close()
            with pytest.raises(DeviceError):
                call.result(20)
        assert not is_running(child)


def test_engine_that_cannot_load_when_called_says_why_every_time() -> None:
    with worker(engines.broken) as engine:
        for _ in range(2):
            with pytest.raises(DeviceError, match="not installed"):
                engine.look(frame())


def test_closed_engine_when_closed_again_has_no_child() -> None:
    with worker(engines.fake) as engine:
        engine.measure([frame()])
        child = engine.process_id
        assert child is not None
        engine.close()
        engine.close()
        assert engine.process_id is None
        assert not is_running(child)


def test_parent_when_killed_takes_the_face_process_with_it(repository: Path) -> None:
    program = (
        "import time\n"
        "from kiosk.identity.worker import WorkerFaceEngine\n"
        "from tests.fakes.engines import fake\n"
        "engine = WorkerFaceEngine(fake)\n"
        "engine.start()\n"
        "while not engine.ready: time.sleep(0.02)\n"
        "print(engine.process_id, flush=True)\n"
        "time.sleep(120)\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, cwd=repository, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        assert is_running(child)
        parent.kill()
    wait_until(lambda: not is_running(child), "the face process has followed")
