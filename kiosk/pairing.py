"""Pairing: a one-time code, two fingerprints that a person compares, a token. The server's identity key is pinned."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from jobfair import __version__
from jobfair.errors import NotTrusted
from jobfair.sealing import Signer, key_id_of
from jobfair.wire import PairingOffer, PairingRequest, fingerprint_of
from kiosk.ports import Server
from kiosk.store.database import Database, Store


class Paired(BaseModel):
    """Whom this kiosk belongs to; kept encrypted. ``signing_key`` is the kiosk's own (Ed25519, private)."""

    model_config = ConfigDict(extra="forbid", frozen=True, ser_json_bytes="base64", val_json_bytes="base64")

    server: str
    kiosk: str
    fair: str
    token: str
    identity_key: bytes
    signing_key: bytes

    def __repr__(self) -> str:
        return f"Paired({self.kiosk})"

    __str__ = __repr__


def paired_with(store: Store) -> Paired | None:
    """The pairing that this store holds, if any."""
    found = store.secret("paired")
    return None if found is None else Paired.model_validate_json(found)


@dataclass(frozen=True)
class Begun:
    """An offer to be confirmed: the organizer's page must show the same ``fingerprint``."""

    offer: PairingOffer
    signer: Signer
    fingerprint: str


class Pairing:
    """Over one store and one server."""

    def __init__(self, store: Store, server: Server, server_url: str) -> None:
        self._store = store
        self._server = server
        self._url = server_url

    def begin(self, code: str) -> Begun:
        """Raises Refused when the code is wrong, used or expired (the answer is the same), and ServerError."""
        signer = Signer.generate()
        offer = self._server.offer_pairing(PairingRequest(code=code, public_key=signer.public, version=__version__))
        return Begun(offer, signer, fingerprint_of(signer.public, offer.identity_key))

    def close(self) -> None:
        """Ends the connection."""
        self._server.close()

    def ask(self, begun: Begun) -> Paired | str:
        """Once: the pairing, stored; or ``waiting``, ``refused``, ``expired``."""
        answer = self._server.pairing(begun.offer)
        if answer.state != "confirmed":
            return answer.state
        if not (answer.token and answer.kiosk and answer.fair):
            raise NotTrusted("the server confirmed, but named no kiosk: pair again with a new code")
        paired = Paired(
            server=self._url,
            kiosk=answer.kiosk,
            fair=answer.fair,
            token=answer.token,
            identity_key=begun.offer.identity_key,
            signing_key=begun.signer.private,
        )
        before = paired_with(self._store)
        with self._store.transaction() as db:
            if before is not None and (before.identity_key, before.fair) != (paired.identity_key, paired.fair):
                _forget_fair(db)
            if before is not None and before.identity_key != paired.identity_key:
                # Another server counts by itself: receipts of which nobody noted the server are the former one's.
                db.execute(
                    "UPDATE outbox SET server=? WHERE server='' AND sequence IS NOT NULL",
                    (key_id_of(before.identity_key),),
                )
            self._store.set_secret("paired", paired.model_dump_json().encode())
            self._store.set_meta("kiosk", paired.kiosk)  # in clear: a rescue file without the key says whose it is
            self._store.set_meta("fair", paired.fair)
            db.execute("DELETE FROM meta WHERE name IN ('rest_until', 'rest_attempts')")
        return paired


def _forget_fair(db: Database) -> None:
    """Another server or another fair: cards, faces and snapshot of the former one go; the outbox keeps its rows."""
    db.execute(
        """
        INSERT OR REPLACE INTO face_log(seeker)
            SELECT seeker FROM card WHERE face=1 UNION SELECT seeker FROM face_here;
        DELETE FROM face_here;
        DELETE FROM card;
        DELETE FROM part;
        DELETE FROM try;
        DELETE FROM try_reset;
        DELETE FROM been_here;
        DELETE FROM secret WHERE name='manifest';
        DELETE FROM meta WHERE name IN
            ('cards_last_sequence', 'tries_last_sequence', 'snapshot_digest', 'snapshot_version');
        """
    )
