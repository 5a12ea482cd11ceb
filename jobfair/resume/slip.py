"""The slip a seeker takes home: 80 mm receipt paper, black only, as long as it needs to be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import segno
from reportlab.lib.units import mm

from jobfair.resume import labels
from jobfair.resume.typesetter import Typesetter, Weight
from jobfair.text import Language

WIDTH = 80 * mm
MARGIN = 4.5 * mm  # what 80 mm receipt printers leave blank on both sides
CONTENT = WIDTH - 2 * MARGIN
QR_SIDE = 26 * mm  # about; a module is a whole number of printer dots, or its edges blur
_DOT = mm / 8  # 203 dpi, the usual receipt printer
_LEAST_DOTS = 4  # 0.5 mm a module: what phones read off thermal paper
_QUIET = 4  # modules of white that a QR code needs around it


@dataclass(frozen=True)
class SlipItem:
    """One submission: the booth's number, its employer, the opening's title, in the slip's language."""

    booth: str
    employer: str
    opening: str


@dataclass(frozen=True)
class SlipAnswer:
    """One question about her data and the answer: ``purpose`` and ``state`` are words of this slip (labels.py);
    ``until`` as it shall be printed, empty where nothing is kept."""

    purpose: str
    state: str
    until: str = ""


@dataclass(frozen=True)
class SlipContent:
    """What stands on a slip; empty parts are left out.

    ``when`` is the local time as it shall be printed. ``pass_code`` is the text of a QR code (a signed pass),
    and so is each of ``withdrawals`` (jobfair/taking_back.py). ``visit_code`` only when it was chosen in this
    visit: it is printed below a line to tear at, because a pass and its code on one paper would be no second factor.
    ``answers`` with ``receipt_code`` are the consent receipt (jobfair/consent_receipt.py); ``texts_version`` is that of
    the words that were asked.
    """

    fair: str
    reference: str
    when: str
    kiosk: str = ""
    items: tuple[SlipItem, ...] = ()
    pass_code: str = ""
    withdrawals: tuple[str, ...] = ()
    visit_code: str = ""
    answers: tuple[SlipAnswer, ...] = ()
    texts_version: str = ""
    receipt_code: str = ""


@dataclass
class Strip:
    """Drawing steps from the top down; the paper's length is known when all are there."""

    setter: Typesetter
    steps: list[Callable[[Any, float], None]] = field(default_factory=list)
    missing: dict[str, None] = field(default_factory=dict)
    y: float = 5 * mm

    def draw(self, canvas: Any) -> tuple[str, ...]:
        """All of it, in black, on the canvas' page, which becomes as long; the characters that the fonts lack."""
        height = self.y + 6 * mm
        canvas.setPageSize((WIDTH, height))
        canvas.setFillColorRGB(0, 0, 0)
        canvas.setStrokeColorRGB(0, 0, 0)
        for step in self.steps:
            step(canvas, height)
        return tuple(self.missing)

    def text(
        self,
        text: str,
        size: float,
        *,
        weight: Weight = "regular",
        x: float = 0,
        width: float | None = None,
        gap: float = 0,
    ) -> None:
        text, missing = self.setter.printable(text)
        self.missing.update(dict.fromkeys(missing))
        self.y += gap
        for line in self.setter.wrap(text, (width or CONTENT) - x, size, weight):
            self.steps.append(self._string(line, size, weight, x, self.y + size * 1.08))
            self.y += size * 1.45

    def _string(self, line: str, size: float, weight: Weight, x: float, y: float) -> Callable[[Any, float], None]:
        def step(canvas: Any, height: float) -> None:
            canvas.setFont(self.setter.font_name(weight), size)
            canvas.drawString(MARGIN + x, height - y, line)

        return step

    def rule(self, *, dashed: bool = False) -> None:
        y = self.y + 2.6 * mm

        def step(canvas: Any, height: float) -> None:
            canvas.setDash(*((3, 3) if dashed else ()))
            canvas.setLineWidth(0.8)
            canvas.line(0 if dashed else MARGIN, height - y, WIDTH if dashed else WIDTH - MARGIN, height - y)
            canvas.setDash()

        self.steps.append(step)
        self.y = y + 2.2 * mm

    def qr(self, text: str, caption: str) -> None:
        """A QR code at the left with its caption beside it."""
        matrix = [bytes(row) for row in segno.make(text, error="m", micro=False).matrix]
        modules = len(matrix) + 2 * _QUIET
        module = max(_LEAST_DOTS, int(QR_SIDE / modules / _DOT)) * _DOT
        side = module * modules
        top = self.y + 1 * mm

        def step(canvas: Any, height: float) -> None:
            for r, row in enumerate(matrix):
                c = 0
                while c < len(row):  # one rectangle a run: no hairlines between modules, and a small file
                    end = c
                    while end < len(row) and row[end]:
                        end += 1
                    if end > c:
                        y = height - top - (r + _QUIET + 1) * module
                        canvas.rect(MARGIN + (c + _QUIET) * module, y, (end - c) * module, module, stroke=0, fill=1)
                    c = end + 1

        self.steps.append(step)
        x = side + 1 * mm
        lines = len(list(self.setter.wrap(caption, CONTENT - x, 9.5)))
        self.y = top + max(0.0, (side - lines * 9.5 * 1.45) / 2)
        self.text(caption, 9.5, x=x)
        self.y = max(self.y, top + side)


def draw_slip(canvas: Any, setter: Typesetter, content: SlipContent, language: Language) -> tuple[str, ...]:
    """Draw the slip on the canvas' page and size the page to it; the characters that the fonts lack."""
    strip = Strip(setter)
    strip.text(content.fair, 13, weight="bold")
    kiosk = labels.word("kiosk", language, kiosk=content.kiosk) if content.kiosk else ""
    strip.text("    ".join(part for part in (content.when, kiosk) if part), 9.5)
    strip.rule()
    strip.text(labels.word("reference", language), 9.5)
    strip.text(content.reference, 27, weight="bold")
    if content.items:
        key = "submitted_one" if len(content.items) == 1 else "submitted"
        strip.text(labels.word(key, language, count=len(content.items)), 10.5, weight="bold", gap=1 * mm)
        column = max(setter.width(item.booth, 10.5, "bold") for item in content.items) + 3 * mm
        for item in content.items:
            strip.y += 1.2 * mm
            top = strip.y
            strip.text(item.booth, 10.5, weight="bold")
            strip.y = top
            strip.text(item.opening or item.employer, 10.5, weight="bold", x=column)
            if item.opening:
                strip.text(item.employer, 9.5, x=column)
        strip.text(labels.word("keep", language), 9.5, gap=1.6 * mm)
    if content.withdrawals or content.pass_code:
        strip.rule()
    for withdrawal in content.withdrawals:
        strip.qr(withdrawal, labels.word("take_back", language))
    if content.pass_code:
        strip.qr(content.pass_code, labels.word("pass", language))
    if content.answers:
        strip.rule()
        strip.text(labels.word("consents", language), 10.5, weight="bold")
        for answer in content.answers:
            said = labels.word(f"consent_{answer.state}", language)
            if answer.until:
                said = labels.word("consent_until", language, state=said, until=answer.until)
            strip.text(labels.word(f"purpose_{answer.purpose}", language), 9.5, gap=1 * mm)
            strip.text(said, 9.5, weight="bold", x=3 * mm)
        if content.texts_version:
            strip.text(labels.word("consent_version", language, version=content.texts_version), 9.5, gap=1 * mm)
        if content.receipt_code:
            strip.qr(content.receipt_code, labels.word("receipt", language))
    if content.visit_code:
        strip.rule(dashed=True)
        strip.text(labels.word("visit_code", language), 9.5)
        strip.text(f"{content.visit_code[:3]} {content.visit_code[3:]}".strip(), 27, weight="bold")
        strip.text(labels.word("visit_code_use", language), 9.5, gap=1 * mm)
    return strip.draw(canvas)
