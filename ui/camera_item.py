"""Paints the live picture: a QQuickPaintedItem, the only path that paints on the software and the GL renderer alike."""

from __future__ import annotations

from PySide6.QtCore import Property, QRectF, Signal, Slot
from PySide6.QtGui import QColor, QImage, QPainter
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
        self.setOpaquePainting(True)

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
        self.update()

    @Slot()
    def clear(self) -> None:
        self._image = QImage()
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
        painter.drawImage(bounds, self._image, _crop(self._image, bounds))


def _crop(image: QImage, bounds: QRectF) -> QRectF:
    """The part of the image that fills the bounds without stretching it."""
    if bounds.width() <= 0 or bounds.height() <= 0:
        return QRectF(image.rect())
    scale = max(bounds.width() / image.width(), bounds.height() / image.height())
    width, height = bounds.width() / scale, bounds.height() / scale
    return QRectF((image.width() - width) / 2, (image.height() - height) / 2, width, height)
