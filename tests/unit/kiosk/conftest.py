"""A paired kiosk with a fake server and a clock that the test sets."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk.bootstrap import Kiosk
from tests.fakes.clock import FakeClock
from tests.fakes.kiosk import fake_kiosk
from tests.fakes.server import FakeServer


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def kiosk(tmp_path: Path, server: FakeServer, clock: FakeClock) -> Iterator[Kiosk]:
    found = fake_kiosk(tmp_path, server, clock)
    yield found
    found.close()
