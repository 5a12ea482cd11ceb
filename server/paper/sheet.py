"""A document on A4: headings, paragraphs, facts, tables, lines to sign on; with the fonts of the résumé."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from jobfair.resume.layout import ACCENT, INK, INK_2, PAGE
from jobfair.resume.typesetter import Typesetter, Weight
from jobfair.text import Language

SIDE, TOP, BOTTOM = 62.0, 64.0, 66.0
WIDTH = PAGE[0] - 2 * SIDE
LABEL = 128.0
LINE, TINT = "#D9D5CB", "#F1EEE7"
BODY = 10.0
_LEADING = 1.5
_TURN = threading.Lock()
"""reportlab finds fonts by name, for the whole process: one document at a time."""

Step = Callable[[Canvas], None]


class Sheet:
    """Draws from the top down; what is kept together stays on one page. ``title`` stands in every footer."""

    def __init__(self, setter: Typesetter, language: Language, title: str, page_of: str) -> None:
        self._setter = setter
        self._language = language
        self._title = title
        self._page_of = page_of
        self._pages: list[list[Step]] = [[]]
        self._y = TOP

    # --- parts

    def title(self, text: str, under: str) -> None:
        self._lines(text, 21, weight="bold", leading=1.3)
        self._y += 3
        self._lines(under, 11, color=INK_2)
        self._rule(self._y + 7, ACCENT, 1.4)
        self._y += 20

    def keep_together(self, height: float) -> None:
        """What follows begins on a new page where so many points are not left on this one."""
        self._need(height)

    def heading(self, text: str) -> None:
        self._need(78)
        self._y += 13 if self._y > TOP else 0
        self._lines(text, 12.5, weight="bold", color=ACCENT)
        self._y += 3

    def paragraph(self, text: str, *, color: str = INK, gap: float = 4) -> None:
        for part in text.splitlines():
            self._need(min(6, len(self._wrapped(part, WIDTH, BODY))) * BODY * _LEADING)  # no lone line on a page
            self._lines(part, BODY, color=color)
        self._y += gap

    def small(self, text: str) -> None:
        self._need(len(self._wrapped(text, WIDTH, 8.8)) * 8.8 * _LEADING)
        self._lines(text, 8.8, color=INK_2)
        self._y += 4

    def bullets(self, texts: Sequence[str]) -> None:
        for text in texts:
            self._need(BODY * _LEADING)
            self._text("•", 2, self._y, BODY, "regular", ACCENT)
            self._lines(text, BODY, x=14)
        self._y += 4

    def facts(self, pairs: Sequence[tuple[str, str]]) -> None:
        """Label and value beside each other, a thin line between two."""
        for label, value in pairs:
            left = self._wrapped(label, LABEL - 10, BODY)
            right = [line for part in (value or "—").splitlines() for line in self._wrapped(part, WIDTH - LABEL, BODY)]
            height = max(len(left), len(right)) * BODY * _LEADING
            self._need(min(height, 200) + 7)
            start = self._y
            for number, line in enumerate(left):
                self._text(line, 0, start + number * BODY * _LEADING, BODY, "regular", INK_2)
            for line in right:
                self._need(BODY * _LEADING)
                self._text(line, LABEL, self._y, BODY, "regular", INK)
                self._y += BODY * _LEADING
            self._y = max(self._y, start + len(left) * BODY * _LEADING if self._y >= start else self._y)
            self._rule(self._y + 2, LINE, 0.6)
            self._y += 6
        self._y += 2

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], shares: Sequence[float]) -> None:
        """``shares`` of the width, one a column. The head stands again on the next page."""
        total = sum(shares)
        widths = [share / total * WIDTH for share in shares]
        self._row(head, widths, bold=True)
        for row in rows:
            if self._row_height(row, widths, "regular") + self._y > PAGE[1] - BOTTOM:
                self._new_page()
                self._row(head, widths, bold=True)
            self._row(row, widths)
        self._y += 8

    def signatures(self, labels: Sequence[str]) -> None:
        """Two lines to sign on in a row."""
        half = (WIDTH - 30) / 2
        for at in range(0, len(labels), 2):
            self._need(64)
            self._y += 40
            for column, label in enumerate(labels[at : at + 2]):
                x = column * (half + 30)
                self._rule(self._y, INK, 0.8, x, x + half)
                self._text(label, x, self._y + 3, 9, "regular", INK_2)
            self._y += 20

    # --- drawing

    def save(self) -> bytes:
        out = io.BytesIO()
        canvas = Canvas(out, pagesize=PAGE, pageCompression=1, initialFontName=self._setter.font_name("regular"))
        canvas.setTitle(self._title)
        canvas.setCreator("Job fair server")
        canvas.setCatalogEntry("Lang", "zh-CN" if self._language == "zh" else "en")
        for number, steps in enumerate(self._pages, start=1):
            for step in steps:
                step(canvas)
            canvas.setFont(self._setter.font_name("regular"), 8.5)
            canvas.setFillColor(INK_2)
            canvas.drawString(SIDE, 34, self._setter.printable(self._title)[0])
            canvas.drawRightString(PAGE[0] - SIDE, 34, self._page_of.format(page=number, pages=len(self._pages)))
            canvas.showPage()
        canvas.save()
        return out.getvalue()

    def _wrapped(self, text: str, width: float, size: float, weight: Weight = "regular") -> list[str]:
        return list(self._setter.wrap(self._setter.printable(text)[0], width, size, weight)) or [""]

    def _lines(
        self,
        text: str,
        size: float,
        *,
        weight: Weight = "regular",
        color: str = INK,
        x: float = 0.0,
        leading: float = 1.5,
    ) -> None:
        for line in self._wrapped(text, WIDTH - x, size, weight):
            self._need(size * leading)
            self._text(line, x, self._y, size, weight, color)
            self._y += size * leading

    def _row_height(self, cells: Sequence[str], widths: Sequence[float], weight: Weight) -> float:
        lines = [self._wrapped(cell, width - 10, 9, weight) for cell, width in zip(cells, widths, strict=True)]
        return max(len(cell) for cell in lines) * 9 * 1.42 + 9

    def _row(self, cells: Sequence[str], widths: Sequence[float], *, bold: bool = False) -> None:
        weight: Weight = "bold" if bold else "regular"
        height = self._row_height(cells, widths, weight)
        self._need(height)
        y = self._y
        if bold:
            self._step(lambda canvas: _box(canvas, SIDE, PAGE[1] - y - height, WIDTH, height))
        x = 0.0
        for cell, width in zip(cells, widths, strict=True):
            for number, line in enumerate(self._wrapped(cell, width - 10, 9, weight)):
                self._text(line, x + 5, y + 3.5 + number * 9 * 1.42, 9, weight, INK)
            x += width
        self._rule(y + height, LINE, 0.6)
        self._y += height

    def _text(self, text: str, x: float, y: float, size: float, weight: Weight, color: str) -> None:
        def step(canvas: Canvas) -> None:
            canvas.setFont(self._setter.font_name(weight), size)
            canvas.setFillColor(color)
            canvas.drawString(SIDE + x, PAGE[1] - y - size * 1.08, text)

        self._step(step)

    def _rule(self, y: float, color: str, width: float, start: float = 0.0, end: float = WIDTH) -> None:
        def step(canvas: Canvas) -> None:
            canvas.setStrokeColor(color)
            canvas.setLineWidth(width)
            canvas.line(SIDE + start, PAGE[1] - y, SIDE + end, PAGE[1] - y)

        self._step(step)

    def _step(self, step: Step) -> None:
        self._pages[-1].append(step)

    def _need(self, height: float) -> None:
        if self._y + height > PAGE[1] - BOTTOM:
            self._new_page()

    def _new_page(self) -> None:
        self._pages.append([])
        self._y = TOP


def _box(canvas: Any, x: float, y: float, width: float, height: float) -> None:
    canvas.setFillColor(TINT)
    canvas.rect(x, y, width, height, stroke=0, fill=1)


def draw(make: Callable[[Typesetter], bytes]) -> bytes:
    """``make`` with the fonts, while no other document is drawn in this process. Loading them takes 0.2 s."""
    with _TURN:
        return make(Typesetter())
