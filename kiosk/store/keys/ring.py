"""The main key in the system's keyring (Secret Service, KWallet), through the package ``keyring``.

For kiosks that run in a desktop session whose keyring is opened by logging in; a session that logs in by itself has
either no password on its keyring (then it falls with the disk) or asks for one in the morning.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from typing import TYPE_CHECKING

from jobfair.errors import ConfigError, StoreError, WrongKey
from kiosk.store.keys.at_rest import KEY_BYTES
from kiosk.store.keys.keepers import Keeper, Kept

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

SERVICE = "jobfair kiosk"


class RingKeeper(Keeper):
    """One entry by the store's random id."""

    source = "keyring"

    def __init__(self, backend: KeyringBackend | None = None) -> None:
        """``backend``: the system's by default."""
        self._given = backend

    def keep(self, key: bytes, store: str) -> Kept:
        ring = self._ring()
        from keyring.errors import KeyringError

        try:
            ring.set_password(SERVICE, store, b64encode(key).decode())
        except KeyringError as error:
            raise _no_answer(error) from error
        return {}

    def fetch(self, store: str, kept: Kept) -> bytes:
        ring = self._ring()
        from keyring.errors import KeyringError

        try:
            found = ring.get_password(SERVICE, store)
        except KeyringError as error:
            raise _no_answer(error) from error
        if found is None:
            raise WrongKey(
                "the system's keyring holds no key for this database: the data folder was copied from another machine "
                "or user, or the entry was deleted. Nothing was changed. Sealed submissions are safe: `jobfair outbox "
                "export` works without the key",
                reason="keyring_empty",
            )
        try:
            key = b64decode(found, validate=True)
        except ValueError:
            key = b""
        if len(key) != KEY_BYTES:
            raise WrongKey("the entry in the system's keyring is no key. Nothing was changed", reason="keyring_empty")
        return key

    def discard(self, store: str, kept: Kept) -> None:
        ring = self._ring()
        from keyring.errors import KeyringError

        try:
            ring.delete_password(SERVICE, store)
        except KeyringError as error:
            raise _no_answer(error) from error

    def _ring(self) -> KeyringBackend:
        if self._given is not None:
            return self._given
        try:
            import keyring
            from keyring.backends.fail import Keyring as NoKeyring
        except ModuleNotFoundError as error:
            raise ConfigError(
                "key: the system's keyring needs the extra 'keyring': pip install 'jobfair[keyring]'"
            ) from error
        found = keyring.get_keyring()
        if isinstance(found, NoKeyring):
            raise StoreError(
                "this session has no keyring (Secret Service or KWallet): log in to a desktop, or choose another `key`",
                reason="keyring_none",
            )
        return found


def _no_answer(error: Exception) -> StoreError:
    return StoreError(
        f"the system's keyring does not answer ({type(error).__name__}): is it unlocked? Nothing was changed",
        reason="keyring_silent",
    )
