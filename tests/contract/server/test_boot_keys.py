"""Strict mode against the real server: depositing a share, releasing it, asking an organizer, refusing."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import requests

from jobfair.errors import NotTrusted, Unreachable
from jobfair.wire import PROBLEM, BootKeyDeposit, BootRequest
from kiosk.boot_client import HttpBootServer
from kiosk.config import Config
from kiosk.pairing import Paired
from kiosk.store import Store
from kiosk.store.database import FILE
from kiosk.store.keys import ChosenKey, read_record
from kiosk.store.keys.chosen import begin_strict
from kiosk.store.keys.slots import badge_secret, new_badge
from kiosk.unlocking import AskedFor, Released, Unlocking, leave_share, unlocking_of
from tests.fixtures.server import Device, ServerProcess, running_server

__all__ = ["running_server"]
STARTS_AT_ONCE = 8  # of server.kiosks.boot


class Strict:
    """A kiosk in strict mode that is paired with the real server and has left its share there."""

    def __init__(self, folder: Path, device: Device) -> None:
        self.device = device
        folder.mkdir()
        secret = badge_secret(new_badge())
        assert secret is not None
        self.key = begin_strict(folder, folder / FILE, folder / "store.key", secret)
        self.config = Config(data=folder, key="strict")
        paired = Paired(
            server=device.server.base_url,
            kiosk=device.kiosk,
            fair=device.fair,
            token=device.token,
            identity_key=device.identity_key,
            signing_key=device.signer.private,
        )
        store = Store(folder, ChosenKey(folder, folder / FILE, "strict", folder / "store.key", released=self.key))
        server = HttpBootServer(device.server.base_url, device.token)
        assert leave_share(store, self.key, paired, server)
        server.close()
        store.close()

    def starts(self) -> Unlocking:
        found = unlocking_of(self.config)
        assert found is not None
        return found

    def says(self, organizer: requests.Session, release: str) -> None:
        path = f"/organizer/{self.device.fair}/kiosks/{self.device.kiosk}/release"
        assert self.device.server.post(organizer, path, release=release).status_code == 200


@pytest.fixture(scope="module")
def organizer(running_server: ServerProcess) -> requests.Session:
    return running_server.organizer()


@pytest.fixture(scope="module")
def strict(running_server: ServerProcess, tmp_path_factory: pytest.TempPathFactory) -> Strict:
    return Strict(tmp_path_factory.mktemp("strict") / "kiosk", running_server.pair("K-11"))


def test_share_when_deposited_opens_the_kiosk_at_its_next_start(strict: Strict) -> None:
    assert strict.starts().by_server() == Released(strict.key, "server")
    assert strict.starts().by_server() == Released(strict.key, "server")


def test_kiosk_when_the_organizer_locks_it_gets_no_key_until_she_unlocks_it(
    strict: Strict, organizer: requests.Session
) -> None:
    strict.says(organizer, "locked")
    with pytest.raises(NotTrusted, match="not_allowed"):
        strict.starts().by_server()
    strict.says(organizer, "automatic")
    assert strict.starts().by_server() == Released(strict.key, "server")


def test_kiosk_when_the_organizer_wants_to_be_asked_waits_for_her_yes_to_its_own_digits(
    strict: Strict, organizer: requests.Session
) -> None:
    server, page = strict.device.server, f"/organizer/{strict.device.fair}/kiosks"
    strict.says(organizer, "ask")
    here = strict.starts()
    assert here.by_server() == AskedFor(here.digits)
    shown = organizer.get(f"{server.base_url}{page}", timeout=30).text
    assert here.digits in shown
    assert organizer.get(f"{server.base_url}/organizer/{strict.device.fair}/", timeout=30).text.count(here.digits) >= 1
    server.post(organizer, f"{page}/K-11/key", digits="000 000")
    assert here.by_server() == AskedFor(here.digits)
    server.post(organizer, f"{page}/K-11/key", digits=here.digits)
    copied_disk = strict.starts()
    assert copied_disk.by_server() == AskedFor(copied_disk.digits)
    assert here.by_server() == Released(strict.key, "server")
    assert here.by_server() == Released(strict.key, "server"), "an answer that got lost can be fetched again"
    strict.says(organizer, "automatic")


def test_yes_when_copies_of_the_disk_ask_too_is_to_one_start_whose_digits_no_other_gets(
    strict: Strict, organizer: requests.Session
) -> None:
    server, page = strict.device.server, f"/organizer/{strict.device.fair}/kiosks"
    strict.says(organizer, "automatic")
    strict.says(organizer, "ask")
    here = strict.starts()
    waits = here.by_server()
    copies = [strict.starts() for _ in range(STARTS_AT_ONCE - 1)]
    for copy in copies:
        assert isinstance(copy.by_server(), AskedFor)
    assert len({one.digits for one in [here, *copies]}) == STARTS_AT_ONCE
    with pytest.raises(Unreachable, match="busy"):
        strict.starts().by_server()
    assert here.by_server() == waits, "pushed out by nobody, and with the same digits"
    shown = organizer.get(f"{server.base_url}{page}", timeout=30).text
    assert shown.count("somebody has a copy of its disk") + shown.count("有人复制了它的磁盘") == STARTS_AT_ONCE
    server.post(organizer, f"{page}/K-11/key", digits=here.digits)
    assert [type(copy.by_server()) for copy in copies] == [AskedFor] * len(copies)
    assert here.by_server() == Released(strict.key, "server")
    server.post(organizer, f"{page}/K-11/key", digits=copies[0].digits)
    assert here.by_server() == AskedFor(here.digits), "one yes at a time"
    strict.says(organizer, "automatic")


def test_answer_when_the_secret_is_wrong_or_missing_tells_nothing(strict: Strict) -> None:
    server = HttpBootServer(strict.device.server.base_url)
    with pytest.raises(NotTrusted, match="not_authenticated"):
        server.boot("guessed", BootRequest(version="0", nonce=bytes(16)))
    server.close()
    url = f"{strict.device.server.base_url}/api/v1/boot"
    nobody = requests.post(url, data="{}", headers={"X-Jobfair-Wire": "1"}, timeout=30)
    assert (nobody.status_code, nobody.json()["code"]) == (401, "not_authenticated")
    odd = requests.put(f"{url}-key", data='{"share": "AA=="}', headers=strict.device.headers, timeout=30)
    assert (odd.status_code, odd.json()["code"], odd.headers["Content-Type"]) == (422, "invalid", PROBLEM)


def test_deposit_when_the_token_is_none_is_refused(strict: Strict) -> None:
    server = HttpBootServer(strict.device.server.base_url, "guessed")
    with pytest.raises(NotTrusted, match="not_authenticated"):
        server.deposit(BootKeyDeposit(share=bytes(32), secret_hash="ab" * 32))
    server.close()


def test_page_when_a_kiosk_said_where_its_key_is_says_what_a_thief_would_get(
    strict: Strict, organizer: requests.Session
) -> None:
    for name, code in (("K-11", "strict"), ("K-12", "key_file")):
        device = strict.device if name == "K-11" else strict.device.server.pair(name)
        beat = {"version": "0", "waiting": 0, "parked": 0, "kiosk_time": "2027-03-20T02:26:05Z", "at_rest": code}
        sent = requests.post(
            f"{device.server.base_url}/api/v1/heartbeat", json=beat, headers=device.headers, timeout=30
        )
        assert sent.status_code == 200
    page = organizer.get(f"{strict.device.server.base_url}/organizer/{strict.device.fair}/kiosks", timeout=30).text
    theft = page[page.index('class="thefts"') :]
    assert re.search(r"K-12.*K-11", theft, re.S), "the worst first"
    assert 'name="release"' in page


def test_kiosk_record_when_its_share_was_left_names_the_server_and_no_share(strict: Strict) -> None:
    record = read_record(strict.config.data)
    assert record is not None
    assert [slot.kind for slot in record.slots] == ["badge", "server"]
    assert record.slots[1].server == strict.device.server.base_url


def test_kiosk_when_paired_again_or_revoked_gets_no_key_and_the_page_says_so(
    strict: Strict, running_server: ServerProcess, organizer: requests.Session
) -> None:
    other = Strict(strict.config.data / "again", running_server.pair("K-11"))
    with pytest.raises(NotTrusted, match="revoked"):
        strict.starts().by_server()
    running_server.revoke("K-11")
    with pytest.raises(NotTrusted, match="revoked"):
        other.starts().by_server()
    page = organizer.get(f"{running_server.base_url}/organizer/{strict.device.fair}/kiosks", timeout=30).text
    told = page[page.index('class="told"') :]
    assert re.search(r"K-11.*20\d\d-\d\d-\d\d \d\d:\d\d.*/rescue", told, re.S), "since when, and where to go"


def test_guesses_when_there_are_too_many_wait_and_neither_pairing_nor_a_right_secret_does(
    running_server: ServerProcess, tmp_path: Path
) -> None:
    kiosk = Strict(tmp_path / "kiosk", running_server.pair("K-13"))
    server = HttpBootServer(running_server.base_url)
    with pytest.raises(Unreachable, match="busy") as told:
        for number in range(200):
            try:
                server.boot(f"guess {number}", BootRequest(version="0", nonce=bytes(16)))
            except NotTrusted:
                continue
    assert told.value.retry_after == 60
    server.close()
    wire = {"X-Jobfair-Wire": "1"}
    key = {"code": "ABCD-EFGH", "public_key": "A" * 43 + "=", "version": "0"}
    paired = requests.post(f"{running_server.base_url}/api/v1/pairings", json=key, headers=wire, timeout=30)
    assert paired.json()["code"] == "pairing_refused", "wrong, and not busy"
    assert kiosk.starts().by_server() == Released(kiosk.key, "server")
