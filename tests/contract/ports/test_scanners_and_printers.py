"""Every scanner and every printer keeps its port's promises, the fakes too."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jobfair.errors import ScannerLost
from kiosk.devices.card_reader import PcscReader
from kiosk.devices.printer import CupsPrinter, FilePrinter
from kiosk.devices.scanner import SerialScanner
from kiosk.ports import Printer, Scanner
from tests.fakes.devices import FakePrinter, FakeScanner
from tests.fakes.scard import FakeScard, FileCard

Scan = Callable[[str], None]


@pytest.fixture(params=["fake", "serial", "pcsc"])
def scanner(request: pytest.FixtureRequest) -> Iterator[tuple[Scanner, Scan]]:
    if request.param == "fake":
        fake = FakeScanner()
        yield fake, fake.scan
        return
    if request.param == "pcsc":
        scard = FakeScard()
        yield PcscReader(card="select:A00000000101 record:1.2", scard=scard), lambda text: scard.lay(FileCard(text))
        return
    far, near = os.openpty()
    real = SerialScanner(os.ttyname(near))
    yield real, lambda text: os.write(far, f"{text}\r\n".encode()) and None
    real.close()
    os.close(far)
    os.close(near)


def test_closed_scanner_when_polled_is_lost(scanner: tuple[Scanner, Scan]) -> None:
    with pytest.raises(ScannerLost):
        scanner[0].poll()


def test_scanner_when_nothing_is_scanned_gives_none_and_then_each_code_once(scanner: tuple[Scanner, Scan]) -> None:
    port, scan = scanner
    port.open()
    assert port.poll() is None
    scan("JF1.first")
    scan("JF1.second")
    codes = []
    for _ in range(200):
        code = port.poll()
        if code is None:
            time.sleep(0.005)
        else:
            codes.append(code)
        if len(codes) == 2:
            break
    assert codes == ["JF1.first", "JF1.second"]
    assert port.poll() is None
    port.close()
    port.close()


@pytest.fixture(params=["fake", "file", "cups"])
def printer(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Printer, Callable[[], list[bytes]]]:
    if request.param == "fake":
        fake = FakePrinter()
        return fake, lambda: fake.slips
    slips = tmp_path / "slips"
    if request.param == "file":
        return FilePrinter(slips), lambda: [path.read_bytes() for path in sorted(slips.iterdir())]
    slips.mkdir()
    programs = {"lp": f"cat > {slips}/$$.pdf", "lpstat": "echo 'printer slips is idle.'"}
    for name, body in programs.items():
        (tmp_path / name).write_text(f"#!/bin/sh\n{body}\n")
        (tmp_path / name).chmod(0o755)
    real = CupsPrinter("slips", lp=str(tmp_path / "lp"), lpstat=str(tmp_path / "lpstat"))
    return real, lambda: [path.read_bytes() for path in sorted(slips.iterdir())]


def test_slips_when_printed_arrive_whole(printer: tuple[Printer, Callable[[], list[bytes]]]) -> None:
    port, slips = printer
    port.check()
    port.print_slip(b"%PDF-1.7 one")
    port.print_slip(b"%PDF-1.7 two")
    assert sorted(slips()) == [b"%PDF-1.7 one", b"%PDF-1.7 two"]
