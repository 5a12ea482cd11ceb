"""One full screen of QML: the application, its fonts, the engine, and the window that a program fills."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import PySide6.QtQuick  # the root object is a QQuickWindow only when this is loaded  # noqa: F401
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine, qmlRegisterType
from PySide6.QtQuick import QQuickImageProvider, QQuickWindow

from jobfair.errors import ConfigError
from ui.camera_item import CameraItem
from ui.fonts import use_fonts
from ui.geometry import show_window

QML = Path(__file__).resolve().parent / "qml"
_SIGNALS = 200  # ms


class Screen:
    """Build it first: everything else of Qt needs the application. Then ``load``, ``show`` and ``run``."""

    def __init__(self) -> None:
        QGuiApplication.setDesktopSettingsAware(False)
        # A test that opens several programs in turn has its application already.
        self._application = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
        use_fonts()
        self._kept: tuple[object, ...] = ()
        self._alive = QTimer()

    def load(self, images: QQuickImageProvider | None = None, **properties: Any) -> QQuickWindow:
        """The window of Main.qml with these properties, which live as long as it does. Raises ConfigError."""
        qmlRegisterType(CameraItem, "JobFair", 1, 0, "CameraItem")  # type: ignore[call-overload]
        self._engine = QQmlApplicationEngine()
        self._kept = tuple(properties.values())
        if images is not None:
            self._engine.addImageProvider("resume", images)
        self._engine.addImportPath(str(QML / "keyboard"))  # the on-screen keyboard looks for its style there
        self._engine.setInitialProperties(properties)
        self._engine.load(QUrl.fromLocalFile(str(QML / "Main.qml")))
        if not self._engine.rootObjects():
            raise ConfigError("the screens cannot be loaded; see the lines above")
        window = self._engine.rootObjects()[0]
        assert isinstance(window, QQuickWindow)
        self._window = window
        return window

    def show(self, geometry: str | None) -> None:
        """Full screen, or of this geometry."""
        show_window(self._window, geometry)
        # Signals of the operating system are handled when Python runs; a quiet Qt would let it sleep.
        self._alive.timeout.connect(lambda: None)
        self._alive.start(_SIGNALS)

    def run(self, *, ends_with_window: bool = True) -> int:
        """Until ``end``; the exit code. Closing the window of one program may not end the one that opens the next."""
        if not ends_with_window:
            self._application.setQuitOnLastWindowClosed(False)  # type: ignore[attr-defined]
        return self._application.exec()

    def end(self, code: int) -> None:
        """``run`` returns soon, with this code."""
        self._application.exit(code)

    def rest(self) -> None:
        """No timer of ours runs any more; the first step of taking the screen down."""
        self._alive.stop()

    def close(self) -> None:
        """Takes the window away; after the threads that draw on it have ended."""
        self._window.close()
        self._engine.deleteLater()
        self._application.setQuitOnLastWindowClosed(True)  # type: ignore[attr-defined]
