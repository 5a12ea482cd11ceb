"""Registering: what is sealed, what the kiosk keeps, how far a face goes."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from jobfair.consent import Purpose
from jobfair.wire import Door, Registration
from kiosk.bootstrap import Kiosk
from kiosk.desk import Claim
from kiosk.identity.decide import Unknown
from kiosk.ports import FaceBox, Probe
from tests.fakes.devices import ENCODER
from tests.fakes.kiosk import DOCUMENT, PHONE, new_resume, registered
from tests.fakes.server import FakeServer


def probe(seed: int) -> Probe:
    vector = np.random.default_rng(seed).normal(size=128).astype(np.float32)
    return Probe(vector / np.linalg.norm(vector), FaceBox(0, 0, 9, 9), 1.0, 3, {}, ENCODER)


def test_new_seeker_when_registered_is_sealed_for_the_server_and_known_here(kiosk: Kiosk, server: FakeServer) -> None:
    card = registered(kiosk, document=DOCUMENT)
    assert (card.masked_name, card.of_age_to_submit, card.profile.titles) == ("张**", True, ("焊工",))
    kiosk.syncer.one_round()
    sent = Registration.model_validate_json(server.inbox[Door.REGISTRATIONS][card.id])
    assert (sent.name, sent.phone, sent.document_kind, sent.birth_year) == ("张小明", PHONE, "resident_id", 1949)
    assert DOCUMENT.number not in sent.model_dump_json()
    assert sent.card == card
    assert [c.given for c in sent.consents if c.purpose is Purpose.RESUME] == [True]


def test_nothing_of_a_visit_is_in_clear_in_any_file(kiosk: Kiosk, tmp_path: Path) -> None:
    card = registered(kiosk, name="MARKERNAME", document=DOCUMENT)
    kiosk.desk.submit(card, ["O1"], new_resume("MARKERPDF"), "zh")
    kiosk.store.checkpoint()
    for file in tmp_path.iterdir():
        data = file.read_bytes()
        for marker in (b"MARKER", b"M**", PHONE.encode()[3:], DOCUMENT.number.encode(), "焊工".encode()):
            assert marker not in data, (file.name, marker)


def test_control_characters_in_what_was_typed_do_not_travel(kiosk: Kiosk, server: FakeServer) -> None:
    card = registered(kiosk, name="\x00张\x07小明 ")
    assert card.masked_name == "张**"
    kiosk.syncer.one_round()
    sent = Registration.model_validate_json(server.inbox[Door.REGISTRATIONS][card.id])
    assert sent.name == "张小明"


@pytest.mark.parametrize(
    "change", [{"name": " "}, {"name": "\x00\x1f"}, {"code": "111111"}, {"age": None}, {"age": "under_14"}]
)
def test_incomplete_draft_is_not_registered(kiosk: Kiosk, change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="a registration needs"):
        registered(kiosk, **change)
    assert kiosk.desk.counts().waiting == 0


def test_same_phone_typed_again_makes_a_new_seeker(kiosk: Kiosk) -> None:
    assert registered(kiosk).id != registered(kiosk).id


@pytest.mark.parametrize(("scope", "travels"), [("this_kiosk", False), ("this_fair", True)])
def test_face_when_kept_goes_only_as_far_as_allowed(
    kiosk: Kiosk, server: FakeServer, scope: str, travels: bool
) -> None:
    assert not kiosk.desk.face_way_offered
    card = registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope=scope)
    assert kiosk.desk.face_way_offered
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Claim)
    assert isinstance(kiosk.desk.find_by_face(probe(2)), Unknown)
    kiosk.syncer.one_round()
    sent = Registration.model_validate_json(server.inbox[Door.REGISTRATIONS][card.id])
    assert (sent.card.face is not None) is travels
    assert {c.purpose: c.given for c in sent.consents} == {
        Purpose.RESUME: True,
        Purpose.FACE_THIS_KIOSK: True,
        Purpose.FACE_THIS_FAIR: travels,
    }
    kiosk.desk.withdraw_face(card, Purpose.FACE_THIS_KIOSK, "zh")
    assert not kiosk.desk.face_way_offered
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Unknown)


def test_gallery_when_it_is_filled_follows_what_the_server_sends(kiosk: Kiosk, server: FakeServer) -> None:
    first = registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_fair")
    kiosk.desk.prepare()
    other = first.model_copy(update={"id": "elsewhere", "face": kiosk.desk.stored_face(probe(2))})
    server.card_changed("elsewhere", other)
    kiosk.syncer.one_round()
    assert isinstance(kiosk.desk.find_by_face(probe(2)), Claim)
    server.card_changed("elsewhere", other.model_copy(update={"face": None}))
    kiosk.syncer.one_round()
    assert isinstance(kiosk.desk.find_by_face(probe(2)), Unknown)
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Claim)


def test_seeker_when_the_server_forgets_her_is_found_by_nothing(kiosk: Kiosk, server: FakeServer) -> None:
    card = registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_kiosk")
    kiosk.desk.prepare()
    kiosk.syncer.one_round()
    server.card_changed(card.id, None)
    kiosk.syncer.one_round()
    assert kiosk.cards.get(card.id) is None
    assert kiosk.cards.count_faces() == 0
    assert list(kiosk.cards.faces()) == []
    assert isinstance(kiosk.desk.find_by_face(probe(1)), Unknown)


def test_local_face_when_the_fair_is_over_is_forgotten(kiosk: Kiosk) -> None:
    registered(kiosk, face=kiosk.desk.stored_face(probe(1)), face_scope="this_kiosk")
    assert kiosk.cards.forget_old_faces(datetime(2026, 5, 30, 12, tzinfo=UTC)) == 0
    assert kiosk.cards.forget_old_faces(datetime(2026, 5, 31, 12, tzinfo=UTC)) == 1
