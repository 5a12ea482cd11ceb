"""Documents as PDF: the résumé that employers get, the slip that the seeker takes home."""

from __future__ import annotations

import io
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

from jobfair.resume import labels
from jobfair.resume.layout import (
    ACCENT,
    CONTENT,
    DENSITIES,
    INK_2,
    MARGIN_SIDE,
    PAGE,
    Composition,
    Row,
    paginate,
)
from jobfair.resume.slip import SlipContent, draw_slip
from jobfair.resume.typesetter import FONTS, Typesetter
from jobfair.seeker import Resume
from jobfair.text import Language


@dataclass(frozen=True)
class RenderedResume:
    """``pages`` is 1 or 2; ``missing`` are the characters that stand in the PDF by number, because the font lacks them;
    ``shortened`` says that two pages did not hold everything (the PDF says so too)."""

    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()
    shortened: bool = False


@dataclass(frozen=True)
class RenderedSlip:
    pdf: bytes
    missing: tuple[str, ...] = ()


class Renderer:
    """Draws documents. Build it once per process and hand it in: it loads the fonts (about 0.2 s).

    The same input gives the same bytes. May be called from several threads; they take turns.
    """

    def __init__(self, fonts: Path = FONTS) -> None:
        self._setter = Typesetter(fonts)
        self._turn = threading.Lock()  # reportlab's font subsets belong to one document at a time

    def resume(self, resume: Resume, language: Language) -> RenderedResume:
        """One column, text in reading order, at most two A4 pages: set tighter first, then shortened, then cut."""
        with self._turn:
            for density in DENSITIES:
                composition = Composition(resume, language, self._setter, density)
                pages, whole = paginate(composition.rows())
                if whole:
                    break
            shortened = composition.shortened or not whole
            out = io.BytesIO()
            canvas = self._canvas(out, PAGE, labels.word("resume", language), language)
            for number, rows in enumerate(pages, start=1):
                for y, row in rows:
                    self._draw(canvas, PAGE[1] - y, row)
                last = number == len(pages)
                self._footer(canvas, number, len(pages), language, shortened=shortened and last)
                canvas.showPage()
            canvas.save()
        missing = tuple(composition.missing)
        return RenderedResume(out.getvalue(), len(pages), missing, shortened)

    def slip(self, content: SlipContent, language: Language) -> RenderedSlip:
        """One strip of 80 mm receipt paper, as long as it needs to be."""
        with self._turn:
            out = io.BytesIO()
            canvas = self._canvas(out, (1, 1), labels.word("slip_title", language), language)
            missing = draw_slip(canvas, self._setter, content, language)
            canvas.showPage()
            canvas.save()
        return RenderedSlip(out.getvalue(), missing)

    def drawn(self, title: str, language: Language, draw: Callable[[Canvas, Typesetter], None]) -> bytes:
        """Another document of one page in the same fonts; ``draw`` sets the page's size."""
        with self._turn:
            out = io.BytesIO()
            canvas = self._canvas(out, (1, 1), title, language)
            draw(canvas, self._setter)
            canvas.showPage()
            canvas.save()
        return out.getvalue()

    def _canvas(self, out: io.BytesIO, size: tuple[float, float], title: str, language: Language) -> Canvas:
        # invariant: no time of making and no random document id, so that equal résumés have equal bytes
        canvas = Canvas(
            out, pagesize=size, invariant=1, pageCompression=1, initialFontName=self._setter.font_name("regular")
        )
        canvas.setTitle(title)
        canvas.setAuthor("")
        canvas.setSubject("")
        canvas.setCreator("Job fair kiosk")
        canvas.setProducer("Job fair kiosk")
        canvas.setCatalogEntry("Lang", "zh-CN" if language == "zh" else "en")
        return canvas

    def _draw(self, canvas: Canvas, y: float, row: Row) -> None:
        # One text object a row: readers then see one line, and the blank between its parts.
        line = canvas.beginText()
        parts = [(MARGIN_SIDE + s.x, s.text, self._setter.font_name(s.weight), row.size, s.color) for s in row.segments]
        if row.right:
            size = row.size * 0.95
            start = PAGE[0] - MARGIN_SIDE - self._setter.width(row.right, size)
            parts.append((start, row.right, self._setter.font_name("regular"), size, INK_2))
        for index, (x, text, font, size, color) in enumerate(parts):
            line.setTextOrigin(x, y)
            line.setFont(font, size)
            line.setFillColor(color)
            line.textOut(text + " " if index + 1 < len(parts) else text)
        canvas.drawText(line)
        if row.rule:
            canvas.setStrokeColor(ACCENT)
            canvas.setLineWidth(1)
            canvas.line(MARGIN_SIDE, y - row.size * 0.5, MARGIN_SIDE + CONTENT, y - row.size * 0.5)

    def _footer(self, canvas: Canvas, page: int, pages: int, language: Language, *, shortened: bool) -> None:
        canvas.setFont(self._setter.font_name("regular"), 8.5)
        canvas.setFillColor(INK_2)
        if shortened:
            canvas.drawString(MARGIN_SIDE, 34, labels.word("cut", language))
        if pages > 1:
            canvas.drawRightString(PAGE[0] - MARGIN_SIDE, 34, labels.word("page", language, page=page, pages=pages))
