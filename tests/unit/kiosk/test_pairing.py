from __future__ import annotations

from pathlib import Path

import pytest

from jobfair.errors import InUse, NotTrusted, Refused
from jobfair.ids import new_id
from jobfair.sealing import Signer
from jobfair.wire import PairingAnswer, PairingOffer, fingerprint_of
from kiosk.bootstrap import build
from kiosk.config import Config
from kiosk.pairing import Paired, Pairing, paired_with
from tests.fakes.kiosk import fake_kiosk, new_resume, registered
from tests.fakes.server import FakeServer, small_fair


class AnsweringServer(FakeServer):
    """Answers every question about a pairing alike."""

    answer = PairingAnswer(state="waiting")

    def pairing(self, offer: PairingOffer) -> PairingAnswer:
        return self.answer


def test_pairing_when_confirmed_is_kept_encrypted_and_pins_the_server(tmp_path: Path) -> None:
    server = FakeServer()
    kiosk = fake_kiosk(tmp_path, server, paired=False)
    pairing = Pairing(kiosk.store, server, "https://fair.example")
    begun = pairing.begin(server.code)
    assert begun.fingerprint == fingerprint_of(begun.signer.public, server.signer.public)
    paired = pairing.ask(begun)
    assert isinstance(paired, Paired)
    assert (paired.kiosk, paired.identity_key) == ("K01", server.signer.public)
    assert paired_with(kiosk.store) == paired
    assert str(paired) == repr(paired) == "Paired(K01)"
    kiosk.close()


def test_wrong_code_is_refused_and_nothing_is_stored(tmp_path: Path) -> None:
    server = FakeServer()
    kiosk = fake_kiosk(tmp_path, server, paired=False)
    with pytest.raises(Refused):
        Pairing(kiosk.store, server, "https://fair.example").begin("WRONG")
    assert kiosk.paired() is None
    kiosk.close()


@pytest.mark.parametrize("state", ["waiting", "refused", "expired"])
def test_pairing_when_not_confirmed_says_why_and_stores_nothing(tmp_path: Path, state: str) -> None:
    server = AnsweringServer()
    server.answer = PairingAnswer.model_validate({"state": state})
    kiosk = fake_kiosk(tmp_path, server, paired=False)
    pairing = Pairing(kiosk.store, server, "https://fair.example")
    assert pairing.ask(pairing.begin(server.code)) == state
    assert kiosk.paired() is None
    kiosk.close()


def test_confirmation_without_a_token_is_not_trusted(tmp_path: Path) -> None:
    server = AnsweringServer()
    server.answer = PairingAnswer(state="confirmed", kiosk="K01", fair="spring")
    kiosk = fake_kiosk(tmp_path, server, paired=False)
    pairing = Pairing(kiosk.store, server, "https://fair.example")
    with pytest.raises(NotTrusted, match="new code"):
        pairing.ask(pairing.begin(server.code))
    kiosk.close()


def test_pairing_again_keeps_the_cards_and_another_fair_forgets_them(tmp_path: Path) -> None:
    server = FakeServer()
    kiosk = fake_kiosk(tmp_path, server)
    card = registered(kiosk)
    again = Pairing(kiosk.store, server, "https://fair.example")
    again.ask(again.begin(server.code))
    assert kiosk.cards.get(card.id) == card
    other = FakeServer(fair=small_fair().model_copy(update={"id": "autumn"}), signer=Signer.generate())
    elsewhere = Pairing(kiosk.store, other, "https://other.example")
    elsewhere.ask(elsewhere.begin(other.code))
    assert kiosk.cards.get(card.id) is None
    assert not kiosk.snapshot.is_ready
    assert kiosk.outbox.counts().waiting == 1, "what was saved is kept"
    assert kiosk.snapshot.update(other, other.signer.public, "autumn") == 4, "fair, openings, plan and settings"
    assert kiosk.desk.fair().fair.id == "autumn"
    kiosk.close()


def test_pairing_with_another_server_offers_it_nothing_that_the_former_one_holds(tmp_path: Path) -> None:
    server, other = FakeServer(), FakeServer()
    kiosk = fake_kiosk(tmp_path, server)
    registered(kiosk)
    assert kiosk.syncer.one_round().delivered == 1
    pairing = Pairing(kiosk.store, other, "https://other.example")
    assert isinstance(pairing.ask(pairing.begin(other.code)), Paired)
    assert kiosk.outbox.newest(other.signer.public) is None
    report = kiosk.syncer.one_round()
    assert (report.reached, report.offered_again, report.delivered) == (True, 0, 0)
    assert [row.state for row in kiosk.outbox.rows()] == ["settled"]
    kiosk.close()


@pytest.mark.parametrize("noted", [True, False])
def test_pairing_with_another_server_and_back_offers_the_former_one_what_it_lost_meanwhile(
    tmp_path: Path, noted: bool
) -> None:
    server, other = FakeServer(), FakeServer()
    kiosk = fake_kiosk(tmp_path, server)
    card = registered(kiosk)
    kiosk.desk.submit(card, ["O1", "O2"], new_resume(), "zh")
    assert kiosk.syncer.one_round().delivered == 4
    if not noted:  # by the version before
        with kiosk.store.transaction() as db:
            db.execute("UPDATE outbox SET server=''")
    for there in (other, server):
        pairing = Pairing(kiosk.store, there, f"https://{there.signer.id[:8]}.example")
        assert isinstance(pairing.ask(pairing.begin(there.code)), Paired)
    server.restore(1)
    assert kiosk.syncer.one_round().offered_again == 4
    assert len(server.taken) == 4
    assert kiosk.syncer.one_round().offered_again == 0
    kiosk.close()


def test_two_kiosks_on_one_store_the_second_does_not_start(tmp_path: Path) -> None:
    config = Config(data=tmp_path / new_id())
    first = build(config, as_kiosk=True)
    with pytest.raises(InUse, match="a kiosk is running"):
        build(config, as_kiosk=True)
    build(config).close()  # commands work beside it
    first.close()
    build(config, as_kiosk=True).close()
