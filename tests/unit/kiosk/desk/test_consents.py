"""A face given later, taken back, run out, too like another one; hints that tell people apart."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from jobfair.consent import Purpose
from jobfair.wire import Agreed, Door, FaceSettings, Registration, SealedConsents, SeekerCard
from kiosk.bootstrap import Kiosk
from kiosk.desk import Claim
from kiosk.identity.decide import Ambiguous, Unknown
from kiosk.ports import FaceBox, Probe
from tests.fakes.clock import FakeClock
from tests.fakes.devices import ENCODER
from tests.fakes.kiosk import CODE, PHONE, fake_kiosk, registered
from tests.fakes.server import FakeServer

LATER = date(2026, 8, 1)
HERE, FAIR, AFTER = Purpose.FACE_THIS_KIOSK, Purpose.FACE_THIS_FAIR, Purpose.FACE_LATER_FAIRS


def probe(seed: int, like: Probe | None = None) -> Probe:
    vector = np.random.default_rng(seed).normal(size=128).astype(np.float32)
    vector /= np.linalg.norm(vector)
    if like is not None:
        vector = like.vector + vector * np.float32(0.1)
    return Probe((vector / np.linalg.norm(vector)).astype(np.float32), FaceBox(0, 0, 9, 9), 1.0, 3, {}, ENCODER)


@pytest.fixture
def server() -> FakeServer:
    found = FakeServer()
    found.settings = found.settings.model_copy(
        update={"face": FaceSettings(enabled=True, liveness="off", rotation_seed=bytes(range(32)), later_until=LATER)}
    )
    return found


def agreed(card: SeekerCard) -> dict[Purpose, date | None]:
    return {one.purpose: one.until for one in card.agreed if one.purpose is not Purpose.RESUME}


def statements(kiosk: Kiosk, server: FakeServer) -> list[SealedConsents]:
    kiosk.syncer.one_round()
    return [SealedConsents.model_validate_json(found) for found in server.inbox[Door.CONSENTS].values()]


def test_face_for_later_fairs_alone_stays_on_this_kiosk_and_goes_to_the_server(
    kiosk: Kiosk, server: FakeServer
) -> None:
    card = registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_kiosk", face_later=True)
    assert card.face is None
    assert agreed(card) == {HERE: date(2026, 5, 30), AFTER: LATER}
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Claim)
    kiosk.syncer.one_round()
    sent = Registration.model_validate_json(server.inbox[Door.REGISTRATIONS][card.id])
    assert sent.card.face is not None
    assert {c.purpose: c.given for c in sent.consents} == {Purpose.RESUME: True, HERE: True, FAIR: False, AFTER: True}


def test_face_for_this_kiosk_alone_never_leaves_it(kiosk: Kiosk, server: FakeServer) -> None:
    card = registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_kiosk")
    kiosk.syncer.one_round()
    sent = Registration.model_validate_json(server.inbox[Door.REGISTRATIONS][card.id])
    assert sent.card.face is None


@pytest.mark.parametrize(("age", "from_age", "kept"), [("14_to_15", 14, True), ("14_to_15", 16, False),
                                                       ("16_up", 16, True), ("16_up", 18, False)])  # fmt: skip
def test_face_when_somebody_may_be_too_young_is_not_kept(
    kiosk: Kiosk, server: FakeServer, age: str, from_age: int, kept: bool
) -> None:
    face = server.settings.face.model_copy(update={"from_age": from_age})
    server.settings = server.settings.model_copy(update={"face": face})
    server.version += 1
    kiosk.syncer.one_round()
    assert kiosk.desk.may_enrol(age) is kept  # type: ignore[arg-type]
    card = registered(kiosk, age=age, face=kiosk.desk.stored_face(probe(1)), face_scope="this_fair")
    assert (card.face is not None) is kept
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Claim) is kept


def test_face_given_later_opens_by_face_and_is_stated_once(kiosk: Kiosk, server: FakeServer) -> None:
    card = registered(kiosk)
    assert kiosk.desk.may_give_face(card)
    given = kiosk.desk.give_face(card, kiosk.desk.stored_face(probe(1)), "this_fair", True, "zh")
    assert agreed(given) == {HERE: date(2026, 5, 30), FAIR: date(2026, 5, 30), AFTER: LATER}
    assert not kiosk.desk.may_give_face(given)
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Claim)
    (said,) = statements(kiosk, server)
    assert said.seeker == card.id
    assert said.face is not None


@pytest.mark.parametrize("scope", ["this_kiosk", "this_fair"])
def test_face_taken_back_offline_is_gone_here_at_once_and_queued(kiosk: Kiosk, server: FakeServer, scope: str) -> None:
    card = registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope=scope, face_later=True)
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Claim)
    before = kiosk.desk.counts().waiting
    left = kiosk.desk.withdraw_face(card, HERE, "zh")
    assert agreed(left) == {}
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Unknown)
    assert (kiosk.cards.count_faces(), list(kiosk.cards.faces())) == (0, [])
    assert kiosk.desk.counts().waiting == before + 1
    (said,) = statements(kiosk, server)
    assert {c.purpose for c in said.consents if c.withdrawn_at and not c.given} == {HERE, FAIR, AFTER}


def test_face_for_the_other_kiosks_taken_back_stays_where_she_enrolled(kiosk: Kiosk, server: FakeServer) -> None:
    card = registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_fair")
    left = kiosk.desk.withdraw_face(card, FAIR, "zh")
    assert left.face is None
    assert agreed(left) == {HERE: date(2026, 5, 30)}
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Claim)


def test_card_that_has_not_heard_of_a_withdrawal_does_not_bring_the_face_back(kiosk: Kiosk, server: FakeServer) -> None:
    card = registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_fair")
    kiosk.desk.withdraw_face(card, HERE, "zh")
    server.card_changed(card.id, card)
    (said,) = statements(kiosk, server)
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Unknown)
    server.card_changed(card.id, card.model_copy(update={"statements": (said.id,)}))
    kiosk.syncer.one_round()
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Claim), "given anew elsewhere, after that"


def test_face_on_this_kiosk_goes_when_it_was_taken_back_at_another(kiosk: Kiosk, server: FakeServer) -> None:
    card = registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_kiosk")
    kiosk.syncer.one_round()
    server.card_changed(card.id, card)
    kiosk.syncer.one_round()
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Claim)
    server.card_changed(card.id, card.model_copy(update={"agreed": (), "statements": ("elsewhere",)}))
    kiosk.syncer.one_round()
    assert kiosk.cards.count_faces() == 0


def test_face_of_a_card_when_its_last_day_is_over_names_nobody_without_the_server(
    kiosk: Kiosk, clock: FakeClock
) -> None:
    registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_fair")
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Claim)
    clock.time = datetime(2026, 5, 31, 12, tzinfo=UTC)
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Unknown)
    assert kiosk.cards.forget_old_faces(clock.now()) == 1
    assert list(kiosk.cards.faces()) == []


def test_faces_too_alike_name_nobody_until_one_is_gone(kiosk: Kiosk) -> None:
    first = registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_fair")
    second = registered(kiosk, face=kiosk.desk.stored_face(probe(2, like=probe(1))), face_scope="this_kiosk")
    assert kiosk.desk.alike_people() == 2
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Ambiguous)
    assert isinstance(kiosk.desk.find_by_face(probe(2, like=probe(1))), Ambiguous)
    kiosk.desk.withdraw_face(second, HERE, "zh")
    assert kiosk.desk.alike_people() == 0
    found = kiosk.desk.find_by_face(probe(1))
    assert isinstance(found, Claim)
    assert [card.id for card in found.openings] == [first.id]


def test_face_that_the_server_calls_alike_names_nobody(kiosk: Kiosk, server: FakeServer) -> None:
    card = registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_fair")
    server.card_changed(card.id, card.model_copy(update={"alike": True}))
    kiosk.syncer.one_round()
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Ambiguous)


def test_faces_are_never_changed_by_being_looked_for(kiosk: Kiosk) -> None:
    registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_fair")
    kiosk.desk.prepare()

    def held() -> list[object]:
        with kiosk.store.reading() as db:
            tables = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type='table'")]
            return [(table, db.execute(f"SELECT * FROM {table}").fetchall()) for table in sorted(tables)]

    before = held()
    for seed in range(5):
        kiosk.desk.find_by_face(probe(seed, like=probe(1)))
    assert held() == before


def test_withdrawal_by_somebody_known_only_by_her_pass_is_stated_all_the_same(kiosk: Kiosk, server: FakeServer) -> None:
    card = registered(kiosk).model_copy(update={"id": "0198a5c0-0000-7000-8000-00000000000a"})
    assert not kiosk.desk.knows(card)
    assert kiosk.desk.withdraw_face(card, HERE, "zh") == card
    (said,) = statements(kiosk, server)
    assert said.seeker == card.id


def test_guest_of_an_earlier_fair_is_found_by_her_number_and_opens_by_that_fairs_pepper(
    tmp_path: Path, server: FakeServer
) -> None:
    old = FakeServer()
    old.settings = old.settings.model_copy(update={"pepper": b"p" * 32})
    old_kiosk = fake_kiosk(tmp_path / "old", old)
    card = registered(old_kiosk)
    server.settings = server.settings.model_copy(update={"earlier_peppers": {"last-spring": b"p" * 32}})
    here = fake_kiosk(tmp_path / "new", server)
    guest = card.model_copy(
        update={
            "pepper_of": "last-spring",
            "face": here.desk.stored_face(probe(1)),
            "face_until": LATER,
            "agreed": (Agreed(purpose=AFTER, at=here.clock.now(), where="K01", until=LATER),),
        }
    )
    server.card_changed(card.id, guest)
    here.syncer.one_round()
    found = here.desk.find_by_phone(PHONE)
    assert [one.id for one in found.openings] == [card.id]
    assert getattr(here.desk.check_visit_code(found, CODE), "card", None) == here.cards.get(card.id)
    assert isinstance(here.desk.find_by_face(probe(1)), Claim)
    here.desk.withdraw_face(guest, AFTER, "zh")
    assert isinstance(here.desk.find_by_face(probe(1)), Unknown)
    old_kiosk.close()
    here.close()


def test_hints_of_two_people_on_one_kiosk_are_never_the_same(kiosk: Kiosk) -> None:
    alone = registered(kiosk, name="王小明")
    assert kiosk.desk.hint(alone).registered is None
    cards = [registered(kiosk, name=name) for name in ("张小明", "张大伟", "张三")]
    hints = [kiosk.desk.hint(card) for card in cards]
    assert len({replace(hint, name="") for hint in hints}) == 3
    minute = timedelta(minutes=1)
    assert all(hint.registered and hint.registered - datetime.now(UTC) < minute for hint in hints)
