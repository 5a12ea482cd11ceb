"""Which kiosk a token belongs to."""

from __future__ import annotations

import hmac
from typing import Any

from jobfair.wire import ProblemCode
from server.core.refusal import Refusal
from server.kiosks.models import Kiosk
from server.kiosks.pairing import hash_of

_FIND = """SELECT kiosk.*, credential.token_hash AS token_hash, credential.revoked_at AS revoked_at
 FROM kiosks_credential credential JOIN kiosks_kiosk kiosk ON kiosk.id = credential.kiosk_id
 WHERE credential.token_hash = %s"""


def kiosk_of(token: str) -> Kiosk:
    """The kiosk; refuses an unknown token as not_authenticated and a revoked one as revoked.

    The index finds the hash of the token, never the token, so its timing tells nothing of the secret. In plain SQL
    (server/core/sql.py), and without the fair, which most requests do not need.
    """
    hashed = hash_of(token)
    found: Any = next(iter(Kiosk.objects.raw(_FIND, [hashed])), None)
    if found is None or not hmac.compare_digest(found.token_hash, hashed):
        raise Refusal(ProblemCode.NOT_AUTHENTICATED)
    if found.revoked_at is not None:
        raise Refusal(ProblemCode.REVOKED)
    kiosk: Kiosk = found
    return kiosk
