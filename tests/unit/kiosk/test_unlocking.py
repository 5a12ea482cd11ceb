"""Strict mode: the key comes into memory by a badge or by the server, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from jobfair.errors import Locked, NotTrusted, Unreachable, WrongKey
from jobfair.wire import BootKeyDeposit, BootKeyKept
from kiosk.bootstrap import build
from kiosk.config import Config
from kiosk.pairing import Paired
from kiosk.store.database import FILE
from kiosk.store.keys import read_record
from kiosk.store.keys.chosen import begin_strict
from kiosk.store.keys.slots import badge_secret, new_badge
from kiosk.unlocking import AskedFor, Released, Unlocking, WrongBadge, leave_share, released_for_command
from tests.fakes.boot_server import FakeBootServer

PAIRED = Paired(
    server="https://fair.example", kiosk="K-01", fair="f", token="t", identity_key=bytes(32), signing_key=bytes(32)
)


class StrictKiosk:
    """A data folder in strict mode with one badge, and the server that has its share."""

    def __init__(self, folder: Path) -> None:
        self.config = Config(data=folder, key="strict", camera="none")
        self.badge = new_badge()
        self.server = FakeBootServer()
        self.pauses: list[float] = []
        self.key = begin_strict(folder, folder / FILE, folder / "store.key", badge_secret(self.badge) or b"")

    def leave_share(self, paired: Paired = PAIRED, renew: bool = False) -> bool:
        kiosk = build(self.config, released=self.key)
        try:
            return leave_share(kiosk.store, self.key, paired, self.server, renew=renew)
        finally:
            kiosk.close()

    def unlocking(self) -> Unlocking:
        record = read_record(self.config.data)
        assert record is not None
        return Unlocking(record, lambda url: self.server, pause=self.pauses.append)


@pytest.fixture
def strict(tmp_path: Path) -> StrictKiosk:
    return StrictKiosk(tmp_path)


def test_badge_when_right_opens_and_when_wrong_slows_down(strict: StrictKiosk) -> None:
    unlocking = strict.unlocking()
    assert unlocking.by_badge(new_badge()) == WrongBadge(is_badge=True)
    assert unlocking.by_badge("13800138000") == WrongBadge(is_badge=False)
    for _ in range(6):
        unlocking.by_badge(new_badge())
    assert strict.pauses == [1, 2, 4, 8, 16, 30, 30, 30]
    assert unlocking.by_badge(f" {strict.badge.lower()}\r\n") == Released(strict.key, "badge")


def test_share_when_left_opens_the_kiosk_and_neither_half_is_in_the_other(strict: StrictKiosk) -> None:
    assert strict.leave_share()
    assert strict.unlocking().by_server() == Released(strict.key, "server")
    kept = strict.server.kept
    assert kept is not None
    assert strict.key not in kept.share + bytes.fromhex(kept.secret_hash)
    for file in strict.config.data.iterdir():
        data = file.read_bytes()
        assert kept.share not in data and strict.key not in data, file.name


def test_share_when_it_is_there_is_left_once_and_after_a_new_pairing_again(strict: StrictKiosk) -> None:
    strict.leave_share()
    first = strict.server.kept
    strict.leave_share()
    assert strict.server.kept == first
    strict.leave_share(PAIRED.model_copy(update={"token": "another"}))
    assert strict.server.kept != first
    assert strict.unlocking().by_server() == Released(strict.key, "server")


def test_share_when_the_server_does_not_take_it_is_tried_again(strict: StrictKiosk) -> None:
    strict.server.fault = Unreachable("down")
    with pytest.raises(Unreachable):
        strict.leave_share()
    assert isinstance(strict.unlocking().by_badge(strict.badge), Released)
    strict.server.fault = None
    assert strict.leave_share()
    assert strict.unlocking().by_server() == Released(strict.key, "server")


def test_share_when_renewed_without_the_network_leaves_the_old_one_good(strict: StrictKiosk) -> None:
    strict.leave_share()
    strict.server.fault = Unreachable("down")
    for _ in range(5):
        with pytest.raises(Unreachable):
            strict.leave_share(renew=True)
    strict.server.fault, strict.server.release = None, "ask"
    record = read_record(strict.config.data)
    assert record is not None
    assert len(record.server_slots) == 3
    unlocking = strict.unlocking()
    assert [unlocking.by_server() for _ in range(5)] == [AskedFor(unlocking.digits)] * 5
    assert strict.server.asked == 7, "the two that the server does not know are asked once"


def test_share_when_its_answer_got_lost_opens_all_the_same(strict: StrictKiosk) -> None:
    strict.leave_share()
    deposit = strict.server.deposit

    def taken_but_not_heard(said: BootKeyDeposit) -> BootKeyKept:
        deposit(said)
        raise Unreachable("cut")

    strict.server.deposit = taken_but_not_heard  # type: ignore[method-assign]
    with pytest.raises(Unreachable):
        strict.leave_share(renew=True)
    assert strict.unlocking().by_server() == Released(strict.key, "server")


def test_server_when_restored_from_an_old_backup_gets_a_new_share_after_a_badge(strict: StrictKiosk) -> None:
    strict.leave_share()
    strict.server.kept = None
    with pytest.raises(NotTrusted):
        strict.unlocking().by_server()
    strict.leave_share(renew=True)
    assert strict.unlocking().by_server() == Released(strict.key, "server")
    record = read_record(strict.config.data)
    assert record is not None
    assert len(record.server_slots) == 1


def test_server_when_it_asks_an_organizer_first_gives_nothing_until_the_yes_to_these_digits(
    strict: StrictKiosk,
) -> None:
    strict.leave_share()
    strict.server.release = "ask"
    here, thief = strict.unlocking(), strict.unlocking()
    assert here.by_server() == AskedFor(here.digits)
    strict.server.allowed = here.digits
    assert thief.by_server() == AskedFor(thief.digits)
    assert here.by_server() == Released(strict.key, "server")


def test_server_when_it_locks_the_kiosk_or_gives_another_share_opens_nothing(strict: StrictKiosk) -> None:
    with pytest.raises(NotTrusted, match="not paired"):
        strict.unlocking().by_server()
    strict.leave_share()
    strict.server.release = "locked"
    with pytest.raises(NotTrusted):
        strict.unlocking().by_server()
    strict.server.release = "automatic"
    assert strict.server.kept is not None
    strict.server.kept = strict.server.kept.model_copy(update={"share": os.urandom(32)})
    with pytest.raises(WrongKey, match="does not fit this disk"):
        strict.unlocking().by_server()


def test_command_without_a_key_says_what_to_do_and_changes_nothing(
    strict: StrictKiosk, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = {path.name: path.read_bytes() for path in strict.config.data.iterdir()}
    with pytest.raises(Locked, match=r"gives no key.*--badge -.*outbox export"):
        released_for_command(strict.config)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    with pytest.raises(Locked, match="does not open this kiosk"):
        released_for_command(strict.config, new_badge())
    with pytest.raises(Locked, match="no staff badge"):
        released_for_command(strict.config, "something")
    with pytest.raises(Locked):
        build(strict.config)
    assert {p.name: p.read_bytes() for p in strict.config.data.iterdir() if p.name in before} == before
    assert released_for_command(strict.config, strict.badge) == strict.key
    assert released_for_command(Config(data=strict.config.data / "elsewhere")) is None


def test_secrets_when_printed_show_nothing(strict: StrictKiosk) -> None:
    strict.leave_share()
    kiosk = build(strict.config, released=strict.key)
    record = read_record(strict.config.data)
    assert record is not None
    for thing in (Released(strict.key, "badge"), kiosk, record.slots):
        text = repr(thing)
        assert strict.key.hex() not in text and repr(strict.key) not in text
        assert not any(slot.secret and slot.secret in text for slot in record.slots)
    kiosk.close()
