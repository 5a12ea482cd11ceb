"""The running kiosk: one window, its controllers, the threads of camera, faces and sync."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPointF, Qt, QTimer, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtQuick import QQuickWindow

from jobfair.errors import ConfigError, JobFairError
from jobfair.wire import CodeKind
from kiosk.bootstrap import Kiosk
from kiosk.identity.documents import Accepted, understand
from kiosk.ports import Camera, Frame, Scanned
from kiosk.sync import RoundReport
from kiosk.visit.events import Finish
from ui.ending_controller import EndingController
from ui.frame_times import FrameTimes
from ui.page_images import PageImages
from ui.published_items import PublishedItems
from ui.readers import CodeLook, Keys, Readers
from ui.screen import Screen
from ui.staff_controller import StaffController
from ui.stage import Stage
from ui.visit_controller import VisitController
from ui.watcher import Watcher
from ui.words import Words
from ui.worker import Worker

STAFF_CORNER = 160  # pixels of the screen
STAFF_HOLD = 3000  # ms
POINTER_SHOWN = 3000  # ms


class KioskProgram:
    """Built once; ``run`` returns when ``end`` was called."""

    def __init__(
        self,
        kiosk: Kiosk,
        geometry: str | None = None,
        *,
        reduced_motion: bool = False,
        publish: Path | None = None,
        frame_times: Path | None = None,
    ) -> None:
        real = kiosk.desk.is_ready and not kiosk.desk.fair().settings.demonstration
        if real and (publish is not None or frame_times is not None):
            raise ConfigError("--publish-items and --frame-times: only in a demonstration fair")
        self._screen = Screen()
        self._kiosk = kiosk
        self._worker = Worker()
        self._words = Words(kiosk.config.language)
        self._camera = kiosk.make_camera()
        self._faces = kiosk.make_face_engine()
        self._printer = kiosk.make_printer()
        self._stage = Stage(kiosk, self._camera, self._worker, self._words)
        look = CodeLook(self._code_kinds, self._understood)
        self._watcher = Watcher(self._camera or NoCamera(), self._faces, look, self._worker, kiosk.face_agreement)
        images = PageImages()
        staff = StaffController(self._stage, self._printer, self.end)
        self._watcher.pictured.connect(lambda _: self._stage.device_faults.discard("camera_lost"))
        ending = EndingController(self._stage, self._printer)
        self._controller = VisitController(
            self._stage, self._watcher, images, staff, ending, self._printer, reduced_motion=reduced_motion
        )
        self.window = self._screen.load(images, controller=self._controller, words=self._words, watcher=self._watcher)
        self._heard = _Heard(self.window, self._controller, self._after_first_frame)
        self.window.installEventFilter(self._heard)
        if publish is not None:
            self._published = PublishedItems(self.window, publish, lambda: self.page_name)
        self._frame_times = None
        if frame_times is not None:
            self._frame_times = FrameTimes(self.window, frame_times, lambda: self._controller.page_name)
        self._screen.show(geometry)
        # The signal comes from the drawing thread; what follows belongs on this one.
        self.window.frameSwapped.connect(self._heard.shown, Qt.ConnectionType.QueuedConnection)

    def run(self) -> int:
        """Until ``end``; the exit code."""
        code = self._screen.run()
        if self._frame_times is not None:
            self._frame_times.write()
        self.close()
        return code

    def close(self) -> None:
        """Take the screens away, then end the threads and the face process. The kiosk itself is closed by its maker."""
        self._screen.rest()
        self._controller.close()
        self._worker.close()
        self._faces.close()
        self._screen.close()

    @property
    def page_name(self) -> str:
        """The page on the screen, as tests and logs name it."""
        return self._controller.page_name

    def end(self, code: int) -> None:
        """Stop soon; what was saved stays saved, what was only typed is gone."""
        self._screen.end(code)

    def wipe(self) -> None:
        """Something nobody foresaw: end the visit, so that nothing of it is left."""
        self._stage.advance(Finish())

    def _after_first_frame(self) -> None:
        """What may take time waits until somebody can see the first page."""
        self._worker.loop("sync", self._sync, self._stage.wake_sync)
        self._readers = Readers(self._worker, self._kiosk.make_scanners(), self._controller.scanned, self._reader_lost)
        if self._camera is not None:
            self._faces.start()
        self._worker.run(self._warm_up, lambda _: None, lambda error: None)

    def _warm_up(self) -> None:
        self._kiosk.matchmaker.warm_up()
        self._kiosk.renderer  # noqa: B018  loads the fonts

    def _sync(self, stop: threading.Event) -> None:
        def told(report: RoundReport) -> None:
            self._kiosk.matchmaker.refresh()
            self._worker.post(self._controller.synced)

        self._kiosk.syncer.run_forever(stop, self._stage.sync_wanted, told)

    def _reader_lost(self, lost: bool) -> None:
        (self._stage.device_faults.add if lost else self._stage.device_faults.discard)("scanner_lost")

    def _code_kinds(self) -> tuple[CodeKind, ...]:
        return self._kiosk.desk.fair().settings.code_kinds

    def _understood(self, text: str) -> Scanned:
        return understand(text, Accepted.by(self._kiosk.desk.fair().settings))


class NoCamera(Camera):
    """A kiosk without a camera: no page asks for it."""

    @property
    def description(self) -> str:
        return "none"

    @property
    def is_demonstration(self) -> bool:
        return False

    def open(self) -> None:
        from jobfair.errors import CameraLost

        raise CameraLost("this kiosk has no camera")

    def read(self) -> Frame:
        raise JobFairError("not opened")

    def close(self) -> None:
        return


class _Heard(Keys):
    """Every touch and key of the window: somebody is here; the staff's corner."""

    def __init__(
        self, window: QQuickWindow, controller: VisitController, after_first_frame: Callable[[], None]
    ) -> None:
        super().__init__(window, controller)
        self._controller = controller
        self._first: Callable[[], None] | None = after_first_frame
        # A touch screen needs no pointer; a mouse brings it back for three seconds.
        self._pointer = QTimer(self)
        self._pointer.setSingleShot(True)
        self._pointer.setInterval(POINTER_SHOWN)
        self._pointer.timeout.connect(lambda: window.setCursor(Qt.CursorShape.BlankCursor))
        window.setCursor(Qt.CursorShape.BlankCursor)
        self._window = window
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(STAFF_HOLD)
        self._hold.timeout.connect(controller.staff_wanted)

    @Slot()
    def shown(self) -> None:
        """A frame is on the screen."""
        first, self._first = self._first, None
        if first is not None:
            first()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in (QEvent.Type.MouseButtonPress, QEvent.Type.TouchBegin):
            self._controller.touched()
            if isinstance(event, QMouseEvent) and _in_corner(event.position()):
                self._hold.start()
        elif kind == QEvent.Type.MouseMove and isinstance(event, QMouseEvent) and _by_mouse(event):
            self._window.setCursor(Qt.CursorShape.ArrowCursor)
            self._pointer.start()
        elif kind in (QEvent.Type.MouseButtonRelease, QEvent.Type.TouchEnd):
            self._hold.stop()
            QTimer.singleShot(0, self._controller.lifted)
        elif kind == QEvent.Type.KeyRelease:
            QTimer.singleShot(0, self._controller.lifted)
        elif kind == QEvent.Type.KeyPress:
            self._controller.touched()
        return super().eventFilter(watched, event)


def _in_corner(place: QPointF) -> bool:
    return place.x() < STAFF_CORNER and place.y() < STAFF_CORNER


def _by_mouse(event: QMouseEvent) -> bool:
    """Touches arrive as mouse events too; those say so."""
    return event.source() == Qt.MouseEventSource.MouseEventNotSynthesized
