"""The kiosk's screen before it has its key (strict mode): asks the server by itself, and hears staff badges."""

from __future__ import annotations

import random
import sys
import threading
import time
from pathlib import Path

import PySide6.QtQuick  # the root object is a QQuickWindow only when this is loaded  # noqa: F401
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QTimer, QUrl
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtQml import QQmlApplicationEngine, qmlRegisterType
from PySide6.QtQuick import QQuickWindow

from jobfair.errors import ConfigError, JobFairError, NotTrusted, ScannerLost, Unreachable
from kiosk.bootstrap import camera_of, scanner_of
from kiosk.config import Config
from kiosk.identity.documents import CodeReader
from kiosk.identity.worker import WorkerFaceEngine
from kiosk.ports import Camera, Frame, PassScanned, Scanner
from kiosk.unlocking import AskedFor, Released, Unlocking
from ui.camera_item import CameraItem
from ui.fonts import use_fonts
from ui.geometry import show_window
from ui.locked_controller import LockedController
from ui.watcher import Watcher
from ui.words import Words
from ui.worker import Worker

QML = Path(__file__).resolve().parent / "qml"
ASK_AGAIN = 3.0  # seconds: an organizer has the page before her
LONGEST_WAIT = 60.0
REFUSED_FIRST, REFUSED_MOST = 10.0, 300.0
SCANNER_POLL = 0.05
SCANNER_AGAIN = 5.0


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
        QGuiApplication.setDesktopSettingsAware(False)
        self._application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
        use_fonts()
        self._unlocking = unlocking
        self._jitter = jitter or random.Random()
        self.code = 0
        self.found: Released | None = None
        self._worker = Worker()
        words = Words(config.language)
        camera = camera or camera_of(config)
        self._faces = WorkerFaceEngine()  # never started: only codes are read here
        watcher = Watcher(camera, self._faces, TextOf(CodeReader()), self._worker) if camera is not None else None
        self._controller = LockedController(unlocking, self._worker, words, watcher, reduced_motion=reduced_motion)
        self._controller.released.connect(self._released)
        qmlRegisterType(CameraItem, "JobFair", 1, 0, "CameraItem")  # type: ignore[call-overload]
        self._engine = QQmlApplicationEngine()
        self._engine.addImportPath(str(QML / "keyboard"))
        self._engine.setInitialProperties({"controller": self._controller, "words": words, "watcher": watcher})
        self._parts = (words, watcher)
        self._engine.load(QUrl.fromLocalFile(str(QML / "Main.qml")))
        if not self._engine.rootObjects():
            raise ConfigError("the screens cannot be loaded; see the lines above")
        window = self._engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)
        self.window = window
        self._heard = _Heard(window, self._controller)
        window.installEventFilter(self._heard)
        show_window(window, geometry)
        self._alive = QTimer()  # so that signals of the operating system are handled
        self._alive.timeout.connect(lambda: None)
        self._alive.start(200)
        if unlocking.knows_server:
            self._worker.loop("server", self._ask)
        scanner = scanner or scanner_of(config)
        if scanner is not None:
            self._worker.loop("scanner", lambda stop: self._scan(scanner, stop))

    def run(self) -> Released | None:
        """The key; None when the program was told to end, with ``code``."""
        # Closing this window must not end the program that opens the next one.
        self._application.setQuitOnLastWindowClosed(False)  # type: ignore[attr-defined]
        self.code = self._application.exec()
        return self.found

    def end(self, code: int) -> None:
        """Stop soon; nothing was opened."""
        self._application.exit(code)

    def wipe(self) -> None:
        """Nothing of anybody is on this screen."""

    def close(self) -> None:
        """Take the screen away and end the threads."""
        self._alive.stop()
        self._worker.close()
        self._faces.close()
        self.window.close()
        self._engine.deleteLater()
        QCoreApplication.processEvents()
        self._application.setQuitOnLastWindowClosed(True)  # type: ignore[attr-defined]

    def _released(self, found: object) -> None:
        assert isinstance(found, Released)
        self.found = found
        self._application.exit(0)

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

    def _scan(self, scanner: Scanner, stop: threading.Event) -> None:
        is_open = False
        while not stop.is_set():
            try:
                if not is_open:
                    scanner.open()
                    is_open = True
                text = scanner.poll()
            except ScannerLost:
                is_open = False
                scanner.close()
                stop.wait(SCANNER_AGAIN)
                continue
            if text:
                self._worker.post(lambda text=text: self._controller.scanned(text))  # type: ignore[misc]
            stop.wait(SCANNER_POLL)
        scanner.close()


class TextOf:
    """The first code of a frame, as it is; None when there is none."""

    def __init__(self, reader: CodeReader) -> None:
        self._reader = reader

    def __call__(self, frame: Frame) -> PassScanned | None:
        texts = self._reader.read(frame)
        return PassScanned(texts[0]) if texts else None


class _Heard(QObject):
    """The keys of a scanner that types."""

    def __init__(self, window: QQuickWindow, controller: LockedController) -> None:
        super().__init__(window)
        self._controller = controller

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.text():
            self._controller.key_typed(event.text(), event.timestamp() / 1000 or time.monotonic())
            return event.text() not in ("\t", " ", "\r", "\n") or self._controller.in_burst
        return False
