"""What lies on what on a page: texts over texts, texts under a key or a plate."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtQuick import QQuickItem


def _above(item: QQuickItem) -> list[QQuickItem]:
    """Its ancestors, the nearest first."""
    found = []
    parent = item.parentItem()
    while parent is not None:
        found.append(parent)
        parent = parent.parentItem()
    return found


def _seen(item: QQuickItem, place: QRectF) -> QRectF:
    """What of its ``place`` is in sight: lists and long pages cut off what is scrolled away."""
    rect = item.mapRectToScene(place)
    for parent in _above(item):
        if parent.clip():
            rect = rect.intersected(parent.mapRectToScene(QRectF(0, 0, parent.width(), parent.height())))
    return rect


def _letters(item: QQuickItem) -> QRectF:
    """Where the letters of a Copy are: its lines, without the air above the first and below the last."""
    level, wide, high = item.property("level"), item.property("contentWidth"), item.property("contentHeight")
    # Left or in the middle, at the top or in the middle: Python cannot read which. What is between is certain.
    left, top = max(0.0, item.width() - wide) / 2, max(0.0, item.height() - high) / 2
    return QRectF(left + 2, top + level * 0.3, wide - left - 4, high - top - level * 0.6)


def collisions(found: Sequence[QQuickItem]) -> list[str]:
    """Of the items of one page, those that are shown."""
    texts = [
        (item, _seen(item, _letters(item)))
        for item in found
        if item.property("text") and item.property("contentHeight") and item.property("level")
    ]
    texts = [(item, rect) for item, rect in texts if rect.height() > 4 and rect.width() > 4]
    boxes = [
        (item, _seen(item, QRectF(4, 4, item.width() - 8, item.height() - 8)))
        for item in found
        if (item.property("pressed") is not None and item.property("fill") is not None)
        or (item.property("tone") is not None and item.property("detail") is not None and item.property("text"))
    ]
    wrong = []
    for index, (item, rect) in enumerate(texts):
        inside = _above(item)
        for other, place in texts[index + 1 :]:
            if rect.intersects(place):
                wrong.append(f"{item.property('text')!r} on {other.property('text')!r}")
        for box, place in boxes:
            if box not in inside and rect.intersects(place):
                wrong.append(f"{item.property('text')!r} under the key or plate {box.property('text')!r}")
            elif box in inside and not place.adjusted(-4, -4, 4, 4).contains(rect) and not place.isEmpty():
                wrong.append(f"{item.property('text')!r} out of its key or plate")
    return wrong
