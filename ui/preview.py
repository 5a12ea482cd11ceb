"""Draw one page, or the gallery of components, to a PNG: a tool for those who build the screens, and for their tests.

    python -m ui.preview Home --language en --size 1920x1080 --out home.png
    python -m ui.preview --all --language zh --size 1080x1920 --out-dir shots

Runs on any Qt platform; QT_QPA_PLATFORM=offscreen draws with the software renderer.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQuick import QQuickView

from jobfair.text import LANGUAGES
from ui.fonts import use_fonts
from ui.words import Words

QML = Path(__file__).resolve().parent / "qml"
SAMPLES = QML / "samples.json"


def pages() -> list[str]:
    """Names of every page that has sample data, as ``Home`` or ``Home/offline`` (a variant)."""
    return list(json.loads(SAMPLES.read_text("utf-8")))


def sample(name: str, language: str) -> dict[str, object]:
    """The sample of one page: ``page`` (file), ``frame``, ``view``; texts of ``{"zh", "en"}`` resolved."""

    def resolve(value: object) -> object:
        if isinstance(value, dict):
            if value and set(value) <= set(LANGUAGES):
                return value.get(language) or next(iter(value.values()))
            return {key: resolve(inner) for key, inner in value.items()}
        return [resolve(inner) for inner in value] if isinstance(value, list) else value

    every = json.loads(SAMPLES.read_text("utf-8"))
    entry = every[name]
    base = {} if entry.get("view") is not None and "/" not in name else every.get(name.split("/")[0], {})
    view = {**base.get("view", {}), **entry.get("view", {})}
    frame = {**every["_frame"], **base.get("frame", {}), **entry.get("frame", {})}
    resolved = resolve({"page": entry.get("page", base.get("page")), "frame": frame, "view": view})
    assert isinstance(resolved, dict)
    return resolved


def wait(milliseconds: int) -> None:
    """Let the event loop run for a while."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Preview:
    """One window with the gallery's stage in it; shows one sample after another."""

    def __init__(self, width: int, height: int, language: str) -> None:
        self.words = Words()
        self.words.setProperty("language", language)
        self.view = QQuickView()
        self.view.setResizeMode(QQuickView.ResizeMode.SizeRootObjectToView)
        self.view.resize(width, height)
        self.view.setInitialProperties({"words": self.words})
        self.view.setSource(QUrl.fromLocalFile(str(QML / "Gallery.qml")))
        if self.view.status() != QQuickView.Status.Ready:
            raise RuntimeError("; ".join(error.toString() for error in self.view.errors()))
        self.view.show()

    def show(self, name: str, frame: dict[str, object] | None = None) -> None:
        """Show the sample called ``name``; ``frame`` overrides keys of its frame."""
        entry = sample(name, self.words.property("language"))
        root = self.view.rootObject()
        shown = entry["frame"]
        assert isinstance(shown, dict)
        root.setProperty("frame", {**shown, **(frame or {})})
        root.setProperty("view", entry["view"])
        root.setProperty("pageFile", f"{entry['page']}.qml")

    def save(self, path: Path) -> None:
        """Write what is on the screen now."""
        path.parent.mkdir(parents=True, exist_ok=True)
        if not self.view.grabWindow().save(str(path)):
            raise OSError(f"cannot write {path.name}")


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m ui.preview", description="Draw a page of the kiosk to a PNG.")
    parser.add_argument("page", nargs="?", default="Components")
    parser.add_argument("--all", action="store_true", help="every sample, into --out-dir")
    parser.add_argument("--match", default="", help="with --all: only samples whose name contains this")
    parser.add_argument("--language", choices=LANGUAGES, default="zh")
    parser.add_argument("--size", default="1080x1920")
    parser.add_argument("--out", type=Path, default=Path("page.png"))
    parser.add_argument("--out-dir", type=Path, default=Path("shots"))
    parser.add_argument("--settle", type=int, default=700, help="milliseconds before the picture is taken")
    parser.add_argument("--frame", type=json.loads, default={}, help='JSON, e.g. {"large_type": true}')
    args = parser.parse_args(argv)
    width, height = (int(part) for part in args.size.split("x"))
    QGuiApplication.setDesktopSettingsAware(False)
    application = QGuiApplication(sys.argv[:1])
    use_fonts()
    preview = Preview(width, height, args.language)
    names = [name for name in pages() if not name.startswith("_") and args.match in name] if args.all else [args.page]
    for name in names:
        preview.show(name, args.frame)
        wait(args.settle)
        path = args.out_dir / f"{name.replace('/', '-')}-{args.language}-{args.size}.png" if args.all else args.out
        preview.save(path)
        print(path)
    del preview
    application.quit()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
