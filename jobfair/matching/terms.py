"""Words as the matcher sees them: normal form, language, cleaned titles."""

from __future__ import annotations

import re
import unicodedata

from jobfair.matching.adverts import bare_title
from jobfair.text import Language
from jobfair.traditional import simplified

_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
_WORD = re.compile(r"[a-z0-9+#.]+")
MAX_LENGTH = 200


def normal(text: str) -> str:
    """Compatibility forms and traditional characters folded, lower case, control characters and repeated blanks away,
    at most 200 characters."""
    folded = simplified(unicodedata.normalize("NFKC", text[: 4 * MAX_LENGTH]).lower())
    kept = folded
    if not folded.isprintable():
        # What has no width (Cf) divides no word; a line's end and other controls do.
        kinds = ((c, unicodedata.category(c)) for c in folded)
        kept = "".join(c if kind[0] != "C" else " " for c, kind in kinds if kind != "Cf")
    return " ".join(kept.split())[:MAX_LENGTH].strip()


def language_of(text: str) -> Language:
    """zh where there is any Chinese character, else en."""
    return "zh" if _HAN.search(text) else "en"


def clean_title(text: str) -> str:
    """The title without what advertisements hang on it (adverts.py). Never empty for a title."""
    whole = normal(text)
    return bare_title(whole, language_of(whole) == "zh") or whole


def same_term(a: str, b: str) -> bool:
    """Whether two normal terms are one: equal, or one holds the other (whole words; two Chinese characters or more)."""
    if a == b:
        return bool(a)
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    if short not in long:
        return False
    if language_of(short) == "zh":
        return len(short) >= 2 and len(short) * 3 >= len(long)
    if len(short) < 2:
        return False
    return re.search(rf"(?<![a-z0-9]){re.escape(short)}(?![a-z0-9+#])", long) is not None
