"""What a seeker answered to the questions about her data at this kiosk: for the receipt that she takes home.

Kept encrypted under a blind index, beside her card and as long as it; what counts elsewhere is the server's record."""

from __future__ import annotations

from pydantic import TypeAdapter

from jobfair.consent import Consent, Purpose
from kiosk.store.database import Store

_ANSWERS: TypeAdapter[tuple[Consent, ...]] = TypeAdapter(tuple[Consent, ...])


def keep(store: Store, seeker: str, consents: tuple[Consent, ...]) -> None:
    """Beside the earlier ones; of each question the newest. Within the caller's transaction when there is one."""
    newest = {one.purpose: one for one in of(store, seeker)}
    asked = Purpose.FACE_THIS_KIOSK in newest
    for one in sorted(consents, key=lambda one: one.at):
        if one.withdrawn_at is None or _takes_back(newest.get(one.purpose), asked):
            newest[one.purpose] = one
    store.set_secret(_name(store, seeker), _ANSWERS.dump_json(tuple(newest.values())))


def of(store: Store, seeker: str) -> tuple[Consent, ...]:
    """The newest answer to each question; empty where she answered none here."""
    kept = store.secret(_name(store, seeker))
    return () if kept is None else _ANSWERS.validate_json(kept)


def forget(store: Store, seeker: str) -> None:
    with store.transaction() as db:
        db.execute("DELETE FROM secret WHERE name=?", (_name(store, seeker),))


def _takes_back(before: Consent | None, asked: bool) -> bool:
    """A withdrawal of all of them leaves a refusal a refusal, and a question that was not asked unanswered; where she
    was asked elsewhere it counts."""
    return not asked if before is None else before.given or before.withdrawn_at is not None


def _name(store: Store, seeker: str) -> str:
    return f"answers/{store.box.index('answers', seeker)}"
