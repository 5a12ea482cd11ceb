"""The sign for the wall: where faces may be measured, by whom, what for, and that nobody has to. A4, both languages.

Measures on face recognition of 2025, art. 5 and 13; PIPL art. 17 and 26; GDPR art. 13."""

from __future__ import annotations

import io
from typing import Any

from reportlab.pdfgen.canvas import Canvas

from jobfair.resume.layout import ACCENT, INK, INK_2, PAGE
from jobfair.resume.typesetter import Typesetter, Weight
from jobfair.text import Language, in_language
from server.fairs.models import Fair, fair_head
from server.paper.sheet import draw

SIDE = 56.0
WIDTH = PAGE[0] - 2 * SIDE
_WORDS: dict[Language, dict[str, str]] = {
    "zh": {
        "title": "人脸识别区域",
        "free": "自愿使用。不用人脸也一样办：参会码、证件、手机号码。",
        "area": "采集区域",
        "what": "做什么",
        "what_text": "摄像头平时关闭。您在屏幕上同意后才打开，只用来找到您的登记；不拍照、不录像。未满 14 周岁不采集。",
        "kept": "保存",
        "kept_text": "您另外同意时，才保存一组人脸特征数字，到期删除，随时可以撤回。",
        "who": "谁负责",
    },
    "en": {
        "title": "Face recognition area",
        "free": "Only if you wish. Pass, document and phone number do the same.",
        "area": "Capture area",
        "what": "What for",
        "what_text": "The camera is closed until you agree on the screen. It only finds your registration;"
        " no photo, no film. Not under 14.",
        "kept": "Kept",
        "kept_text": "Numbers of your face, only if you agree to that too. Deleted when over; taken back at any time.",
        "who": "Who",
    },
}


def sign_pdf(fair: Fair) -> bytes:
    return draw(lambda setter: _drawn(fair, setter))


def _drawn(fair: Fair, setter: Typesetter) -> bytes:
    head, out = fair_head(fair), io.BytesIO()
    canvas = Canvas(out, pagesize=PAGE, pageCompression=1, initialFontName=setter.font_name("regular"))
    canvas.setTitle(in_language(head.name, "zh"))
    _band(canvas)
    y = 268.0
    for language in ("zh", "en"):
        words = _WORDS[language]  # type: ignore[index]
        y = _text(canvas, setter, words["title"], y, 38 if language == "zh" else 30, "bold", INK)
        y = _text(canvas, setter, words["free"], y + 4, 16 if language == "zh" else 14, "bold", ACCENT) + 8
        organizer = in_language(head.organizer, language) or in_language(head.name, language)  # type: ignore[arg-type]
        who = (organizer + (("，" if language == "zh" else ", ") + head.contact if head.contact else "")).strip()
        for label, text in (
            (words["area"], fair.face_capture_area),
            (words["what"], words["what_text"]),
            (words["kept"], words["kept_text"]),
            (words["who"], who),
        ):
            y = _fact(canvas, setter, label, text, y)
        y += 22
    canvas.showPage()
    canvas.save()
    return out.getvalue()


def _band(canvas: Any) -> None:
    """The head: a face within four corners, as the camera's frame on the screen."""
    canvas.setFillColor(ACCENT)
    canvas.rect(0, PAGE[1] - 232, PAGE[0], 232, stroke=0, fill=1)
    canvas.setStrokeColor("#FFFFFF")
    canvas.setLineWidth(7)
    canvas.setLineCap(1)
    x, y, arm, half = PAGE[0] / 2, PAGE[1] - 116, 34, 78
    for sx in (-1, 1):
        for sy in (-1, 1):
            canvas.lines(
                [
                    (x + sx * half, y + sy * half, x + sx * (half - arm), y + sy * half),
                    (x + sx * half, y + sy * half, x + sx * half, y + sy * (half - arm)),
                ]
            )
    canvas.ellipse(x - 40, y - 52, x + 40, y + 52, stroke=1, fill=0)
    canvas.setFillColor("#FFFFFF")
    for sx in (-1, 1):
        canvas.circle(x + sx * 16, y + 12, 4.5, stroke=0, fill=1)
    canvas.arc(x - 16, y - 28, x + 16, y - 4, 200, 140)


def _fact(canvas: Any, setter: Typesetter, label: str, text: str, y: float) -> float:
    canvas.setFont(setter.font_name("bold"), 12)
    canvas.setFillColor(INK_2)
    canvas.drawString(SIDE, PAGE[1] - y - 13, label)
    end = _text(canvas, setter, text or "—", y, 12.5, "regular", INK, x=92)
    canvas.setStrokeColor("#D9D5CB")
    canvas.setLineWidth(0.7)
    canvas.line(SIDE, PAGE[1] - end - 3, PAGE[0] - SIDE, PAGE[1] - end - 3)
    return end + 8


def _text(
    canvas: Any, setter: Typesetter, text: str, y: float, size: float, weight: Weight, color: str, x: float = 0.0
) -> float:
    """Draws from ``y`` points below the top; where the next line begins."""
    printable, _ = setter.printable(text)
    for line in setter.wrap(printable, WIDTH - x, size, weight):
        canvas.setFont(setter.font_name(weight), size)
        canvas.setFillColor(color)
        canvas.drawString(SIDE + x, PAGE[1] - y - size * 1.05, line)
        y += size * 1.45
    return y
