"""What the program notes of its frames."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("PySide6")

from PySide6.QtQuick import QQuickWindow

from ui.frame_times import FrameTimes


def test_frame_times_when_the_page_is_at_rest_keep_coming_and_name_the_page(qtbot: Any, tmp_path: Path) -> None:
    file, window, page = tmp_path / "frames.txt", QQuickWindow(), ["attract"]
    times = FrameTimes(window, file, lambda: page[0])
    window.resize(64, 64)
    window.show()
    qtbot.waitUntil(file.exists)
    page[0] = "looking"

    def both() -> None:
        times.write()
        frames = [line.split() for line in file.read_text("utf-8").splitlines()]
        assert [frame[1] for frame in frames][:1] == ["attract"]
        assert frames[-1][1] == "looking"
        assert [float(frame[0]) for frame in frames] == sorted(float(frame[0]) for frame in frames)

    qtbot.waitUntil(lambda: _holds(both))
    window.close()


def _holds(check: Any) -> bool:
    try:
        check()
    except AssertionError:
        return False
    return True
