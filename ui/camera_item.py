"""Paints the live picture: a QQuickPaintedItem, the only path that paints on the software and the GL renderer alike."""

from __future__ import annotations

from PySide6.QtCore import Property, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtQuick import QQuickItem, QQuickPaintedItem

from kiosk.ports import Picture

_INK = QColor("#16212B")


def image_of(picture: Picture) -> QImage:
    """A QImage of its own from height x width x 3 RGB numbers."""
    height, width, _ = picture.shape
    return QImage(picture.tobytes(), width, height, 3 * width, QImage.Format.Format_RGB888).copy()


class CameraItem(QQuickPaintedItem):
    """Shows the last picture it was given, cropped to fill, mirrored as a mirror would; ``clear`` forgets it."""

    mirroredChanged = Signal()

    def __init__(self, parent: QQuickItem | None = None) -> None:
        super().__init__(parent)
        self._image = QImage()
        self._mirrored = True
        self._outline: list[list[float]] = []
        self.setOpaquePainting(True)
        self.setSmooth(True)

    def _get_mirrored(self) -> bool:
        return self._mirrored

    def _set_mirrored(self, on: bool) -> None:
        if on != self._mirrored:
            self._mirrored = on
            self.mirroredChanged.emit()
            self.update()

    mirrored = Property(bool, _get_mirrored, _set_mirrored, notify=mirroredChanged)

    @Slot(QImage)
    def show(self, image: QImage) -> None:
        self._image = image
        part = _crop(image, QRectF(0, 0, self.width(), self.height()))
        # Painted as large as the camera sees it, enlarged by the scene graph: that takes a third off every picture.
        self.setTextureSize(part.size().toSize() if part.width() < self.width() else QSize())
        self.update()

    @Slot(list)
    def outline(self, faces: list[list[float]]) -> None:
        """Left, top, width, height of each face, as fractions of the picture."""
        self._outline = faces
        self.update()

    @Slot()
    def clear(self) -> None:
        self._image = QImage()
        self._outline = []
        self.update()

    def paint(self, painter: QPainter) -> None:
        bounds = QRectF(0, 0, self.width(), self.height())
        if self._image.isNull():
            painter.fillRect(bounds, _INK)
            return
        if self._mirrored:
            painter.translate(bounds.width(), 0)
            painter.scale(-1, 1)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        part = _crop(self._image, bounds)
        painter.drawImage(bounds, self._image, part)
        if self._outline:
            self._draw_outline(painter, bounds, part)

    def _draw_outline(self, painter: QPainter, bounds: QRectF, part: QRectF) -> None:
        scale = bounds.width() / part.width()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor("#FFFFFF"), 5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for left, top, width, height in self._outline:
            x = (left * self._image.width() - part.x()) * scale
            y = (top * self._image.height() - part.y()) * scale
            face = QRectF(x, y, width * self._image.width() * scale, height * self._image.height() * scale)
            painter.drawRoundedRect(face, 36, 36)


def _crop(image: QImage, bounds: QRectF) -> QRectF:
    """The part of the image that fills the bounds without stretching it."""
    if bounds.width() <= 0 or bounds.height() <= 0:
        return QRectF(image.rect())
    scale = max(bounds.width() / image.width(), bounds.height() / image.height())
    width, height = bounds.width() / scale, bounds.height() / scale
    return QRectF((image.width() - width) / 2, (image.height() - height) / 2, width, height)
