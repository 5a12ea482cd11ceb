"""Passes at a kiosk: what is revoked opens nothing, what is made afterwards does; by whichever clock."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from jobfair.sealing import Signer
from jobfair.seeker_pass import PassRefused, SeekerPass
from jobfair.wire import Door, RevokedPasses, SealedRevocation
from kiosk.bootstrap import Kiosk
from kiosk.desk import Claim, Opened
from tests.fakes.clock import FakeClock
from tests.fakes.kiosk import CODE, fake_kiosk, registered
from tests.fakes.server import FakeServer

REVOKED = PassRefused("revoked")


@pytest.fixture
def other(tmp_path: Path, server: FakeServer, clock: FakeClock, kiosk: Kiosk) -> Kiosk:
    """A kiosk of the fair that has never seen the seeker of ``kiosk``; both know each other's key."""
    found = fake_kiosk(tmp_path / "other", server, clock)
    server.version += 1
    kiosk.syncer.one_round()
    found.syncer.one_round()
    server.down()
    yield found  # type: ignore[misc]
    found.close()


def test_pass_made_offline_opens_at_a_kiosk_that_never_saw_her(kiosk: Kiosk, other: Kiosk) -> None:
    card = registered(kiosk)
    claim = other.desk.find_by_pass(kiosk.desk.make_pass(card))
    assert isinstance(claim, Claim)
    opened = other.desk.check_visit_code(claim, CODE)
    assert isinstance(opened, Opened)
    assert (opened.card.id, opened.card.masked_name) == (card.id, card.masked_name)


def test_passes_that_she_revokes_open_nothing_here_at_once_and_there_after_the_sync(
    kiosk: Kiosk, other: Kiosk, server: FakeServer
) -> None:
    card = registered(kiosk)
    old = kiosk.desk.make_pass(card)
    kiosk.desk.revoke_passes(card)
    new = kiosk.desk.make_pass(card)
    assert kiosk.desk.find_by_pass(old) == REVOKED
    assert isinstance(kiosk.desk.find_by_pass(new), Claim)
    assert isinstance(other.desk.find_by_pass(old), Claim), "it cannot know yet"

    server.up()
    kiosk.syncer.one_round()
    (said,) = server.inbox[Door.REVOCATIONS].values()
    revocation = SealedRevocation.model_validate_json(said)
    assert revocation.seeker == card.id
    server.revoked, server.version = RevokedPasses(seekers={card.id: revocation.before}), server.version + 1
    other.syncer.one_round()
    server.down()
    assert other.desk.find_by_pass(old) == REVOKED
    assert isinstance(other.desk.find_by_pass(new), Claim)


def test_pass_that_is_revoked_by_its_serial_is_refused_and_her_other_one_is_not(
    kiosk: Kiosk, other: Kiosk, server: FakeServer
) -> None:
    card = registered(kiosk)
    one, two = kiosk.desk.make_pass(card), kiosk.desk.make_pass(card)
    found = kiosk.desk._passes.read(one)
    assert isinstance(found, SeekerPass)
    server.up()
    server.revoked, server.version = RevokedPasses(serials=(found.serial,)), server.version + 1
    other.syncer.one_round()
    assert other.desk.find_by_pass(one) == REVOKED
    assert isinstance(other.desk.find_by_pass(two), Claim)


def test_pass_of_a_seeker_whom_the_server_has_forgotten_opens_nothing_even_where_she_was_never_known(
    kiosk: Kiosk, other: Kiosk, server: FakeServer
) -> None:
    card = registered(kiosk)
    text = kiosk.desk.make_pass(card)
    server.up()
    server.card_changed(card.id, None)
    for where in (kiosk, other):
        where.syncer.one_round()
        assert where.desk.find_by_pass(text) == REVOKED


def test_pass_of_a_kiosk_that_is_no_longer_trusted_is_forged_for_the_others(
    kiosk: Kiosk, other: Kiosk, server: FakeServer
) -> None:
    text = kiosk.desk.make_pass(registered(kiosk))
    paired = kiosk.paired()
    assert paired is not None
    stolen = Signer(paired.signing_key).public
    server.up()
    server.kiosk_keys, server.version = tuple(key for key in server.kiosk_keys if key != stolen), server.version + 1
    other.syncer.one_round()
    assert other.desk.find_by_pass(text) == PassRefused("forged")


@pytest.mark.parametrize("years", [-20, 5])
def test_pass_when_the_clock_is_wrong_by_years_is_good_elsewhere_and_expires_in_time(
    tmp_path: Path, years: int
) -> None:
    server = FakeServer(now=lambda: datetime(2026, 5, 29, 1, 0, tzinfo=UTC))
    wrong = FakeClock(datetime(2026 + years, 5, 29, tzinfo=UTC))
    first, second = fake_kiosk(tmp_path / "1", server, wrong), fake_kiosk(tmp_path / "2", server)
    server.version += 1
    first.syncer.one_round()
    second.syncer.one_round()
    text = first.desk.make_pass(registered(first))
    assert isinstance(second.desk.find_by_pass(text), Claim)
    wrong.advance(timedelta(days=181).total_seconds())
    assert first.desk.find_by_pass(text) == PassRefused("expired")
    first.close()
    second.close()


def test_clock_that_began_in_another_decade_before_any_heartbeat_dates_passes_by_the_snapshot(tmp_path: Path) -> None:
    server = FakeServer()
    kiosk = fake_kiosk(tmp_path, server, FakeClock(datetime(2000, 1, 1, tzinfo=UTC)))
    found = kiosk.desk._passes.read(kiosk.desk.make_pass(registered(kiosk)))
    assert isinstance(found, SeekerPass)
    assert found.issued == server.issued_at
    kiosk.close()


def test_fault_of_the_store_revokes_nothing_halfway(kiosk: Kiosk, monkeypatch: pytest.MonkeyPatch) -> None:
    card = registered(kiosk)
    text = kiosk.desk.make_pass(card)

    def broken(items: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(kiosk.outbox, "put", broken)
    with pytest.raises(RuntimeError):
        kiosk.desk.revoke_passes(card)
    assert isinstance(kiosk.desk.find_by_pass(text), Claim)
