"""For tests only: writes what is on the screen, by accessible name, to a file, so that a driver can touch it.

The items come from Qt's accessibility tree: what a driver cannot find, a screen reader cannot find either. The file
is written in one move and holds what the screen shows; the flag that turns this on is refused outside a
demonstration fair.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtQuick import QQuickWindow


class PublishedItems(QObject):
    """Writes ``file`` again whenever the screen's items change, looked at ten times a second."""

    def __init__(
        self, window: QQuickWindow, file: Path, page: Callable[[], str], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._window, self._file, self._page = window, file, page
        self._last = ""
        QAccessible.setActive(True)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._publish)
        self._timer.start(100)

    def _publish(self) -> None:
        text = json.dumps({"page": self._page(), "items": items_of(self._window)}, ensure_ascii=False)
        if text == self._last:
            return
        self._last = text
        fresh = self._file.with_suffix(".new")
        fresh.write_text(text, "utf-8")
        os.replace(fresh, self._file)


def items_of(window: QQuickWindow) -> list[dict[str, object]]:
    """Everything with a name on this window now, from back to front, in pixels of the screen."""
    root = QAccessible.queryAccessibleInterface(window)
    return [item for found in _walk(root) if (item := _described(found)) is not None] if root else []


def _walk(found: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    for index in range(found.childCount()):
        child = found.child(index)
        if child is None or not child.isValid() or child.state().invisible:
            continue
        yield child
        yield from _walk(child)


def _described(found: QAccessibleInterface) -> dict[str, object] | None:
    name = found.text(QAccessible.Text.Name)
    area = found.rect()
    if not name or area.isEmpty():
        return None
    state = found.state()
    return {
        "name": name,
        "role": found.role().name,
        "value": found.text(QAccessible.Text.Value),
        "x": area.x(),
        "y": area.y(),
        "width": area.width(),
        "height": area.height(),
        "enabled": not state.disabled,
        "checked": bool(state.checked),
    }
