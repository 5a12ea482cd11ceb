"""What every Server promises the kiosk: the fake of the tests and the real one alike, on both databases."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from jobfair.errors import NotTrusted, Refused, Unreachable
from jobfair.handover import claim_of, hash_of_claim, new_secret
from jobfair.ids import new_id
from jobfair.sealing import SealingKey, digest_of, key_id_of, seal, verify
from jobfair.second_factor import try_token
from jobfair.wire import (
    CODE_TRIES,
    HANDOVER_SECONDS,
    CodeTyped,
    CodeWanted,
    Door,
    HandoverContent,
    HandoverOffer,
    Heartbeat,
    PairingRequest,
    Receipt,
    SealedWithdrawal,
    SnapshotManifest,
    TriesSaid,
    Try,
    TryReset,
)
from kiosk.bootstrap import Kiosk, build
from kiosk.config import Config
from kiosk.outbox import Taken as Row
from kiosk.pairing import Paired
from kiosk.ports import Server
from kiosk.server_client import HttpServer
from tests.fakes.kiosk import fake_kiosk, new_resume, registered
from tests.fakes.server import FakeServer
from tests.fixtures.phone import Phone
from tests.fixtures.server import database_url, running


@dataclass
class Side:
    """A kiosk that is paired with the server at this port, and has its fair."""

    kiosk: Kiosk
    port: Server
    paired: Paired
    sent: Callable[[str, str], str]
    """The code that went out last: by the request's id, and the channel."""

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
        fake.codes.find = lambda wanted: (
            kiosk.cards.get(wanted.seeker) or next(iter(kiosk.cards.by_lookup(wanted.lookup, 1)), None)
        )
        yield _side(kiosk, fake, lambda code_id, channel: fake.codes.sent[code_id])
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
        yield _side(kiosk, port, partial(_message, process.messages))
        port.close()
        pairing.close()
        kiosk.close()


def _side(kiosk: Kiosk, port: Server, sent: Callable[[str, str], str]) -> Side:
    paired = kiosk.paired()
    assert paired is not None
    return Side(kiosk, port, paired, sent)


def _message(folder: Path, code_id: str, channel: str) -> str:
    """It is sent after the answer."""
    end = time.monotonic() + 20
    while not (found := sorted((folder / channel).glob("*.txt"))):
        assert time.monotonic() < end, "no message came"
        time.sleep(0.05)
    text = found[-1].read_text("utf-8")
    for file in found:
        file.unlink()
    code = re.search(r"(?<!\d)\d{6}(?!\d)", text.split("\n", 1)[1])
    assert code is not None
    return code[0]


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


def _who(side: Side, key: str) -> str:
    return try_token(key, side.kiosk.desk.fair().settings.pepper)


def test_tries_when_told_come_back_once_and_in_order(side: Side) -> None:
    now, start = side.kiosk.clock.now(), side.port.tries(TriesSaid(after=0)).last
    tries = [Try(id=new_id(), who=tuple(sorted((_who(side, f"s{n}"), _who(side, "kiosk")))), at=now) for n in range(3)]
    known = side.port.tries(TriesSaid(tries=tuple(tries), after=start))
    again = side.port.tries(TriesSaid(tries=tuple(tries), after=start))
    assert [one.id for one in known.tries] == [one.id for one in again.tries] == [one.id for one in tries]
    assert {frozenset(one.who) for one in known.tries} == {frozenset(one.who) for one in tries}
    assert known.last == again.last > start
    assert side.port.tries(TriesSaid(after=known.last)).tries == ()


def test_try_when_forgiven_comes_anew_and_stays_forgiven(side: Side) -> None:
    one = Try(id=new_id(), who=tuple(sorted((_who(side, "s1"), _who(side, "kiosk")))), at=side.kiosk.clock.now())
    first = side.port.tries(TriesSaid(tries=(one,), after=side.port.tries(TriesSaid()).last))
    forgiven = one.model_copy(update={"forgiven": (_who(side, "s1"),)})
    known = side.port.tries(TriesSaid(tries=(forgiven,), after=first.last))
    assert [(t.id, t.forgiven) for t in known.tries] == [(one.id, (_who(side, "s1"),))]
    after = side.port.tries(TriesSaid(tries=(one,), after=known.last))
    assert after.tries == (), "forgiving does not go back"


def test_try_and_reset_of_a_kiosk_whose_clock_is_ahead_are_of_now(side: Side) -> None:
    ahead, who = side.kiosk.clock.now() + timedelta(days=400), _who(side, "s9")
    start = side.port.tries(TriesSaid()).last
    said = TriesSaid(
        tries=(Try(id=new_id(), who=(who,), at=ahead),), resets=(TryReset(id=new_id(), who=who, at=ahead),), after=start
    )
    known = side.port.tries(said)
    assert known.tries[0].at == known.resets[0].at < ahead, "so the reset covers the try"
    assert side.port.tries(said.model_copy(update={"after": known.last})).resets == (), "told once"


def test_tries_after_a_number_that_the_server_never_gave_begin_anew(side: Side) -> None:
    assert side.port.tries(TriesSaid(after=10**9)).last < 10**9


def wanted(channel: str = "sms", **who: str) -> CodeWanted:
    return CodeWanted.model_validate({"id": new_id(), "channel": channel, "language": "zh", **who})


def test_sent_code_opens_once_and_brings_the_card(side: Side) -> None:
    rows = side.rows()
    for row in rows:
        side.port.deliver(row.door, row.id, row.sealed)
    seeker = next(row.id for row in rows if row.door is Door.REGISTRATIONS)
    ask = wanted(seeker=seeker)
    assert side.port.send_code(ask) == side.port.send_code(ask), "asked again, sent once"
    typed = CodeTyped(code=side.sent(ask.id, "sms"))
    checked = side.port.check_code(ask.id, typed)
    assert (checked.right, checked.card is not None and checked.card.id) == (True, seeker)
    assert not side.port.check_code(ask.id, typed).right


def test_sent_code_for_nobody_is_answered_alike(side: Side) -> None:
    rows = side.rows()
    for row in rows:
        side.port.deliver(row.door, row.id, row.sealed)
    seeker = next(row.id for row in rows if row.door is Door.REGISTRATIONS)
    known, nobody = wanted(seeker=seeker), wanted(lookup="0" * 64)
    answers = [side.port.send_code(ask) for ask in (known, nobody)]
    assert [answer.id for answer in answers] == [known.id, nobody.id]
    side.sent(known.id, "sms")
    wrong = CodeTyped(code="000000")
    for left in range(CODE_TRIES - 1, -2, -1):
        told = [side.port.check_code(ask.id, wrong) for ask in (known, nobody)]
        assert told[0] == told[1]
        assert (told[0].right, told[0].left) == (False, max(0, left))


def test_code_on_the_screen_goes_from_open_to_done_and_ends_once(side: Side) -> None:
    claim = claim_of(new_secret())
    made = side.port.offer_handover(HandoverOffer(kind="pass", claim_hash=hash_of_claim(claim)))
    content = HandoverContent(sealed=b"sealed")
    assert (made.state, made.digits, made.seconds_left) == ("open", "", HANDOVER_SECONDS)
    assert side.port.give_handover(made.id, content).state == "open", "there is no phone yet"
    phone = None if isinstance(side.port, FakeServer) else Phone(side.paired.server)
    side.port.phone_claims(claim) if isinstance(side.port, FakeServer) else phone and phone.asks(claim)
    taken = side.port.handover(made.id)
    assert (taken.state, len(taken.digits)) == ("taken", 2)
    assert side.port.give_handover(made.id, content).state == "given"
    got = side.port.phone_fetches() if isinstance(side.port, FakeServer) else phone and phone.sealed(claim)
    assert got == b"sealed"
    assert side.port.handover(made.id).state == "done"
    for _ in range(2):
        assert side.port.end_handover(made.id).state == "void"
    assert side.port.handover(made.id).state == "void"


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
