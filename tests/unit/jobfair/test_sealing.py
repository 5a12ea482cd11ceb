"""Envelopes open for their recipients only, and only as what they are; signatures bind text and kind."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from jobfair.errors import SealError
from jobfair.sealing import OpeningKey, Signer, open_envelope, read_header, seal, verify

SERVER, RECOVERY, STRANGER = OpeningKey.generate(), OpeningKey.generate(), OpeningKey.generate()
SIGNER = Signer.generate()
ENVELOPE = seal(b"a resume", "resumes", "id-1", [SERVER.public, RECOVERY.public])


class Note(BaseModel):
    text: str


@pytest.mark.parametrize("key", [SERVER, RECOVERY])
def test_envelope_opened_by_either_recipient_gives_the_content(key: OpeningKey) -> None:
    assert open_envelope(ENVELOPE, "resumes", "id-1", [key]) == b"a resume"


def test_envelope_opened_by_a_stranger_is_refused() -> None:
    with pytest.raises(SealError, match="other keys"):
        open_envelope(ENVELOPE, "resumes", "id-1", [STRANGER])


@pytest.mark.parametrize(("kind", "item"), [("submissions", "id-1"), ("resumes", "id-2")])
def test_envelope_opened_as_another_item_is_refused(kind: str, item: str) -> None:
    with pytest.raises(SealError):
        open_envelope(ENVELOPE, kind, item, [SERVER])


def test_envelope_relabelled_as_another_item_does_not_open() -> None:
    renamed = ENVELOPE.replace(b'"id":"id-1"', b'"id":"id-2"')
    with pytest.raises(SealError):
        open_envelope(renamed, "resumes", "id-2", [SERVER])


@settings(max_examples=120, deadline=None)
@given(st.integers(0, len(ENVELOPE) - 1), st.integers(1, 255))
def test_envelope_with_any_byte_changed_is_refused(place: int, change: int) -> None:
    damaged = bytearray(ENVELOPE)
    damaged[place] ^= change
    with pytest.raises(SealError):
        open_envelope(bytes(damaged), "resumes", "id-1", [SERVER])


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_bytes_that_are_no_envelope_are_refused(junk: bytes) -> None:
    with pytest.raises(SealError):
        read_header(b"JFS1" + junk)


def test_sealing_to_nobody_is_refused() -> None:
    with pytest.raises(SealError):
        seal(b"x", "resumes", "id-1", [])


def test_header_of_an_envelope_holds_nothing_of_the_content() -> None:
    envelope = seal("张伟 13800000000".encode(), "resumes", "id-3", [SERVER.public])
    assert "张伟".encode() not in envelope
    assert set(read_header(envelope)[0].model_dump()) == {"id", "kind", "nonce", "recipients", "suite"}


def test_signed_text_verifies_for_its_kind_and_key_only() -> None:
    signed = SIGNER.sign("receipt", Note(text="taken"))
    assert verify(signed, "receipt", {SIGNER.id: SIGNER.public}) == '{"text":"taken"}'
    for kind, keys in (("snapshot", {SIGNER.id: SIGNER.public}), ("receipt", {}), ("receipt", {SIGNER.id: b"x" * 32})):
        with pytest.raises(SealError):
            verify(signed, kind, keys)


def test_signed_text_changed_by_one_letter_is_refused() -> None:
    signed = SIGNER.sign("receipt", Note(text="taken")).model_copy(update={"payload": '{"text":"token"}'})
    with pytest.raises(SealError):
        verify(signed, "receipt", {SIGNER.id: SIGNER.public})


def test_private_keys_do_not_show_themselves() -> None:
    assert repr(SERVER) == f"OpeningKey({SERVER.id})"
    assert repr(SIGNER) == f"Signer({SIGNER.id})"
