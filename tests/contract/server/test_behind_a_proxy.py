"""Limits behind the web server in front: by the sender that it names, not by its own address, nor by what is forged."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing

import pytest
import requests

from jobfair.ids import new_id
from jobfair.taking_back import new_secret, write_codes
from tests.fixtures.server import ServerProcess, running

WIRE = {"X-Jobfair-Wire": "1"}
WRONG_CODE = {"code": "ABCD-EFGH", "public_key": "A" * 43 + "=", "version": "0"}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServerProcess]:
    folder = tmp_path_factory.mktemp("proxied")
    (folder / "server.toml").write_text('trusted_proxy = "127.0.0.1"\n')
    with running(folder) as started:
        yield started


def said_to_a_wrong_code(server: ServerProcess, forwarded: str) -> str:
    answer = requests.post(
        f"{server.base_url}/api/v1/pairings",
        json=WRONG_CODE,
        headers={**WIRE, "X-Forwarded-For": forwarded},
        timeout=30,
    )
    return str(answer.json()["code"])


def test_pairing_when_one_sender_tried_too_often_waits_and_another_does_not(server: ServerProcess) -> None:
    for number in range(10):
        assert said_to_a_wrong_code(server, f"198.51.100.{number}, 203.0.113.7") == "pairing_refused"
    assert said_to_a_wrong_code(server, "203.0.113.7") == "busy"
    assert said_to_a_wrong_code(server, "203.0.113.8, 203.0.113.7") == "busy", "what the sender wrote does not count"
    assert said_to_a_wrong_code(server, "203.0.113.8") == "pairing_refused"


def test_pairing_when_a_sender_changes_within_its_network_is_one_sender(server: ServerProcess) -> None:
    for number in range(10):
        assert said_to_a_wrong_code(server, f"2001:db8:0:1::{number:x}") == "pairing_refused"
    assert said_to_a_wrong_code(server, "2001:db8:0:1:ffff::1") == "busy"
    assert said_to_a_wrong_code(server, "2001:db8:0:2::1") == "pairing_refused"


class Phones:
    """Browsers on the page of taking back, each with an address of its own."""

    def __init__(self, server: ServerProcess) -> None:
        self._server = server
        self._session = requests.Session()
        self._session.headers["Accept-Language"] = "en"
        page = self._session.get(f"{server.base_url}/w", timeout=30).text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
        assert token is not None
        self._token = token[1]

    def tap(self, address: str) -> str:
        """Takes back something that never came in."""
        submission = new_id()
        (text,) = write_codes(new_secret(), (submission,), "http://127.0.0.1:1")
        return self._session.post(
            f"{self._server.base_url}/w",
            data={"code": text.rpartition("#")[2], "take": submission, "csrfmiddlewaretoken": self._token},
            headers={"X-Forwarded-For": address},
            timeout=30,
        ).text


def test_phone_when_one_sender_tapped_too_often_waits_and_another_does_not(server: ServerProcess) -> None:
    phones = Phones(server)
    for _ in range(300):
        assert "Noted" in phones.tap("203.0.113.20")
    assert "Many are asking just now" in phones.tap("203.0.113.20")
    assert "Noted" in phones.tap("203.0.113.21")
    with closing(sqlite3.connect(server.data / "server.db", timeout=30)) as database, database:
        counted = "SELECT COUNT(*) FROM intake_phonetry WHERE kept = ?"
        assert database.execute(counted, [False]).fetchone() == (301,), "once a request"
        assert database.execute(counted, [True]).fetchone() == (301,)
        database.execute("DELETE FROM intake_phonetry WHERE kept = ?", [False])
    assert "Many are asking just now" in phones.tap("203.0.113.20"), "so many a day, ten minutes later as well"
    assert "Noted" in phones.tap("203.0.113.21")
    with closing(sqlite3.connect(server.data / "server.db", timeout=30)) as database:
        assert database.execute("SELECT COUNT(*) FROM intake_withdrawal").fetchone() == (302,)


def test_server_when_the_proxy_is_not_an_address_does_not_start(server: ServerProcess) -> None:
    (server.data.parent / "server.toml").write_text('trusted_proxy = "nginx"\n')
    try:
        with pytest.raises(AssertionError, match="trusted_proxy must be an address"):
            server.command("pair-code", "K-01")
    finally:
        (server.data.parent / "server.toml").write_text('trusted_proxy = "127.0.0.1"\n')
