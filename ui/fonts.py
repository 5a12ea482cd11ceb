"""The typeface of every screen: Noto Sans SC, ours, or the system's where ours is missing."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication

FONTS = Path(__file__).resolve().parent.parent / "resources" / "fonts"
FALLBACK = "Noto Sans CJK SC"


def use_fonts(folder: Path = FONTS) -> str:
    """Load Regular and Bold, make the family the application's font, and return its name."""
    family = FALLBACK
    for name in ("NotoSansSC-Regular.ttf", "NotoSansSC-Bold.ttf"):
        path = folder / name
        if not path.exists():
            continue
        families = QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
        if families:
            family = families[0]
    QGuiApplication.setFont(QFont(family))
    return family
