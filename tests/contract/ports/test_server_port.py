"""What every Server promises the kiosk: the fake of the tests and the real one alike, on both databases."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest

from jobfair.errors import NotTrusted, Refused, Unreachable
from jobfair.ids import new_id
from jobfair.sealing import SealingKey, digest_of, key_id_of, seal, verify
from jobfair.wire import Door, Heartbeat, PairingRequest, Receipt, SealedWithdrawal, SnapshotManifest
from kiosk.bootstrap import Kiosk, build
from kiosk.config import Config
from kiosk.outbox import Taken as Row
from kiosk.pairing import Paired
from kiosk.ports import Server
from kiosk.server_client import HttpServer
from tests.fakes.kiosk import fake_kiosk, new_resume, registered
from tests.fakes.server import FakeServer
from tests.fixtures.server import database_url, running


@dataclass
class Side:
    """A kiosk that is paired with the server at this port, and has its fair."""

    kiosk: Kiosk
    port: Server
    paired: Paired

    def rows(self) -> list[Row]:
        """A registration, a résumé and a submission, sealed and ready."""
        card = registered(self.kiosk)
        opening = self.kiosk.desk.fair().fair.openings[0].id
        self.kiosk.desk.submit(card, [opening], new_resume("%PDF-1.4"), "zh")
        return self.kiosk.outbox.take(10)[-3:]

    def receipt(self, row: Row) -> Receipt:
        signed = self.port.deliver(row.door, row.id, row.sealed).receipt
        key = self.paired.identity_key
        return Receipt.model_validate_json(verify(signed, "receipt", {key_id_of(key): key}))


@pytest.fixture(scope="module", params=["fake", "sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def side(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Side]:
    folder = tmp_path_factory.mktemp("kiosk")
    if request.param == "fake":
        fake = FakeServer()
        kiosk = fake_kiosk(folder, fake)
        yield _side(kiosk, fake)
        kiosk.close()
        return
    with database_url(request.param) as url, running(tmp_path_factory.mktemp("server"), url) as process:
        kiosk = build(Config(data=folder, server=process.base_url))
        pairing = kiosk.pairing(process.base_url)
        begun = pairing.begin(process.pairing_code("K-01"))
        process.confirm(begun.fingerprint)
        paired = pairing.ask(begun)
        assert isinstance(paired, Paired)
        port = HttpServer(process.base_url, paired.token)
        kiosk.snapshot.update(port, paired.identity_key, paired.fair)
        yield _side(kiosk, port)
        port.close()
        pairing.close()
        kiosk.close()


def _side(kiosk: Kiosk, port: Server) -> Side:
    paired = kiosk.paired()
    assert paired is not None
    return Side(kiosk, port, paired)


def test_sealed_bytes_when_delivered_get_a_receipt_over_exactly_them(side: Side) -> None:
    for row in side.rows():
        receipt = side.receipt(row)
        assert (receipt.id, receipt.door, receipt.digest) == (row.id, row.door, digest_of(row.sealed.whole()))


def test_same_bytes_when_delivered_again_get_the_same_receipt(side: Side) -> None:
    row = side.rows()[0]
    assert side.receipt(row) == side.receipt(row)


def test_other_bytes_under_a_taken_id_are_refused(side: Side) -> None:
    unknown, held = new_id(), side.kiosk.desk.fair()  # a withdrawal may come before its submission
    content = SealedWithdrawal(
        id=unknown,
        fair=held.manifest.fair,
        submission=new_id(),
        secret="0" * 32,
        withdrawn_at=side.kiosk.clock.now(),
    )
    sealed = content.model_dump_json().encode()
    first, other = (seal(sealed, Door.WITHDRAWALS, unknown, held.sealing_keys) for _ in range(2))
    side.port.deliver(Door.WITHDRAWALS, unknown, first)
    with pytest.raises(Refused) as caught:
        side.port.deliver(Door.WITHDRAWALS, unknown, other)
    assert caught.value.reason == "other_bytes"


def test_manifest_when_asked_is_signed_and_its_parts_are_what_it_says(side: Side) -> None:
    key = side.paired.identity_key
    manifest = SnapshotManifest.model_validate_json(verify(side.port.manifest(), "snapshot", {key_id_of(key): key}))
    assert {"fair", "settings"} <= {part.name for part in manifest.parts}
    assert all(SealingKey(part.public).id for part in manifest.sealing_keys)
    for part in manifest.parts:
        data = side.port.part(part.digest)
        assert (digest_of(data), len(data)) == (part.digest, part.size)


def test_snapshot_when_nothing_changed_is_not_fetched_again(side: Side) -> None:
    side.kiosk.snapshot.update(side.port, side.paired.identity_key, side.paired.fair)
    assert side.kiosk.snapshot.update(side.port, side.paired.identity_key, side.paired.fair) == 0


def test_cards_when_followed_page_by_page_come_to_an_end(side: Side) -> None:
    after, pages = 0, 0
    while True:
        delta = side.port.cards(after)
        assert [change.sequence for change in delta.changes] == sorted(change.sequence for change in delta.changes)
        assert all(change.sequence > after for change in delta.changes)
        pages += 1
        assert pages < 1000
        after = delta.last
        if not delta.more:
            break
    assert side.port.cards(after).changes == ()


def test_heartbeat_when_sent_tells_the_newest_intake(side: Side) -> None:
    newest = side.receipt(side.rows()[0])
    beat = Heartbeat(
        version="test",
        waiting=1,
        parked=0,
        kiosk_time=side.kiosk.clock.now(),
        last_sequence=newest.sequence,
        last_digest=newest.digest,
        last_received_at=newest.received_at,
    )
    assert side.port.heartbeat(beat).last_sequence >= newest.sequence
    assert side.port.heartbeat(beat.model_copy(update={"last_sequence": 0})).last_sequence >= newest.sequence
    for change in (
        {"last_digest": "0" * 64},
        {"last_received_at": newest.received_at + timedelta(microseconds=1)},
        {"last_received_at": None},
        {"last_sequence": newest.sequence + 10**6},
    ):
        told = side.port.heartbeat(beat.model_copy(update=change)).last_sequence
        assert told == 0, "it never gave this receipt: it was restored from a backup"


def test_wrong_pairing_code_is_refused_like_any_other(side: Side) -> None:
    with pytest.raises(Refused) as caught:
        side.port.offer_pairing(PairingRequest(code="ZZZZ-ZZZZ", public_key=b"k" * 32, version="test"))
    assert caught.value.reason == "pairing_refused"


def test_real_server_when_the_token_is_wrong_or_it_is_gone(tmp_path: Path) -> None:
    with running(tmp_path) as process:
        client = HttpServer(process.base_url, "not-a-token")
        for ask in (client.manifest, lambda: client.cards(0), lambda: client.deliver(Door.RESUMES, new_id(), b"x")):
            with pytest.raises(NotTrusted):
                ask()
        process.kill()
        with pytest.raises(Unreachable):
            client.manifest()
        client.close()
