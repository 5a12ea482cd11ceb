"""Rows as a day offline leaves them: sealed résumés of 100 KB and submissions, put straight into an outbox."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import islice

from jobfair.consent import Consent, Purpose
from jobfair.ids import new_id
from jobfair.sealing import seal
from jobfair.seeker import Resume
from jobfair.submission import new_withdrawal_secret, withdrawal_hash
from jobfair.wire import Door, SealedResume, SealedSubmission
from kiosk.bootstrap import Kiosk
from kiosk.outbox import Item
from kiosk.snapshot import HeldFair

PDF_BYTES = 72_000
"""Base64 inside the envelope makes it 96 KB, the envelope's header and the form 100 KB."""
_AT_ONCE = 250


def fill(kiosk: Kiosk, resumes: int, submissions: int) -> int:
    """Puts so many rows into the outbox, a résumé and then its share of submissions; the bytes of all."""
    rows, size = _rows(kiosk.desk.fair(), resumes, submissions), 0
    while items := list(islice(rows, _AT_ONCE)):
        with kiosk.store.transaction():
            kiosk.outbox.put(items)
        size += sum(len(item.sealed) for item in items)
    kiosk.store.checkpoint()
    return size


def _rows(held: HeldFair, resumes: int, submissions: int) -> Iterator[Item]:
    openings = [opening.id for opening in held.fair.openings]
    sent = 0
    for number in range(resumes):
        seeker, resume = new_id(), new_id()
        yield _resume(held, seeker, resume)
        while sent < submissions * (number + 1) // resumes:
            yield _submission(held, seeker, resume, openings[sent % len(openings)])
            sent += 1


def _resume(held: HeldFair, seeker: str, item_id: str) -> Item:
    content = SealedResume(
        id=item_id,
        fair=held.manifest.fair,
        seeker=seeker,
        resume=Resume.model_validate({"basics": {"name": "陈测量", "summary": "焊工，十年经验"}}),
        pdf=b"%PDF-1.4\n" + os.urandom(PDF_BYTES),
        pages=1,
        language="zh",
        created_at=datetime.now(UTC),
    )
    return _sealed(held, Door.RESUMES, item_id, content.model_dump_json())


def _submission(held: HeldFair, seeker: str, resume: str, opening: str) -> Item:
    item_id, now = new_id(), datetime.now(UTC)
    consent = Consent(
        purpose=Purpose.SUBMIT,
        given=True,
        text_version=held.settings.consent_text_version,
        language="zh",
        at=now,
        where=held.settings.kiosk,
        until=date(now.year + 1, 1, 1),
        employer=None,
    )
    content = SealedSubmission(
        id=item_id,
        fair=held.manifest.fair,
        kiosk=held.settings.kiosk,
        seeker=seeker,
        opening=opening,
        resume=resume,
        reference=f"BENCH-{item_id[-6:]}",
        submitted_at=now,
        consent=consent,
        withdrawal_hash=withdrawal_hash(item_id, new_withdrawal_secret()),
        language="zh",
    )
    return _sealed(held, Door.SUBMISSIONS, item_id, content.model_dump_json())


def _sealed(held: HeldFair, door: Door, item_id: str, text: str) -> Item:
    return Item(door, item_id, seal(text.encode(), door, item_id, held.sealing_keys))
