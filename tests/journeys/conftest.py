"""A whole kiosk, paired with the real server: its store, its sync and its screens; only devices may be played."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from kiosk.bootstrap import Kiosk, build
from kiosk.config import Config
from tests.fixtures.server import ServerProcess

OpenPaired = Callable[..., Any]


def paired(folder: Path, server: ServerProcess, name: str, **config: object) -> Kiosk:
    """Built as the program builds it, paired as an operator and an organizer pair it, with the fair."""
    kiosk = build(Config(data=folder, server=server.base_url, **config))  # type: ignore[arg-type]
    pairing = kiosk.pairing(server.base_url)
    begun = pairing.begin(server.pairing_code(name))
    server.confirm(begun.fingerprint)
    assert pairing.ask(begun) is not None
    report = kiosk.syncer.one_round()
    assert report.reached, report
    return kiosk


def inbox(server: ServerProcess, employer: str) -> list[str]:
    """The ids in the employer's inbox, as a browser shows them."""
    page = server.employer(employer).get(f"{server.base_url}/employer/", timeout=30)
    assert page.status_code == 200
    return re.findall(r'href="/employer/submissions/([0-9a-f-]{36})"', page.text)


@pytest.fixture
def at_kiosk(qapp: object, tmp_path: Path) -> Iterator[OpenPaired]:
    """Opens the program at a kiosk paired with ``server``: ``at_kiosk(server, "K-01", camera=…, language=…)``."""
    pytest.importorskip("PySide6")
    from tests.fixtures.kiosk import opened, with_devices

    with ExitStack() as stack:

        def make(server: ServerProcess, name: str, language: str = "zh", film: str = "none", **devices: Any) -> Any:
            kiosk = paired(tmp_path / name, server, name, camera=film)
            if film != "none":
                devices = {"camera": kiosk.make_camera(), "engine": kiosk.make_face_engine()}
            return stack.enter_context(opened(with_devices(kiosk, **devices), language=language))

        yield make
