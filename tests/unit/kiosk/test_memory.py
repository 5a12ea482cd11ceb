from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.memory import swaps_on_disk

HEAD = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"


@pytest.fixture
def devices(tmp_path: Path) -> Path:
    """As /sys/class/block: a partition, zram, dm-crypt, LVM on dm-crypt, LVM on a partition."""
    for name in ("sda2", "zram0", "zram1", "dm-0/dm", "dm-1/dm", "dm-1/slaves/dm-0", "dm-2/dm", "dm-2/slaves/sda2"):
        (tmp_path / name).mkdir(parents=True)
    (tmp_path / "zram0/backing_dev").write_text("none\n")
    (tmp_path / "zram1/backing_dev").write_text("/dev/sda3\n")
    (tmp_path / "dm-0/dm/uuid").write_text("CRYPT-LUKS2-ab-sda3_crypt\n")
    (tmp_path / "dm-1/dm/uuid").write_text("LVM-ab\n")
    (tmp_path / "dm-2/dm/uuid").write_text("LVM-cd\n")
    return tmp_path


@pytest.mark.parametrize(
    ("place", "tells"),
    [
        ("/dev/sda2", True),
        ("/swapfile", True),
        ("/dev/zram0", False),
        ("/dev/zram1", True),
        ("/dev/dm-0", False),
        ("/dev/dm-1", False),
        ("/dev/dm-2", True),
    ],
)
def test_swap_when_it_lies_on_a_disk_in_clear_is_told_and_else_not(devices: Path, place: str, tells: bool) -> None:
    listed = devices / "swaps"
    listed.write_text(HEAD + f"{place}\t\tpartition\t975868\t\t0\t\t-2\n")
    assert swaps_on_disk(listed, devices) == ((place,) if tells else ())


def test_swap_when_there_is_none_or_no_list_is_nothing(devices: Path) -> None:
    (devices / "swaps").write_text(HEAD)
    assert swaps_on_disk(devices / "swaps", devices) == swaps_on_disk(devices / "none", devices) == ()
