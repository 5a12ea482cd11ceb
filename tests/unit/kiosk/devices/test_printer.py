"""The printer through CUPS, with small scripts in place of lp and lpstat."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobfair.errors import PrinterLost
from kiosk.devices.printer import CupsPrinter

IDLE = "echo 'printer slips is idle.  enabled since today'"


def script(path: Path, body: str) -> str:
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return str(path)


def printer(folder: Path, lp: str = "cat > /dev/null", lpstat: str = IDLE, queue: str = "slips") -> CupsPrinter:
    return CupsPrinter(queue, timeout=20, lp=script(folder / "lp", lp), lpstat=script(folder / "lpstat", lpstat))


def test_slip_when_printed_reaches_lp_with_the_queue_and_no_name(tmp_path: Path) -> None:
    printer(tmp_path, lp=f'echo "$@" > {tmp_path}/said; cat > {tmp_path}/slip').print_slip(b"%PDF-1.7 slip")
    assert (tmp_path / "slip").read_bytes() == b"%PDF-1.7 slip"
    assert (tmp_path / "said").read_text().split()[-2:] == ["-d", "slips"]


@pytest.mark.parametrize(
    ("lpstat", "reason"),
    [
        ("echo 'printer slips disabled since today - reason unknown'", "switched off"),
        ("echo 'printer slips is idle.'; echo '	Alerts: media-empty-error'", "out of paper"),
        ("echo 'printer other is idle.'", "knows no printer"),
        ("echo 'lpstat: Invalid destination name' >&2; exit 1", "Invalid destination"),
    ],
)
def test_printer_when_it_cannot_print_says_why(tmp_path: Path, lpstat: str, reason: str) -> None:
    with pytest.raises(PrinterLost, match=reason):
        printer(tmp_path, lpstat=lpstat).print_slip(b"%PDF")


def test_printer_when_none_is_set_up_is_lost(tmp_path: Path) -> None:
    with pytest.raises(PrinterLost, match="no printer"):
        printer(tmp_path, lpstat="true", queue="").check()


def test_print_system_when_not_installed_names_the_package(tmp_path: Path) -> None:
    with pytest.raises(PrinterLost, match="cups-client"):
        CupsPrinter(lpstat=str(tmp_path / "missing")).check()


def test_print_system_when_it_hangs_is_lost(tmp_path: Path) -> None:
    hanging = CupsPrinter("slips", timeout=0.3, lpstat=script(tmp_path / "lpstat", "exec sleep 30"))
    with pytest.raises(PrinterLost, match="does not answer"):
        hanging.check()
