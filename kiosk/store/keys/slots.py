"""Strict mode: the main key lives in memory only. On the disk it lies wrapped, once for each badge and for the server.

As in a LUKS header: HKDF-SHA256 makes a wrapping key from a slot's secret and salt, AES-256-GCM wraps the main key,
bound to the store and the slot. A slot's secret is a staff badge (160 bits of chance, so that no slow hash is needed),
or the server's share joined with a boot secret that lies on the kiosk: neither opens anything alone.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from base64 import b32decode, b32encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk.store.keys.at_rest import KEY_BYTES
from kiosk.store.keys.record import KeyRecord, Slot

BADGE_PREFIX = "JFB1."
SHARE_BYTES = 32
_BADGE_BYTES = 20
_NONCE = bytes(12)  # a wrapping key is used once: its salt is new for every slot


def new_badge() -> str:
    """The text of a badge's QR code: capitals and figures, as every scanner that types can send them."""
    return BADGE_PREFIX + b32encode(secrets.token_bytes(_BADGE_BYTES)).decode()


def badge_secret(text: str) -> bytes | None:
    """The secret of a badge's text; None for anything else. A keyboard's caps lock does not matter."""
    text = text.strip().upper()
    if not text.startswith(BADGE_PREFIX):
        return None
    try:
        found = b32decode(text.removeprefix(BADGE_PREFIX))
    except ValueError:
        return None
    return found if len(found) == _BADGE_BYTES else None


def label_of(badge: bytes) -> str:
    """Four signs that tell badges apart, and open nothing."""
    return "badge-" + hashlib.sha256(b"jobfair/1/badge-label\n" + badge).hexdigest()[:4]


def badge_slot(store: str, main_key: bytes, badge: bytes) -> Slot:
    return _slot(store, main_key, badge, Slot(kind="badge", label=label_of(badge), salt=os.urandom(16), wrapped=b""))


def server_slot(store: str, main_key: bytes, share: bytes, server: str) -> Slot:
    """With a new boot secret. Only the server that was given the share, and the secret's hash, can open it."""
    secret, label = secrets.token_urlsafe(32), f"server-{secrets.token_hex(2)}"
    empty = Slot(kind="server", label=label, salt=os.urandom(16), wrapped=b"", server=server, secret=secret)
    return _slot(store, main_key, share + secret.encode(), empty)


def opened_by_badge(record: KeyRecord, badge: bytes) -> bytes | None:
    """The main key; None when no slot is this badge's."""
    for slot in record.slots:
        if slot.kind == "badge" and (key := _unwrap(record.store, slot, badge)) is not None:
            return key
    return None


def opened_by_share(record: KeyRecord, slot: Slot, share: bytes) -> bytes | None:
    """The main key; None when this is not the share of the slot."""
    return _unwrap(record.store, slot, share + slot.secret.encode())


def _slot(store: str, main_key: bytes, secret: bytes, empty: Slot) -> Slot:
    wrapped = AESGCM(_wrapping_key(secret, empty.salt)).encrypt(_NONCE, main_key, _bound(store, empty))
    return empty.model_copy(update={"wrapped": wrapped})


def _unwrap(store: str, slot: Slot, secret: bytes) -> bytes | None:
    try:
        key = AESGCM(_wrapping_key(secret, slot.salt)).decrypt(_NONCE, slot.wrapped, _bound(store, slot))
    except (InvalidTag, ValueError):
        return None
    return key if len(key) == KEY_BYTES else None


def _wrapping_key(secret: bytes, salt: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=salt, info=b"jobfair/1/key-slot").derive(secret)


def _bound(store: str, slot: Slot) -> bytes:
    return f"jobfair/1/key-slot/{store}/{slot.kind}/{slot.label}".encode()
