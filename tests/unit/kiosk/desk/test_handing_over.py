"""Codes on the screen: to the phone whose digits were tapped, and to no other."""

from __future__ import annotations

import pytest

from jobfair.errors import SealError, Unreachable
from jobfair.handover import HandedPass, claim_of, may_hand_over, new_secret, open_on_phone, seal_for_phone
from kiosk.bootstrap import Kiosk
from kiosk.desk.handover import HandingOver, ScreenCode, WrongDigits
from tests.fakes.server import FakeServer

CONTENT = b"a pass"


@pytest.fixture
def handing_over(kiosk: Kiosk, server: FakeServer) -> HandingOver:
    return HandingOver(kiosk.snapshot, kiosk.paired, lambda: server)


def shown(handing_over: HandingOver) -> ScreenCode:
    return handing_over.begin("pass")


def test_code_is_a_link_to_the_server_with_its_secret_after_the_hash(handing_over: HandingOver) -> None:
    code = shown(handing_over)
    address, _, secret = code.text.partition("#")
    assert address == "https://fair.example/p"
    assert len(secret) == len("JFH1.") + 22
    assert repr(code).count("JFH1") == 0


def test_right_digits_hand_it_to_the_phone_which_alone_can_read_it(
    handing_over: HandingOver, server: FakeServer
) -> None:
    code = shown(handing_over)
    assert handing_over.look(code).state == "open"
    server.phone_claims(claim_of(code.secret), "07")
    assert handing_over.look(code).state == "taken"
    state = handing_over.tapped(code, "07", CONTENT)
    assert not isinstance(state, WrongDigits)
    assert state.state == "given"
    sealed = server.phone_fetches()
    assert sealed is not None
    assert open_on_phone(code.secret, sealed) == CONTENT
    with pytest.raises(SealError):
        open_on_phone(new_secret(), sealed)
    assert handing_over.look(code).state == "done"


def test_wrong_digits_void_the_code_and_nothing_leaves_the_kiosk(handing_over: HandingOver, server: FakeServer) -> None:
    code = shown(handing_over)
    server.phone_claims(claim_of(code.secret), "07")
    assert handing_over.tapped(code, "70", CONTENT) == WrongDigits()
    assert "give_handover" not in server.calls
    assert handing_over.look(code).state == "void"
    assert handing_over.tapped(code, "07", CONTENT) == WrongDigits()


def test_wrong_digits_while_the_server_does_not_hear_of_it_void_the_code_all_the_same(
    handing_over: HandingOver, server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut(code_id: str) -> None:
        raise Unreachable("cut")

    monkeypatch.setattr(server, "end_handover", cut)
    code = shown(handing_over)
    server.phone_claims(claim_of(code.secret), "07")
    assert handing_over.tapped(code, "70", CONTENT) == WrongDigits()
    assert handing_over.look(code).state == "taken"
    assert handing_over.tapped(code, "07", CONTENT) == WrongDigits(), "the right ones come too late"
    assert "give_handover" not in server.calls


def test_digits_before_any_phone_took_it_hand_over_nothing(handing_over: HandingOver, server: FakeServer) -> None:
    state = handing_over.tapped(shown(handing_over), "", CONTENT)
    assert not isinstance(state, WrongDigits)
    assert state.state == "open"
    assert "give_handover" not in server.calls


def test_new_code_ends_the_one_before_it(handing_over: HandingOver, server: FakeServer) -> None:
    first = shown(handing_over)
    shown(handing_over)
    server.phone_claims(claim_of(first.secret))
    assert handing_over.look(first).state == "void"


def test_code_without_a_network_is_not_offered(kiosk: Kiosk) -> None:
    handing_over = HandingOver(kiosk.snapshot, kiosk.paired, lambda: None)
    assert not handing_over.offered
    with pytest.raises(Unreachable):
        handing_over.begin("pass")


@pytest.mark.parametrize(
    ("address", "may"),
    [("https://fair.example", True), ("http://10.0.0.2:8000", False), ("http://127.0.0.1:8000", True), ("", False)],
)
def test_address_is_fit_for_phones_only_where_browsers_decrypt(address: str, may: bool) -> None:
    assert may_hand_over(address) is may


def test_sealed_content_with_any_byte_changed_does_not_open() -> None:
    secret = new_secret()
    sealed = seal_for_phone(secret, HandedPass(fair="f", rows=("1",), expires="2026-05-30T00:00Z").as_bytes())  # type: ignore[arg-type]
    for at in range(len(sealed)):
        with pytest.raises(SealError):
            open_on_phone(secret, sealed[:at] + bytes([sealed[at] ^ 1]) + sealed[at + 1 :])
    with pytest.raises(SealError):
        open_on_phone(secret, b"")
