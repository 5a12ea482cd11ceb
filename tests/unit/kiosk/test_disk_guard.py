"""The disk guard: warned at 500 MB, stopped at 100 MB, and back again without coming and going."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.bootstrap import build
from kiosk.config import Config
from kiosk.disk_guard import LOW, STOP, DiskGuard, free_bytes, state_of

MB = 1024 * 1024


@pytest.mark.parametrize(
    ("free", "state"), [(LOW, "ok"), (LOW - 1, "low"), (STOP, "low"), (STOP - 1, "stop"), (0, "stop")]
)
def test_free_space_when_it_shrinks_has_these_states(free: int, state: str) -> None:
    assert state_of(free) == state


def test_guard_when_space_wavers_at_the_line_does_not_come_and_go() -> None:
    free = [600 * MB]
    guard = DiskGuard(Path("anywhere"), lambda _: free[0])
    seen = []
    for megabytes in (499, 501, 540, 560, 99, 101, 109, 111, 501, 551):
        free[0] = megabytes * MB
        seen.append(guard.look())
    assert seen == ["low", "low", "low", "ok", "stop", "stop", "stop", "low", "low", "ok"]


@pytest.mark.parametrize(("free", "codes"), [(LOW, ()), (LOW - 1, ("disk_low",)), (STOP - 1, ("disk_full",))])
def test_guard_when_asked_for_problems_has_the_organizers_codes(free: int, codes: tuple[str, ...]) -> None:
    assert DiskGuard(Path("anywhere"), lambda _: free).problems() == codes


def test_guard_when_nothing_can_be_measured_stays_as_it_was() -> None:
    broken = False

    def free(_: Path) -> int:
        if broken:
            raise OSError(5, "Input/output error")
        return STOP - 1

    guard = DiskGuard(Path("anywhere"), free)
    broken = True
    assert guard.look() == "stop"


def test_free_space_of_a_folder_not_made_yet_is_that_of_its_disk(tmp_path: Path) -> None:
    assert free_bytes(tmp_path / "not" / "there") > 0


def test_headless_kiosk_when_its_disk_fills_tells_the_organizer_with_its_heartbeat(tmp_path: Path) -> None:
    kiosk = build(Config(data=tmp_path))
    try:
        kiosk.disk._free = lambda _: STOP - 1
        assert kiosk.syncer.device_problems() == ("disk_full",)
    finally:
        kiosk.close()
