"""Which kiosk a token belongs to."""

from __future__ import annotations

import hmac

from django.db import DEFAULT_DB_ALIAS

from jobfair.wire import ProblemCode
from server.core.refusal import Refusal
from server.core.sql import one_row
from server.kiosks.models import Kiosk
from server.kiosks.pairing import hash_of

_OF_KIOSK = ("id", "fair_id", "name", "clock_skew_seconds")
_FIND = """SELECT credential.token_hash, credential.revoked_at, kiosk.id, kiosk.fair_id, kiosk.name,
 kiosk.clock_skew_seconds FROM kiosks_credential credential JOIN kiosks_kiosk kiosk ON kiosk.id = credential.kiosk_id
 WHERE credential.token_hash = %s"""


def kiosk_of(token: str) -> Kiosk:
    """The kiosk; refuses an unknown token as not_authenticated and a revoked one as revoked.

    The index finds the hash of the token, never the token, so its timing tells nothing of the secret. In plain SQL
    (server/core/sql.py), and with no more of the kiosk than a door needs: the rest is read where it is asked for.
    """
    hashed = hash_of(token)
    found = one_row(_FIND, hashed)
    if found is None or not hmac.compare_digest(found[0], hashed):
        raise Refusal(ProblemCode.NOT_AUTHENTICATED)
    if found[1] is not None:
        raise Refusal(ProblemCode.REVOKED)
    kiosk: Kiosk = Kiosk.from_db(DEFAULT_DB_ALIAS, _OF_KIOSK, found[2:])
    return kiosk
