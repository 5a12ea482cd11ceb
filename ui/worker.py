"""The only threading module of the screens: work off the drawing thread, its answers back on it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from jobfair.errors import JobFairError

T = TypeVar("T")
log = logging.getLogger(__name__)


class Worker(QObject):
    """Runs functions on threads of its own. Build it on the drawing thread: answers are delivered there.

    ``run`` is for work that ends; ``loop`` for work that lasts until ``close`` sets the event it is handed.
    """

    _answered = Signal(object)

    def __init__(self, threads: int = 3, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="work")
        self._stop = threading.Event()
        self._loops: list[threading.Thread] = []
        self._wakes: list[Callable[[], None]] = []
        self._closed = False
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[JobFairError], None] | None = None,
    ) -> None:
        """Call ``work`` on a thread, then ``done`` with its value (or ``failed`` with its fault) on the drawing thread.

        An exception that is no JobFairError is a defect: it is raised on the drawing thread, where sys.excepthook is.
        """
        if self._closed:
            return

        def settle(future: Future[T]) -> None:
            error = future.exception()
            if error is None:
                self._answer(lambda: done(future.result()))
            elif isinstance(error, JobFairError) and failed is not None:
                fault = error
                self._answer(lambda: failed(fault))
            else:
                self._answer(lambda: _raise(error))

        self._pool.submit(work).add_done_callback(settle)

    def loop(self, name: str, body: Callable[[threading.Event], None], wake: Callable[[], None] = lambda: None) -> None:
        """Run ``body(stop)`` on a thread of its own; it must return soon after ``stop`` is set and ``wake`` called."""
        self._wakes.append(wake)
        thread = threading.Thread(target=body, args=(self._stop,), name=name, daemon=True)
        self._loops.append(thread)
        thread.start()

    def post(self, action: Callable[[], None]) -> None:
        """From any thread: call ``action`` on the drawing thread."""
        self._answer(action)

    def close(self, timeout: float = 5.0) -> None:
        """Stop the loops, drop what has not begun, and forget answers still to come."""
        self._closed = True
        self._stop.set()
        for wake in self._wakes:
            wake()
        self._pool.shutdown(wait=False, cancel_futures=True)
        for thread in self._loops:
            thread.join(timeout)
            if thread.is_alive():
                log.warning("thread %s did not stop in time", thread.name)

    def _answer(self, action: Callable[[], None]) -> None:
        if not self._closed:
            self._answered.emit(action)

    @Slot(object)
    def _deliver(self, action: Callable[[], None]) -> None:
        if not self._closed:
            action()


def _raise(error: BaseException) -> None:
    raise error
