"""Make resources/fonts: static Regular and Bold of Noto Sans SC from the variable font of a wheel.

reportlab and Qt both take a static TrueType file; the variable one holds weights nobody here uses. The source is the
PyPI package ``justmytype-intl-cjk`` (fonts under the SIL Open Font License 1.1, whose text is kept beside the fonts).
The same input gives the same bytes.

    python resources/make/fonts.py            # needs: pip install fonttools justmytype-intl-cjk
"""

from __future__ import annotations

import importlib.util
import os
import sys
from pathlib import Path

from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

WEIGHTS = {"Regular": 400, "Bold": 700}
FONTS = Path(__file__).resolve().parent.parent / "fonts"


def source_folder() -> Path:
    """Where the wheel keeps Noto Sans SC; SystemExit with what to install where it is missing."""
    spec = importlib.util.find_spec("justmytype_intl_cjk")
    if spec is None or spec.origin is None:
        raise SystemExit("fonts: install justmytype-intl-cjk first (pip install justmytype-intl-cjk)")
    return Path(spec.origin).parent / "fonts" / "ofl" / "notosanssc"


def make(style: str, source: Path, target: Path) -> None:
    """Cut one static weight out of the variable font and name it so that Regular and Bold are one family."""
    font = TTFont(source, recalcTimestamp=False)
    instancer.instantiateVariableFont(font, {"wght": WEIGHTS[style]}, inplace=True, updateFontNames=True)
    font.save(target)


def main() -> int:
    # fontTools stamps the time of the build into 'head' unless told; the bytes must not depend on the day.
    os.environ.setdefault("SOURCE_DATE_EPOCH", "0")
    folder = source_folder()
    FONTS.mkdir(parents=True, exist_ok=True)
    for style in WEIGHTS:
        target = FONTS / f"NotoSansSC-{style}.ttf"
        make(style, folder / "NotoSansSC[wght].ttf", target)
        print(f"{target.name}: {target.stat().st_size / 1e6:.1f} MB")
    (FONTS / "OFL.txt").write_bytes((folder / "OFL.txt").read_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
