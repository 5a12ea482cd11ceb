"""A gallery in a folder: comes back as it was, and damage is said, not guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from jobfair.errors import Corrupt, StoreError
from kiosk.identity.gallery import template_of
from kiosk.identity.gallery_file import NAME, load_people, save_people
from tests.fakes.devices import probe


def test_people_when_saved_come_back(tmp_path: Path) -> None:
    people = {
        name: template_of(probe(n, frames=n + 1), None, "2026-01-01") for n, name in enumerate(["张小明", "Mary Smith"])
    }
    save_people(tmp_path / "new" / "gallery", people)
    assert load_people(tmp_path / "new" / "gallery") == people
    assert (tmp_path / "new" / "gallery" / NAME).stat().st_mode & 0o077 == 0


def test_nobody_when_saved_comes_back_as_nobody(tmp_path: Path) -> None:
    save_people(tmp_path, {})
    assert load_people(tmp_path) == {}


def test_missing_gallery_when_loaded_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="jobfair enrol"):
        load_people(tmp_path)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 no zip", b"nothing"])
def test_damaged_gallery_when_loaded_is_corrupt(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    with pytest.raises(Corrupt):
        load_people(tmp_path)
