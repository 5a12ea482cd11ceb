"""Where a window goes: the whole screen, or a size of the test's."""

from __future__ import annotations

from PySide6.QtQuick import QQuickWindow

from jobfair.errors import ConfigError


def show_window(window: QQuickWindow, geometry: str | None) -> None:
    """``geometry`` is WIDTHxHEIGHT; None is the full screen. Raises ConfigError."""
    if geometry is None:
        window.showFullScreen()
        return
    try:
        width, height = (int(part) for part in geometry.split("x"))
    except ValueError as error:
        raise ConfigError(f"--geometry: {geometry!r} is not WIDTHxHEIGHT") from error
    window.setGeometry(0, 0, width, height)
    window.show()
