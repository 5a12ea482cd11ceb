"""A large fair from the real server to a real kiosk's snapshot: how many bytes go when one opening changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from jobfair.fair import Fair
from kiosk.server_client import HttpServer
from kiosk.snapshot import Snapshot
from kiosk.store import KeyFile, Store
from tests.fixtures.server import SMALL_FAIR, Device, ServerProcess, sqlite_server

__all__ = ["sqlite_server"]

MANY = 1000
"""Openings, in four parts. Few titles: what counts here are bytes."""


class Counting(HttpServer):
    """Notes how long each part was that came."""

    came: list[int]

    def part(self, digest: str) -> bytes:
        data = super().part(digest)
        self.came.append(len(data))
        return data


class Kiosk:
    def __init__(self, folder: Path, device: Device) -> None:
        self.store = Store(folder, KeyFile(folder / "store.key"))
        self.snapshot = Snapshot(self.store)
        self._device = device
        self._port = Counting(device.server.base_url, device.token)

    def pull(self) -> list[int]:
        self._port.came = []
        self.snapshot.update(self._port, self._device.identity_key, self._device.fair)
        return self._port.came

    def close(self) -> None:
        self._port.close()
        self.store.close()


@pytest.fixture
def kiosk(sqlite_server: ServerProcess, tmp_path: Path) -> Iterator[Kiosk]:
    found = Kiosk(tmp_path, sqlite_server.pair("K-01"))
    yield found
    found.close()


def content() -> dict[str, Any]:
    fair: dict[str, Any] = json.loads((SMALL_FAIR / "fair.json").read_text("utf-8"))
    booths = [booth["id"] for booth in fair["booths"]]
    fair["openings"] = [
        {"id": f"P{n}", "booth": booths[n % len(booths)], "title": f"职位{n % 3}", "hours": f"No. {n}"}
        for n in range(MANY)
    ]
    return fair


def publish(server: ServerProcess, fair: dict[str, Any]) -> None:
    file = server.data.parent / "large.json"
    file.write_text(json.dumps(fair, ensure_ascii=False), encoding="utf-8")
    server.command("import", str(file), "--organization", "demo")
    assert server.post(server.organizer(), "/organizer/small-fair/publish").status_code == 200


def test_one_opening_changed_is_one_part_of_many_and_a_booth_gone_is_followed(
    sqlite_server: ServerProcess, kiosk: Kiosk
) -> None:
    fair = content()
    publish(sqlite_server, fair)
    kiosk.pull()
    first = kiosk.snapshot.held()
    assert first.fair == Fair.model_validate(fair)
    sizes = {part.name: part.size for part in first.manifest.parts}
    shards = [size for name, size in sizes.items() if name.startswith("openings/")]
    assert len(shards) == 4

    fair["openings"][77]["hours"] = "9-17"
    publish(sqlite_server, fair)
    came = kiosk.pull()
    held = kiosk.snapshot.held()
    assert held.fair == Fair.model_validate(fair)
    assert len(came) == 1  # no title changed: the vectors are the same
    assert sum(came) < 1.2 * sum(shards) / 4
    same = sum(a is b for a, b in zip(first.fair.openings, held.fair.openings, strict=True))
    assert same > MANY / 2

    gone = fair["booths"].pop()["id"]
    for opening in fair["openings"]:
        if opening["booth"] == gone:
            del opening["booth"]
    publish(sqlite_server, fair)
    kiosk.pull()
    assert kiosk.snapshot.held().fair == Fair.model_validate(fair)
