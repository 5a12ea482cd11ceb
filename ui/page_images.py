"""The résumé's pages as pictures for the review, held in memory only and forgotten with the visit."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtQuick import QQuickImageProvider

WIDTH = 1200  # pixels: sharp when enlarged to the full width of the screen


class PageImages(QQuickImageProvider):
    """Serves ``image://resume/<set>/<page>``. ``set_pages`` replaces a set; ``clear`` forgets all."""

    def __init__(self) -> None:
        super().__init__(QQuickImageProvider.ImageType.Image)
        self._images: dict[str, QImage] = {}
        self._turn = 0

    def set_pages(self, name: str, pages: list[QImage]) -> list[str]:
        """The addresses of the pages; new ones each time, so that no old picture is shown from a cache."""
        self._turn += 1
        for key in [key for key in self._images if key.startswith(f"{name}-")]:
            del self._images[key]
        keys = [f"{name}-{self._turn}/{number}" for number in range(len(pages))]
        self._images.update(zip(keys, pages, strict=True))
        return [f"image://resume/{key}" for key in keys]

    def clear(self) -> None:
        self._images.clear()

    def requestImage(self, id: str, size: QSize, requestedSize: QSize) -> QImage:
        image = self._images.get(id)
        if image is None:
            image = QImage(4, 4, QImage.Format.Format_RGB32)
            image.fill(QColor("white"))
        return image


def draw_pages(pdf: bytes) -> list[QImage]:
    """Every page of a PDF of ours as a picture on white; some 30 ms a page, on any thread."""
    data = QByteArray(pdf)
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    pages = []
    for number in range(document.pageCount()):
        points = document.pagePointSize(number)
        size = QSize(WIDTH, round(WIDTH * points.height() / points.width()))
        drawn = document.render(number, size)
        page = QImage(size, QImage.Format.Format_RGB32)
        page.fill(QColor("white"))
        painter = QPainter(page)
        painter.drawImage(0, 0, drawn)
        painter.end()
        pages.append(page)
    document.close()
    return pages
