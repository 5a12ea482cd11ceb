"""What a kiosk fetches: the fair and the cards, also from a server that was restored or is not ours."""

from __future__ import annotations

from datetime import timedelta

import pytest

from jobfair.errors import Unreachable
from jobfair.sealing import OpeningKey, Signer
from jobfair.wire import CardChange, CardDelta, StoredFace
from kiosk.bootstrap import Kiosk
from tests.fakes.devices import ENCODER
from tests.fakes.kiosk import handed_in, new_resume, registered
from tests.fakes.server import FakeServer


def test_push_that_fails_does_not_keep_the_fair_from_coming(kiosk: Kiosk, server: FakeServer) -> None:
    handed_in(kiosk)
    server.version, server.fair = 2, server.fair.model_copy(update={"name": "changed"})

    def trouble(what: str) -> None:
        if what.startswith("deliver"):
            raise Unreachable("cut")

    server.trouble = trouble
    report = kiosk.syncer.one_round()
    assert (report.parts, report.snapshot, report.waiting) == (1, 2, 5)
    assert kiosk.desk.fair().fair.name == "changed"


def test_fair_that_fails_does_not_keep_submissions_from_going(kiosk: Kiosk, server: FakeServer) -> None:
    handed_in(kiosk)

    def trouble(what: str) -> None:
        if what in ("manifest", "cards"):
            raise Unreachable("cut")

    server.trouble = trouble
    assert kiosk.syncer.one_round().delivered == 5


def test_snapshot_of_another_key_or_an_older_one_is_refused_and_the_held_one_stays(
    kiosk: Kiosk, server: FakeServer
) -> None:
    server.settings = server.settings.model_copy(update={"position": "elsewhere"})
    server.issued_at = server.issued_at.replace(year=2020)
    assert "not_trusted" in kiosk.syncer.one_round().problems
    server.settings = server.settings.model_copy(update={"position": ""})
    assert not kiosk.syncer.one_round().problems, "but for its date it is the held one"
    server.version = 2
    server.issued_at, server.signer = server.issued_at.replace(year=2090), Signer.generate()
    assert "not_trusted" in kiosk.syncer.one_round().problems
    assert kiosk.snapshot.version == 1


@pytest.mark.parametrize("version", [1, 2])
def test_snapshot_when_the_servers_clock_was_ahead_and_is_right_again_is_followed(
    kiosk: Kiosk, server: FakeServer, version: int
) -> None:
    """The one that is held is dated in a year; keys change without a new version."""
    right = server.issued_at
    server.version, server.issued_at = version, right.replace(year=right.year + 1)
    server.kiosk_keys = (*server.kiosk_keys, b"k" * 32)
    assert not kiosk.syncer.one_round().problems
    server.issued_at = right
    assert not kiosk.syncer.one_round().problems
    server.keys = [OpeningKey.generate()]
    assert not kiosk.syncer.one_round().problems
    assert [key.public for key in kiosk.snapshot.held().sealing_keys] == [server.keys[0].public.public]


def test_snapshot_when_the_server_was_restored_and_its_version_is_lower_is_followed(
    kiosk: Kiosk, server: FakeServer
) -> None:
    issued = server.issued_at
    server.version = 7
    kiosk.syncer.one_round()
    server.version, server.issued_at = 3, issued.replace(microsecond=0) + timedelta(seconds=1)
    assert not kiosk.syncer.one_round().problems
    assert kiosk.snapshot.version == 3


def test_snapshot_of_another_fair_of_the_same_server_is_refused_and_the_held_one_stays(
    kiosk: Kiosk, server: FakeServer
) -> None:
    server.version, server.fair = 2, server.fair.model_copy(update={"id": "autumn"})
    report = kiosk.syncer.one_round()
    assert (report.problems, report.snapshot) == (("not_trusted",), 1)
    assert kiosk.desk.fair().fair.id == "spring"


def test_cards_when_changed_are_followed_and_forgotten(kiosk: Kiosk, server: FakeServer) -> None:
    cards = [registered(kiosk, name=f"王{n}") for n in range(5)]
    kiosk.syncer.one_round()
    for card in cards:
        server.card_changed(card.id, card.model_copy(update={"masked_name": "新**"}))
    server.card_changed(cards[0].id, None)
    assert kiosk.syncer.one_round().cards == 6
    assert kiosk.cards.get(cards[0].id) is None
    assert kiosk.cards.get(cards[1].id).masked_name == "新**"  # type: ignore[union-attr]
    assert kiosk.syncer.one_round().cards == 0


@pytest.mark.parametrize("state", ["waiting", "parked"])
@pytest.mark.parametrize("known", [True, False], ids=["and known then", "and erased then"])
def test_seeker_whose_registration_has_still_to_go_is_not_forgotten_before_it_is_there(
    kiosk: Kiosk, server: FakeServer, state: str, known: bool
) -> None:
    card = registered(kiosk, face=StoredFace(encoder=ENCODER, numbers=b"0" * 512, frames=3), face_scope="this_kiosk")
    if state == "parked":
        server.refuse.add(card.id)
    else:
        with kiosk.store.transaction() as db:
            db.execute("UPDATE outbox SET next_due=?", (kiosk.clock.now().timestamp() + 900,))
    server.card_changed(card.id, None)
    for _ in range(2):
        kiosk.syncer.one_round()
    assert [row.state for row in kiosk.outbox.rows()] == [state]
    assert (kiosk.cards.get(card.id), kiosk.cards.count_faces_here()) == (card, 1)
    server.refuse.clear()
    kiosk.outbox.all_due()
    kiosk.outbox.unpark()
    if known:
        server.card_changed(card.id, card)
    for _ in range(2):
        kiosk.syncer.one_round()
    assert kiosk.cards.count_faces_here() == known
    assert (kiosk.cards.get(card.id) is not None, kiosk.cards.was_forgotten(card.id)) == (known, not known)


def test_card_of_the_server_does_not_undo_a_resume_that_is_on_its_way(kiosk: Kiosk, server: FakeServer) -> None:
    card = registered(kiosk)
    newer = kiosk.desk.save_resume(card, new_resume(), "zh")
    server.card_changed(card.id, card)
    kiosk.syncer.one_round()
    assert kiosk.desk.refreshed(card).resume == newer.resume


def test_resume_that_the_server_set_aside_is_no_longer_the_last_one_though_it_was_saved_here(kiosk: Kiosk) -> None:
    card = kiosk.desk.save_resume(registered(kiosk), new_resume(), "zh")
    assert card.resume is not None
    theirs = card.model_copy(update={"resume": None})
    for out, kept in ((), card.resume), ((card.resume.id,), None):
        change = CardChange(sequence=1, seeker=card.id, card=theirs.model_copy(update={"set_aside": out}))
        kiosk.cards.apply(CardDelta(changes=(change,), last=1))
        here = kiosk.cards.get(card.id)
        assert here is not None
        assert here.resume == kept
