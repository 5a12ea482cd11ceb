"""Taking back within ten minutes, at the kiosk that saved it or at another one. See docs/decisions/0022.

Who shows the secret may; nobody has to be known here. What this kiosk saved itself it judges itself, by its own clock.
Of another kiosk's submission it knows nothing but when the id was minted: the withdrawal is passed on, and the server
judges by the times stated.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from jobfair.ids import is_id, minted_at, new_id
from jobfair.submission import may_withdraw
from jobfair.taking_back import WITHDRAW_WITHIN, TakeBackCode
from jobfair.wire import Door, SealedWithdrawal
from kiosk.desk.handing_in import sealed_item
from kiosk.desk.sent import Sent
from kiosk.outbox import Outbox
from kiosk.ports import Clock
from kiosk.snapshot import Snapshot
from kiosk.store.database import Database, Store

LONG_AGO = timedelta(hours=24)
"""An id that another kiosk minted so long ago is late, however wrong that kiosk's clock may be."""


@dataclass(frozen=True)
class WithdrawalSaved:
    """It is in the outbox (or was before). Not ``judged_here``: the server says whether it was in time."""

    judged_here: bool = True


@dataclass(frozen=True)
class TooLate:
    """More than ten minutes ago: from the seeker's page or at the booth."""


@dataclass(frozen=True)
class NotYours:
    """The secret does not belong to this submission."""


Withdrawn = WithdrawalSaved | TooLate | NotYours


@dataclass(frozen=True)
class Offer:
    """One submission of a code, as far as this kiosk may tell who shows it.

    ``open``: within the ten minutes; ``unsure``: they seem to be over, but another kiosk's clock made the id; ``late``;
    ``taken``: taken back. ``opening`` is empty for what another kiosk saved. ``seconds_left`` is 0 unless open.
    """

    submission: str
    state: Literal["open", "unsure", "late", "taken"]
    opening: str = ""
    submitted_at: datetime | None = None
    seconds_left: int = 0


class TakingBack:
    def __init__(self, store: Store, outbox: Outbox, snapshot: Snapshot, clock: Clock) -> None:
        self._store = store
        self._outbox = outbox
        self._snapshot = snapshot
        self._clock = clock

    def offers(self, code: TakeBackCode) -> tuple[Offer, ...]:
        """What can be taken back with this code. A secret that does not fit is answered like an unknown id."""
        with self._store.reading() as db:
            return tuple(self._offer(db, submission, code.secret_of(submission)) for submission in code.submissions)

    def withdraw(self, submission: str, secret: str) -> Withdrawn:
        """Into the outbox, once. Repeating is harmless."""
        now = self._clock.now()
        if not is_id(submission):
            return NotYours()
        with self._store.transaction() as db:
            sent, gone = self._sent(db, submission)
            if sent is not None:
                if not may_withdraw(submission, secret, sent.withdrawal_hash):
                    return NotYours()
                if not gone and now - sent.submitted_at > WITHDRAW_WITHIN:
                    return TooLate()
                db.execute(
                    "UPDATE sent SET withdrawn_at=? WHERE submission=? AND withdrawn_at IS NULL",
                    (now.timestamp(), submission),
                )
            elif _long_ago(submission, now):
                return TooLate()
            token = self._token(submission, secret)
            db.execute("INSERT OR IGNORE INTO taken_back(token, at) VALUES(?,?)", (token, now.timestamp()))
            if db.changes():
                held = self._snapshot.held()
                content = SealedWithdrawal(
                    id=new_id(), fair=held.manifest.fair, submission=submission, secret=secret, withdrawn_at=now
                )
                self._outbox.put([sealed_item(held, Door.WITHDRAWALS, content.id, content)])
        return WithdrawalSaved(judged_here=sent is not None)

    def _offer(self, db: Database, submission: str, secret: str) -> Offer:
        now = self._clock.now()
        sent, gone = self._sent(db, submission)
        if sent is None or not may_withdraw(submission, secret, sent.withdrawal_hash):
            at = minted_at(submission)
            known = db.execute("SELECT 1 FROM taken_back WHERE token=?", (self._token(submission, secret),)).fetchone()
            if known is not None:
                return Offer(submission, "taken", submitted_at=at)
            if _long_ago(submission, now):
                return Offer(submission, "late", submitted_at=at)
            left = _seconds_left(at, now)
            return Offer(submission, "open" if left else "unsure", submitted_at=at, seconds_left=left)
        left = 0 if gone else _seconds_left(sent.submitted_at, now)
        return Offer(submission, "taken" if gone else "open" if left else "late", sent.opening, sent.submitted_at, left)

    def _sent(self, db: Database, submission: str) -> tuple[Sent | None, bool]:
        """What is remembered of it, and whether it was taken back."""
        row = db.execute("SELECT value, withdrawn_at FROM sent WHERE submission=?", (submission,)).fetchone()
        if row is None:
            return None, False
        return Sent.model_validate_json(self._store.box.open("sent", submission, row[0])), row[1] is not None

    def _token(self, submission: str, secret: str) -> str:
        return self._store.box.index("taken_back", f"{submission}/{secret}")


def _seconds_left(at: datetime | None, now: datetime) -> int:
    if at is None:
        return 0
    return max(0, min(int((at + WITHDRAW_WITHIN - now).total_seconds()), int(WITHDRAW_WITHIN.total_seconds())))


def _long_ago(submission: str, now: datetime) -> bool:
    at = minted_at(submission)
    return at is None or abs(now - at) > LONG_AGO
