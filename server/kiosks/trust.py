"""Which kiosk a token belongs to."""

from __future__ import annotations

import hmac

from jobfair.wire import ProblemCode
from server.core.refusal import Refusal
from server.kiosks.models import Credential, Kiosk
from server.kiosks.pairing import hash_of


def kiosk_of(token: str) -> Kiosk:
    """The kiosk; refuses an unknown token as not_authenticated and a revoked one as revoked.

    The index finds the hash of the token, never the token, so its timing tells nothing of the secret.
    """
    hashed = hash_of(token)
    found = Credential.objects.select_related("kiosk__fair").filter(token_hash=hashed).first()
    if found is None or not hmac.compare_digest(found.token_hash, hashed):
        raise Refusal(ProblemCode.NOT_AUTHENTICATED)
    if found.revoked_at is not None:
        raise Refusal(ProblemCode.REVOKED)
    return found.kiosk
