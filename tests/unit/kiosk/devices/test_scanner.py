"""The serial scanner, on a pseudo-terminal in place of the cable."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator

import pytest

from jobfair.errors import ScannerLost
from kiosk.devices.scanner import LONGEST_CODE, SerialScanner


class Cable:
    """The far end of the line."""

    def __init__(self) -> None:
        self.end, near = os.openpty()
        self.port = os.ttyname(near)
        self._near = near

    def send(self, data: bytes) -> None:
        os.write(self.end, data)

    def pull(self) -> None:
        for end in (self.end, self._near):
            if end >= 0:
                os.close(end)
        self.end = self._near = -1


@pytest.fixture
def cable() -> Iterator[Cable]:
    cable = Cable()
    yield cable
    cable.pull()


@pytest.fixture
def scanner(cable: Cable) -> Iterator[SerialScanner]:
    scanner = SerialScanner(cable.port)
    scanner.open()
    yield scanner
    scanner.close()


def next_code(scanner: SerialScanner) -> str | None:
    for _ in range(100):
        code = scanner.poll()
        if code is not None:
            return code
        time.sleep(0.01)
    return None


def test_code_when_scanned_in_pieces_is_read_whole(cable: Cable, scanner: SerialScanner) -> None:
    cable.send(b"JF1.pay")
    assert scanner.poll() is None
    cable.send("load.张\r\n".encode())
    assert next_code(scanner) == "JF1.payload.张"
    assert scanner.poll() is None


def test_two_codes_when_they_come_together_are_read_in_turn(cable: Cable, scanner: SerialScanner) -> None:
    cable.send(b"first\rsecond\r")
    assert [next_code(scanner), next_code(scanner)] == ["first", "second"]


def test_noise_without_an_end_when_too_long_is_dropped_and_does_not_block_the_next(
    cable: Cable, scanner: SerialScanner
) -> None:
    for _ in range(LONGEST_CODE // 512 + 2):
        cable.send(b"x" * 512)
        for _ in range(20):
            scanner.poll()
    cable.send(b"\rgood\r")
    codes = [next_code(scanner), next_code(scanner)]
    assert "good" in codes


def test_cable_when_pulled_out_loses_the_scanner(cable: Cable, scanner: SerialScanner) -> None:
    cable.pull()
    with pytest.raises(ScannerLost):
        for _ in range(100):
            scanner.poll()
            time.sleep(0.01)


def test_missing_port_when_opened_is_lost() -> None:
    with pytest.raises(ScannerLost):
        SerialScanner("/dev/no-such-scanner").open()
