"""Seal to the server's public keys; open with a private one; sign and verify.

An envelope is ``b"JFS1" | header length (4 bytes, big endian) | header (JSON) | ciphertext``. The content is encrypted
once with AES-256-GCM under a fresh key; that key is sealed to every recipient by HPKE (RFC 9180, base mode) with the
hybrid KEM ML-KEM-768 + X25519, so that what is recorded today stays closed to a quantum computer of tomorrow.
HPKE's info binds the envelope to its kind and id, GCM's associated data to its header: an envelope cannot be
renamed, and a recipient cannot be exchanged. The header holds nothing personal.

Signatures are Ed25519 over ``"jobfair/1/" + kind + "\\n" + payload``; the payload is the exact text that was signed,
so no canonical form of JSON is needed.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric import mlkem, x25519
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import (
    AEAD,
    KDF,
    KEM,
    MLKEM768X25519PrivateKey,
    MLKEM768X25519PublicKey,
    Suite,
)
from pydantic import BaseModel, ConfigDict

from jobfair.errors import SealError

MAGIC = b"JFS1"
SUITE_NAME = "MLKEM768-X25519/HKDF-SHA256/AES-256-GCM"
_MLKEM_PUBLIC = 1184
_MLKEM_PRIVATE = 64
_HEADER_LIMIT = 64 * 1024


def digest_of(data: bytes) -> str:
    """SHA-256 in hexadecimal; of an envelope it names the sealed bytes."""
    return hashlib.sha256(data).hexdigest()


def key_id_of(public: bytes) -> str:
    """The name of a public key: the first 16 hexadecimal digits of its SHA-256."""
    return hashlib.sha256(public).hexdigest()[:16]


def _suite() -> Suite:
    return Suite(KEM.MLKEM768_X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _info(kind: str, item_id: str) -> bytes:
    return f"jobfair/1/seal/{kind}/{item_id}".encode()


@dataclass(frozen=True)
class SealingKey:
    """A recipient's public key: 1184 bytes ML-KEM-768, then 32 bytes X25519."""

    public: bytes

    @property
    def id(self) -> str:
        return key_id_of(self.public)

    def _hpke(self) -> MLKEM768X25519PublicKey:
        try:
            return MLKEM768X25519PublicKey(
                mlkem.MLKEM768PublicKey.from_public_bytes(self.public[:_MLKEM_PUBLIC]),
                x25519.X25519PublicKey.from_public_bytes(self.public[_MLKEM_PUBLIC:]),
            )
        except ValueError as error:
            raise SealError("not a sealing key") from error


@dataclass(frozen=True)
class OpeningKey:
    """A recipient's private key: the 64-byte seed of ML-KEM-768, then 32 bytes X25519. Its repr shows the id only.

    What is computed from the bytes is computed once an object."""

    private: bytes

    @classmethod
    def generate(cls) -> OpeningKey:
        return cls(
            mlkem.MLKEM768PrivateKey.generate().private_bytes_raw()
            + x25519.X25519PrivateKey.generate().private_bytes_raw()
        )

    @cached_property
    def public(self) -> SealingKey:
        pq, classic = self._halves
        return SealingKey(pq.public_key().public_bytes_raw() + classic.public_key().public_bytes_raw())

    @cached_property
    def id(self) -> str:
        return self.public.id

    def __repr__(self) -> str:
        return f"OpeningKey({self.id})"

    @cached_property
    def _halves(self) -> tuple[mlkem.MLKEM768PrivateKey, x25519.X25519PrivateKey]:
        return (
            mlkem.MLKEM768PrivateKey.from_seed_bytes(self.private[:_MLKEM_PRIVATE]),
            x25519.X25519PrivateKey.from_private_bytes(self.private[_MLKEM_PRIVATE:]),
        )

    def _hpke(self) -> MLKEM768X25519PrivateKey:
        return MLKEM768X25519PrivateKey(*self._halves)


def seal(content: bytes, kind: str, item_id: str, recipients: Sequence[SealingKey]) -> bytes:
    """Seal ``content`` to every recipient, bound to ``kind`` and ``item_id``.

    Raises SealError when there is no recipient.
    """
    if not recipients:
        raise SealError("nobody to seal to")
    content_key = AESGCM.generate_key(256)
    nonce = os.urandom(12)
    suite = _suite()
    header = json.dumps(
        {
            "id": item_id,
            "kind": kind,
            "nonce": _b64(nonce),
            "recipients": [
                {"key": r.id, "sealed": _b64(suite.encrypt(content_key, r._hpke(), info=_info(kind, item_id)))}
                for r in recipients
            ],
            "suite": SUITE_NAME,
        },
        sort_keys=True,
        separators=(",", ":"),
    ).encode()
    front = MAGIC + len(header).to_bytes(4, "big") + header
    return front + AESGCM(content_key).encrypt(nonce, content, front)


class Recipient(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    key: str
    sealed: str


class EnvelopeHeader(BaseModel):
    """What anyone may read of an envelope."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    kind: str
    nonce: str
    recipients: tuple[Recipient, ...]
    suite: str


def read_header(envelope: bytes) -> tuple[EnvelopeHeader, int]:
    """The header and the offset of the ciphertext. Raises SealError where these are no envelope's bytes."""
    if envelope[:4] != MAGIC or len(envelope) < 8:
        raise SealError("not an envelope")
    length = int.from_bytes(envelope[4:8], "big")
    if length > _HEADER_LIMIT or len(envelope) < 8 + length:
        raise SealError("not an envelope")
    try:
        header = EnvelopeHeader.model_validate_json(envelope[8 : 8 + length])
    except ValueError as error:
        raise SealError("not an envelope") from error
    if header.suite != SUITE_NAME:
        raise SealError("an envelope of another suite")
    return header, 8 + length


def open_envelope(envelope: bytes, kind: str, item_id: str, keys: Sequence[OpeningKey]) -> bytes:
    """The content. Raises SealError for the wrong key, kind or id, or a changed byte."""
    header, start = read_header(envelope)
    if (header.kind, header.id) != (kind, item_id):
        raise SealError("the envelope is another item's")
    by_id = {key.id: key for key in keys}
    for recipient in header.recipients:
        key = by_id.get(recipient.key)
        if key is None:
            continue
        try:
            content_key = _suite().decrypt(_unb64(recipient.sealed), key._hpke(), info=_info(kind, item_id))
            return AESGCM(content_key).decrypt(_unb64(header.nonce), envelope[start:], envelope[:start])
        except (InvalidTag, ValueError) as error:
            raise SealError("the envelope does not open") from error
    raise SealError("the envelope is sealed to other keys")


class Signed(BaseModel):
    """A text and who signed it. ``payload`` is JSON text, exactly as signed; ``signature`` is base64."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    payload: str
    key: str
    signature: str


@dataclass(frozen=True)
class Signer:
    """An Ed25519 private key (32 raw bytes). Its repr shows the id only; what is computed of it is computed once."""

    private: bytes

    @classmethod
    def generate(cls) -> Signer:
        return cls(Ed25519PrivateKey.generate().private_bytes_raw())

    @cached_property
    def public(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    @cached_property
    def id(self) -> str:
        return key_id_of(self.public)

    def __repr__(self) -> str:
        return f"Signer({self.id})"

    @cached_property
    def _key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self.private)

    def raw(self, kind: str, payload: bytes) -> bytes:
        """The 64 bytes of signature over ``payload`` as a document of ``kind``."""
        return self._key.sign(_to_sign(kind, payload))

    def sign(self, kind: str, payload: BaseModel) -> Signed:
        text = payload.model_dump_json()
        return Signed(payload=text, key=self.id, signature=_b64(self.raw(kind, text.encode())))


def verify(signed: Signed, kind: str, publics: Mapping[str, bytes]) -> str:
    """The payload's text, when one of ``publics`` (key id -> 32 raw bytes) signed it as ``kind``; else SealError."""
    public = publics.get(signed.key)
    if public is None:
        raise SealError("signed by an unknown key")
    try:
        signature = _unb64(signed.signature)
    except ValueError as error:
        raise SealError("the signature does not verify") from error
    verify_raw(kind, signed.payload.encode(), signature, public)
    return signed.payload


def verify_raw(kind: str, payload: bytes, signature: bytes, public: bytes) -> None:
    """Raise SealError unless ``signature`` is ``public``'s over ``payload`` as a document of ``kind``."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, _to_sign(kind, payload))
    except (InvalidSignature, ValueError) as error:
        raise SealError("the signature does not verify") from error


def _to_sign(kind: str, payload: bytes) -> bytes:
    return b"jobfair/1/" + kind.encode() + b"\n" + payload


def _b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def _unb64(text: str) -> bytes:
    return base64.b64decode(text, validate=True)
