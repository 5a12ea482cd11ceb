"""The consent receipt that a kiosk signs: what was answered at it, and only while it holds that seeker."""

from __future__ import annotations

import numpy as np
import pytest

from jobfair.consent import Purpose
from jobfair.consent_receipt import ConsentReceipt, read_receipt
from jobfair.sealing import Signer
from jobfair.wire import CardChange, CardDelta, FaceSettings
from kiosk.bootstrap import Kiosk
from kiosk.ports import FaceBox, Probe
from tests.fakes.devices import ENCODER
from tests.fakes.kiosk import registered
from tests.fakes.server import FakeServer

HERE, FAIR = Purpose.FACE_THIS_KIOSK, Purpose.FACE_THIS_FAIR


@pytest.fixture
def server() -> FakeServer:
    found = FakeServer()
    face = FaceSettings(enabled=True, liveness="off", rotation_seed=bytes(range(32)))
    found.settings = found.settings.model_copy(update={"face": face, "consent_text_version": "999"})
    return found


def probe() -> Probe:
    vector = np.random.default_rng(1).normal(size=128).astype(np.float32)
    return Probe(vector / np.linalg.norm(vector), FaceBox(0, 0, 9, 9), 1.0, 3, {}, ENCODER)


def states(kiosk: Kiosk, text: str) -> dict[Purpose, str]:
    paired = kiosk.paired()
    assert paired is not None
    signer = Signer(paired.signing_key)
    found = read_receipt(text, lambda fair: {signer.id: signer.public})
    assert isinstance(found, ConsentReceipt)
    assert {answer.version for answer in found.answers} == {"1"}  # the words that were really on the screen
    return {answer.purpose: answer.state for answer in found.answers}


def test_receipt_after_registration_has_every_answer_refusals_too(kiosk: Kiosk) -> None:
    card = registered(kiosk, face=kiosk.desk.stored_face(probe()), face_scope="this_kiosk")
    said = states(kiosk, kiosk.desk.consent_receipt(card))
    assert said == {Purpose.RESUME: "given", HERE: "given", FAIR: "refused"}


def test_receipt_after_a_withdrawal_says_so(kiosk: Kiosk) -> None:
    card = registered(kiosk, face=kiosk.desk.stored_face(probe()), face_scope="this_fair")
    card = kiosk.desk.withdraw_face(card, HERE, "zh")
    said = states(kiosk, kiosk.desk.consent_receipt(card))
    assert said[Purpose.RESUME] == "given"
    assert said[HERE] == "withdrawn"
    assert said[FAIR] == "withdrawn"


def test_receipt_after_all_is_taken_back_leaves_a_refusal_a_refusal(kiosk: Kiosk) -> None:
    card = registered(kiosk, face=kiosk.desk.stored_face(probe()), face_scope="this_kiosk")
    card = kiosk.desk.withdraw_face(card, HERE, "zh")
    said = states(kiosk, kiosk.desk.consent_receipt(card))
    assert said == {Purpose.RESUME: "given", HERE: "withdrawn", FAIR: "refused"}


def test_answers_when_she_is_forgotten_go_with_her_card(kiosk: Kiosk) -> None:
    card = registered(kiosk)
    kiosk.syncer.one_round()
    kiosk.cards.apply(CardDelta(changes=(CardChange(sequence=1, seeker=card.id),), last=1))
    assert kiosk.desk.consent_answers(card) == ()
    assert kiosk.desk.consent_receipt(card) == ""
