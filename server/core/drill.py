"""The restore drill: shares really open what kiosks seal, shown with a test submission before anything hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from jobfair.consent import Consent, Purpose
from jobfair.errors import ConfigError, SealError
from jobfair.ids import new_id
from jobfair.recovery import SharesError, join
from jobfair.sealing import open_envelope, seal
from jobfair.submission import new_withdrawal_secret, withdrawal_hash
from jobfair.wire import Door, SealedSubmission
from server.core.keys import KeyRing, Recovery


def drill(keys: KeyRing, shares: Sequence[str], by: str, keep: timedelta) -> Recovery:
    """Seal a test submission as a kiosk does, to both keys; open it with what the shares give, and nothing else.

    A new recovery key is tested, where there is one, else the one in use; only then it is written down, and the new
    one comes into use. ``keep``: how long the shares of the one before it stay needed. The shares are kept nowhere.
    Raises SharesError when the shares are not the key's, ConfigError when there is no recovery key, SealError when the
    envelope differs.
    """
    recovery = keys.next_recovery_key or keys.recovery_key
    if recovery is None:
        raise ConfigError("there is no recovery key yet: jobfair server keys recovery --out FOLDER")
    opening = join(shares)
    if opening.id != recovery.id:
        raise SharesError(
            "other_key",
            f"these shares fit together, but are of an older recovery key; the drill is of key {recovery.id}",
        )
    test = _test_submission()
    envelope = seal(test.model_dump_json().encode(), Door.SUBMISSIONS, test.id, [keys.sealing_key, recovery])
    for opened_with in ([opening], keys.opening_keys):
        content = open_envelope(envelope, Door.SUBMISSIONS, test.id, opened_with)
        if SealedSubmission.model_validate_json(content) != test:
            raise SealError("the test submission opened to something else")
    return keys.note_drill(recovery.id, by, keep)


def _test_submission() -> SealedSubmission:
    """Of nobody, to nobody; it never leaves this process."""
    item, now = new_id(), datetime.now(UTC)
    return SealedSubmission(
        id=item,
        fair="drill",
        kiosk="drill",
        seeker=new_id(),
        opening="drill",
        resume=new_id(),
        reference="DRILL",
        submitted_at=now,
        consent=Consent(
            purpose=Purpose.SUBMIT, given=True, text_version="1", language="zh", at=now, where="drill", employer="drill"
        ),
        withdrawal_hash=withdrawal_hash(item, new_withdrawal_secret()),
        language="zh",
    )
