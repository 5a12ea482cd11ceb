"""The kiosk's screen before it has its key (strict mode): asks the server by itself, and hears staff badges."""

from __future__ import annotations

import random
import threading

from PySide6.QtCore import QCoreApplication

from jobfair.errors import JobFairError, NotTrusted, Unreachable
from kiosk.bootstrap import camera_of, scanners_of
from kiosk.config import Config
from kiosk.identity.worker import WorkerFaceEngine
from kiosk.ports import Camera, PassScanned, Scanner
from kiosk.unlocking import AskedFor, Released, Unlocking
from ui.locked_controller import LockedController
from ui.readers import CodeLook, Keys, Readers
from ui.screen import Screen
from ui.watcher import Watcher
from ui.words import Words
from ui.worker import Worker

ASK_AGAIN = 3.0  # seconds: an organizer has the page before her
LONGEST_WAIT = 60.0
REFUSED_FIRST, REFUSED_MOST = 10.0, 300.0


class LockedProgram:
    """Built once; ``run`` returns when there is a key, or when ``end`` was called. Then ``close`` it."""

    page_name = "locked"

    def __init__(
        self,
        unlocking: Unlocking,
        config: Config,
        geometry: str | None = None,
        *,
        reduced_motion: bool = False,
        camera: Camera | None = None,
        scanner: Scanner | None = None,
        jitter: random.Random | None = None,
    ) -> None:
        """``camera`` and ``scanner``: the config's by default."""
        self._screen = Screen()
        self._unlocking = unlocking
        self._jitter = jitter or random.Random()
        self.code = 0
        self.found: Released | None = None
        self._worker = Worker()
        words = Words(config.language)
        camera = camera or camera_of(config)
        self._faces = WorkerFaceEngine()  # never started: only codes are read here
        look = CodeLook(lambda: ("qr",), PassScanned)  # badges are nothing but text here
        watcher = Watcher(camera, self._faces, look, self._worker) if camera is not None else None
        self._controller = LockedController(unlocking, self._worker, words, watcher, reduced_motion=reduced_motion)
        self._controller.released.connect(self._released)
        self.window = self._screen.load(controller=self._controller, words=words, watcher=watcher)
        self._keys = Keys(self.window, self._controller)
        self.window.installEventFilter(self._keys)
        self._screen.show(geometry)
        if unlocking.knows_server:
            self._worker.loop("server", self._ask)
        scanners = (scanner,) if scanner is not None else scanners_of(config)
        self._readers = Readers(self._worker, scanners, self._controller.scanned)

    def run(self) -> Released | None:
        """The key; None when the program was told to end, with ``code``."""
        self.code = self._screen.run(ends_with_window=False)
        return self.found

    def end(self, code: int) -> None:
        """Stop soon; nothing was opened."""
        self._screen.end(code)

    def wipe(self) -> None:
        """Nothing of anybody is on this screen."""

    def close(self) -> None:
        """Take the screen away and end the threads."""
        self._screen.rest()
        self._worker.close()
        self._faces.close()
        self._screen.close()
        QCoreApplication.processEvents()

    def _released(self, found: object) -> None:
        assert isinstance(found, Released)
        self.found = found
        self._screen.end(0)

    # --- threads

    def _ask(self, stop: threading.Event) -> None:
        """Full jitter from two seconds to a minute while there is no answer; every three seconds while it is `ask`."""
        tries = 0
        while not stop.is_set():
            said: AskedFor | JobFairError
            try:
                found = self._unlocking.by_server()
                if isinstance(found, Released):
                    self._worker.post(lambda found=found: self._controller.open_with(found))  # type: ignore[misc]
                    return
                said, wait, tries = found, ASK_AGAIN, 0
            except JobFairError as fault:
                tries += 1
                said, wait = fault, self._jitter.uniform(1.0, min(LONGEST_WAIT, 2.0 ** min(tries, 6)))
                if isinstance(fault, Unreachable) and fault.retry_after:
                    wait = max(wait, min(fault.retry_after, LONGEST_WAIT))
                elif isinstance(fault, NotTrusted):  # an organizer may unlock it again
                    wait = min(REFUSED_MOST, REFUSED_FIRST * 2 ** (min(tries, 6) - 1))
            self._worker.post(lambda said=said: self._controller.server_said(said))  # type: ignore[misc]
            stop.wait(wait)
