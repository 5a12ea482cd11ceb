"""Text on paper: the two fonts, what they can draw, how wide it is and where a line may break."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).resolve().parents[2] / "resources" / "fonts"
Weight = Literal["regular", "bold"]

# Chinese line breaking (GB/T 15834): closing marks do not begin a line, opening marks do not end one.
_NOT_FIRST = set("，。、；：？！）》」』】〕〉”’…·,.;:?!)]}%‰℃–—")
_NOT_LAST = set("（《「『【〔〈“‘([{")
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufe00-\ufe0f\ufeff\U000e0100-\U000e01ef]")
_SUBSTITUTION = re.compile(r"〔U\+[0-9A-F]{4,6}〕")


class _Font(TTFont):  # type: ignore[misc]
    """reportlab writes characters above U+FFFF into the ToUnicode map as they are; readers want UTF-16."""

    def addObjects(self, doc: Any) -> None:
        super().addObjects(doc)
        for key, stream in doc.idToObject.items():
            if key.startswith("toUnicodeCMap:") and isinstance(stream.content, str):
                stream.content = re.sub(
                    r"<([0-9A-F]{5,6})>",
                    lambda found: f"<{chr(int(found[1], 16)).encode('utf-16-be').hex().upper()}>",
                    stream.content,
                )


class Typesetter:
    """Noto Sans SC in two weights. Build it once: loading the fonts takes about 0.2 s and 60 MB.

    ``fonts`` is the folder with NotoSansSC-Regular.ttf and NotoSansSC-Bold.ttf.
    """

    def __init__(self, fonts: Path = FONTS) -> None:
        self._fonts: dict[Weight, _Font] = {
            "regular": _Font("NotoSansSC", str(fonts / "NotoSansSC-Regular.ttf")),
            "bold": _Font("NotoSansSC-Bold", str(fonts / "NotoSansSC-Bold.ttf")),
        }
        for font in self._fonts.values():
            pdfmetrics.registerFont(font)  # reportlab finds fonts by name only
        self._drawable = {c for c in self._fonts["regular"].face.charToGlyph if c >= 0x20 and not 0x7F <= c < 0xA0}

    def font_name(self, weight: Weight) -> str:
        return str(self._fonts[weight].fontName)

    def width(self, text: str, size: float, weight: Weight = "regular") -> float:
        """Width in points."""
        return float(self._fonts[weight].stringWidth(text, size))

    def printable(self, text: str) -> tuple[str, tuple[str, ...]]:
        """``text`` as it can be drawn, and the characters that the fonts lack, each once.

        A missing character becomes its number in brackets, 𠮷 -> 〔U+20BB7〕: ugly, but seen, where an empty box would
        be passed over. Line breaks and runs of blanks become one blank; marks without a shape of their own are dropped.
        """
        text = _INVISIBLE.sub("", " ".join(text.split()))
        if all(ord(c) in self._drawable for c in text):
            return text, ()
        text = unicodedata.normalize("NFC", text)
        missing = tuple(dict.fromkeys(c for c in text if ord(c) not in self._drawable))
        return "".join(f"〔U+{ord(c):04X}〕" if c in missing else c for c in text), missing

    def wrap(self, text: str, width: float, size: float, weight: Weight = "regular") -> Iterator[str]:
        """The lines of ``text`` at most ``width`` points wide: words stay whole where they fit, Chinese breaks anywhere
        but before closing and after opening marks."""
        line, used = "", 0.0
        for piece in _pieces(text):
            room = self.width(piece, size, weight)
            if line and used + self.width(piece.rstrip(), size, weight) > width:
                yield line.rstrip()
                line, used = "", 0.0
                piece = piece.lstrip()
                room = self.width(piece, size, weight)
            while room > width:  # one word longer than a line
                head = self._head_that_fits(piece, width, size, weight)
                yield head
                piece = piece[len(head) :]
                room = self.width(piece, size, weight)
            line, used = line + piece, used + room
        if line.strip():
            yield line.rstrip()

    def _head_that_fits(self, piece: str, width: float, size: float, weight: Weight) -> str:
        end = 1
        while end < len(piece) and self.width(piece[: end + 1], size, weight) <= width:
            end += 1
        return piece[:end]


def _pieces(text: str) -> Iterator[str]:
    """What a line break may not cut: a word with its blanks, a Chinese character with the marks that cling to it."""
    piece = ""
    for unit in re.findall(rf"{_SUBSTITUTION.pattern}|[^\s\u2e80-\uffff\U00020000-\U0003ffff]+|\s+|.", text):
        clings = not piece or unit.isspace() or unit[0] in _NOT_FIRST or piece[-1] in _NOT_LAST
        if clings:
            piece += unit
        else:
            yield piece
            piece = unit
    if piece:
        yield piece
