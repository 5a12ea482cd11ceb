"""Wire version 1 is what these files say. A red test here means: a new wire version, or a mistake."""

from __future__ import annotations

import pytest

from jobfair import wire
from jobfair.sealing import key_id_of, open_envelope, verify
from jobfair.seeker_pass import read_pass, write_pass
from jobfair.wire import Message
from tests.contract.golden.examples import FOLDER, KEY, MESSAGES, PASS, SIGNER, WITHDRAWAL


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_message_when_written_is_the_golden_file(name: str) -> None:
    golden = (FOLDER / f"{name}.json").read_text("utf-8").removesuffix("\n")
    assert MESSAGES[name].model_dump_json() == golden


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_golden_file_when_read_is_the_message(name: str) -> None:
    message = MESSAGES[name]
    assert type(message).model_validate_json((FOLDER / f"{name}.json").read_bytes()) == message


@pytest.mark.parametrize("name", sorted(name for name in MESSAGES if isinstance(MESSAGES[name], Message)))
def test_message_when_it_holds_an_unknown_field_is_refused(name: str) -> None:
    golden = (FOLDER / f"{name}.json").read_text("utf-8").rstrip()
    with pytest.raises(ValueError, match="extra_forbidden"):
        type(MESSAGES[name]).model_validate_json(golden[:-1] + ',"odd":1}')


def test_every_message_of_the_wire_has_a_golden_file() -> None:
    """Those inside other messages are covered by them."""
    inside = {
        "StoredFace",
        "CardResume",
        "SentOpening",
        "SeekerCard",
        "BoothQueue",
        "BoothExposure",
        "PublicSealingKey",
        "SnapshotPart",
        "FaceSettings",
        "CardChange",
        "Agreed",
        "Try",
        "TryReset",
    }
    messages = {
        name
        for name, kind in vars(wire).items()
        if isinstance(kind, type) and issubclass(kind, Message) and kind is not Message
    }
    assert messages - inside == {type(message).__name__ for message in MESSAGES.values()} - {"Signed"}


def test_golden_signature_when_checked_verifies() -> None:
    signed = MESSAGES["signed"]
    text = verify(signed, "receipt", {SIGNER.id: SIGNER.public})  # type: ignore[arg-type]
    assert text == MESSAGES["receipt"].model_dump_json()
    assert key_id_of(SIGNER.public) == SIGNER.id


def test_golden_envelope_when_opened_holds_the_withdrawal() -> None:
    content = open_envelope((FOLDER / "envelope.bin").read_bytes(), "withdrawals", WITHDRAWAL, [KEY])
    assert content == MESSAGES["sealed_withdrawal"].model_dump_json().encode()


def test_golden_pass_when_read_is_the_pass() -> None:
    text = (FOLDER / "pass.txt").read_text("ascii").strip()
    assert read_pass(text, "small-fair", {SIGNER.id: SIGNER.public}, now=PASS.issued) == PASS
    assert write_pass(PASS, SIGNER) == text
