"""What is shipped: the locks, the commands, the kiosk's PyInstaller file, the decisions."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
LOCKS = sorted((ROOT / "locks").glob("*.lock"))


def _locked(lock: Path) -> dict[str, str]:
    """Name to version of what a lock pins."""
    return dict(re.findall(r"^([a-z0-9.-]+)(?:\[[a-z,-]+\])?==(\S+)", lock.read_text("utf-8"), re.MULTILINE))


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=~! ]", line)[0].lower().replace("_", "-") for line in requirements}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_when_read_pins_every_package_with_hashes_and_names_no_address(lock: Path):
    text = lock.read_text("utf-8")
    assert not re.search(r"^\s*(-i|-f|--(extra-)?index-url|--find-links|--trusted-host)|[a-z]+://", text, re.MULTILINE)
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert blocks
    for block in blocks:
        assert "==" in block.splitlines()[0]
        assert "--hash=sha256:" in block


@pytest.mark.parametrize(("lock", "extras"), [("dev", "kiosk server dev"), ("kiosk", "kiosk"), ("server", "server")])
def test_lock_when_compared_with_the_project_holds_all_that_it_asks_for(lock: str, extras: str):
    wanted = _names(PROJECT["project"]["dependencies"])
    for extra in extras.split():
        wanted |= _names(PROJECT["project"]["optional-dependencies"][extra])
    assert wanted - set(_locked(ROOT / "locks" / f"{lock}.lock")) == set()


def test_locks_when_compared_ship_the_versions_that_are_tested():
    tested = _locked(ROOT / "locks" / "dev.lock")
    for name in ("kiosk", "server", "build"):
        shipped = _locked(ROOT / "locks" / f"{name}.lock")
        assert {package: tested.get(package) for package in shipped} == shipped


def test_locks_when_read_leave_out_what_must_not_come_in():
    unwanted = {"opencv-python", "pyside6", "dlib", "face-recognition"}
    for lock in LOCKS:
        assert unwanted & set(_locked(lock)) == set()


def test_kiosk_spec_when_read_is_python_and_leaves_the_68_point_file_out():
    spec = (ROOT / "kiosk.spec").read_text("utf-8")
    compile(spec, "kiosk.spec", "exec")
    assert "shape_predictor_68" not in spec


def test_decisions_when_listed_are_all_numbered_and_in_the_index():
    pages = sorted((ROOT / "docs" / "decisions").glob("0*.md"))
    index = (ROOT / "docs" / "decisions" / "README.md").read_text("utf-8")
    assert [int(page.name[:4]) for page in pages] == list(range(1, len(pages) + 1))
    for page in pages:
        assert f"({page.name})" in index
        text = page.read_text("utf-8")
        assert all(part in text for part in ("**What.**", "**Why.**", "**What it costs.**"))
