"""Traditional Chinese characters made simplified, one for one: 護士 is 护士 wherever texts are compared."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path


@cache
def characters() -> Mapping[int, str]:
    """Simplified form by code point, as ``str.translate`` takes it, of resources/folding (OpenCC's table)."""
    file = Path(__file__).resolve().parents[1] / "resources" / "folding" / "traditional.txt"
    return {ord(pair[0]): pair[1] for pair in file.read_text(encoding="utf-8").split()}


def simplified(text: str) -> str:
    """As long as the text, character by character; what is not traditional stays."""
    return text if text.isascii() else text.translate(characters())
