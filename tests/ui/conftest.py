"""A kiosk with fake devices and a server in memory, and somebody in front of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("PySide6")

from PySide6.QtCore import QObject

from tests.fakes.server import FakeServer
from tests.fixtures.kiosk import PORTRAIT, FakedKiosk, Person, demo_server, faked, opened

Open = Callable[..., Person]


@pytest.fixture
def open_kiosk(qapp: QObject, tmp_path: Path) -> Iterator[Open]:
    """Opens the program: ``open_kiosk(server=…, size=…, language=…, camera=…, engine=…, printer=…, config=…)``."""
    with ExitStack() as stack:

        def make(
            server: FakeServer | None = None, size: tuple[int, int] = PORTRAIT, language: str = "zh", **devices: Any
        ) -> Person:
            kiosk = faked(tmp_path / "kiosk", server or demo_server(), **devices)
            return stack.enter_context(opened(kiosk, size, language))

        yield make


@pytest.fixture
def person(open_kiosk: Open) -> Person:
    """In front of a kiosk in portrait, in Chinese, with a camera that sees nobody."""
    return open_kiosk()


def kiosk_of(person: Person) -> FakedKiosk:
    assert isinstance(person.kiosk, FakedKiosk)
    return person.kiosk
