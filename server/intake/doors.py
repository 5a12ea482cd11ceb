"""The doors: sealed bytes in, a signed receipt out, each id once.

The envelope is opened and checked first, its bytes (and the PDF's) are made durable next, and only then does one
transaction write the ledger and what was inside. A unique constraint decides who was first; that the ledger is asked
before only spares the files of what it would refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from pydantic import ValidationError

from jobfair.errors import SealError
from jobfair.sealing import OpeningKey, Signed, digest_of, open_envelope, read_header
from jobfair.wire import (
    Door,
    ProblemCode,
    Receipt,
    Registration,
    SealedConsents,
    SealedResume,
    SealedRevocation,
    SealedSubmission,
    SealedWithdrawal,
)
from server.core.refusal import Refusal
from server.core.sql import one_at_a_time
from server.core.storage import identity, opening_keys, sealed_blobs
from server.intake.contents import (
    Content,
    check_fair,
    keep_consents,
    keep_registration,
    keep_resume,
    keep_revocation,
    keep_submission,
    keep_withdrawal,
    meets,
    of_the_forgotten,
    prepare_consents,
    prepare_registration,
    prepare_resume,
    prepare_revocation,
    prepare_submission,
    prepare_withdrawal,
)
from server.intake.ledger import digest_under, enter
from server.intake.models import Intake, IntakeCounter
from server.kiosks.models import Kiosk

_CONTENT: dict[Door, type[Content]] = {
    Door.REGISTRATIONS: Registration,
    Door.RESUMES: SealedResume,
    Door.SUBMISSIONS: SealedSubmission,
    Door.WITHDRAWALS: SealedWithdrawal,
    Door.REVOCATIONS: SealedRevocation,
    Door.CONSENTS: SealedConsents,
}


@dataclass(frozen=True)
class Taken:
    """``new`` is False when these very bytes had come in before."""

    receipt: Signed
    new: bool


def take_in(
    kiosk: Kiosk,
    door: Door,
    item_id: str,
    envelope: bytes,
    digest: str,
    more_keys: Sequence[OpeningKey] = (),
) -> Taken:
    """Take one item in. Raises Refusal; after any failure the same bytes may simply be offered again.

    ``more_keys`` are tried beside the server's own: a rescue has the organizers' recovery key."""
    if digest_of(envelope) != digest:
        raise Refusal(ProblemCode.BAD_DIGEST)
    if digest_under(door, item_id) is not None:
        return _again(kiosk, door, item_id, digest, envelope, more_keys)
    content = opened(door, item_id, envelope, more_keys)
    check_fair(kiosk, content.fair)
    received_at, erased_at = timezone.now(), None
    try:
        wanted = not of_the_forgotten(content, kiosk, received_at)
        if wanted:
            keep = _keeper(kiosk, content)
            sealed_blobs().put(envelope, digest)
        with transaction.atomic():
            one_at_a_time(*meets(content))
            if wanted and not of_the_forgotten(content, kiosk, received_at):  # she may have been since it was asked
                keep(received_at)
            else:
                erased_at = received_at
            row = enter(kiosk, door, item_id, digest, len(envelope), received_at, erased_at)
    except (IntegrityError, Refusal) as error:
        # Perhaps for what the same item, at the same moment, has just become through another connection.
        if digest_under(door, item_id) is not None:
            return _again(kiosk, door, item_id, digest, envelope, more_keys)
        if isinstance(error, Refusal):
            raise
        raise Refusal(ProblemCode.OTHER_BYTES, "this id is known without having come through this door") from error
    return Taken(receipt_of(row), True)


def _again(
    kiosk: Kiosk, door: Door, item_id: str, digest: str, envelope: bytes, more_keys: Sequence[OpeningKey]
) -> Taken:
    """The ledger has this door and id: the same receipt for the same bytes, whatever became of them since. Not for
    another organization's kiosk: it is told what it would be told if they had never come in.

    Where the files came back from a backup that is older than the database, those that are missing are made again."""
    row = Intake.objects.get(door=door.value, item_id=item_id)
    if row.digest != digest:
        raise Refusal(ProblemCode.OTHER_BYTES)
    if row.kiosk_id != kiosk.pk:  # its machine was paired anew as another kiosk
        if row.kiosk is not None:
            check_fair(kiosk, row.kiosk.fair_id)
        Intake.objects.filter(pk=row.pk).update(kiosk=kiosk)
    if row.erased_at is None and not sealed_blobs().has(digest):
        content = opened(door, item_id, envelope, more_keys)
        if isinstance(content, SealedResume):
            prepare_resume(content)
        sealed_blobs().put(envelope, digest)
    return Taken(receipt_of(row), False)


def receipt_of(row: Intake) -> Signed:
    receipt = Receipt(
        id=row.item_id,
        door=Door(row.door),
        digest=row.digest,
        received_at=row.received_at,
        sequence=row.sequence,
    )
    return identity().sign("receipt", receipt)


def last_sequence() -> int:
    """The newest intake's number, 0 before the first."""
    return IntakeCounter.objects.values_list("last", flat=True).get(pk=1)


def last_sequence_for(seen: int, digest: str, received_at: datetime | None) -> int:
    """What a heartbeat is told: the newest intake, or 0 where this server was restored from a backup, so that the kiosk
    offers everything again.

    ``seen`` is the highest number that a receipt told the kiosk, ``digest`` and ``received_at`` are of that receipt.
    After a restore the numbers are given anew, to other rows or, by a rescue, to the same: only the very receipt says
    that the ledger still has it, and then also all that came before it, for numbers come in the order of commits.
    """
    there = Intake.objects.filter(sequence=seen).values_list("digest", "received_at").first() if seen else None
    return last_sequence() if not seen or there == (digest, received_at) else 0


def opened(door: Door, item_id: str, envelope: bytes, more_keys: Sequence[OpeningKey] = ()) -> Content:
    """What is in an envelope. Raises Refusal."""
    keys = [*opening_keys(), *more_keys]
    try:
        header, _ = read_header(envelope)
        if not {recipient.key for recipient in header.recipients} & {key.id for key in keys}:
            raise Refusal(ProblemCode.UNKNOWN_KEY)
        content = open_envelope(envelope, door.value, item_id, keys)
    except SealError as error:
        raise Refusal(ProblemCode.BAD_ENVELOPE, str(error)) from error
    try:
        message = _CONTENT[door].model_validate_json(content)
    except ValidationError as error:
        raise Refusal(ProblemCode.INVALID, fields_of(error)) from error
    if message.id != item_id:
        raise Refusal(ProblemCode.INVALID, "id: not the envelope's")
    _check_values(message.model_dump(), "")
    return message


def _check_values(value: object, where: str) -> None:
    """What one of the two databases would not take, refused before either is asked."""
    if isinstance(value, dict):
        for name, inner in value.items():
            _check_values(inner, f"{where}.{name}")
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _check_values(inner, where)
    elif isinstance(value, str) and "\x00" in value:
        raise Refusal(ProblemCode.INVALID, f"{where.strip('.')}: a NUL character")
    elif isinstance(value, datetime) and value.tzinfo is None:
        raise Refusal(ProblemCode.INVALID, f"{where.strip('.')}: a time without a zone")


def fields_of(error: ValidationError) -> str:
    """Where a message is wrong and how, without the values."""
    return "; ".join(f"{'.'.join(str(p) for p in e['loc'])}: {e['type']}" for e in error.errors()[:5])


def _keeper(kiosk: Kiosk, message: Content) -> Callable[[datetime], None]:
    """What to do inside the transaction. What can be refused is refused here, before the bytes are kept."""
    match message:
        case Registration():
            fair = prepare_registration(message)
            return lambda received: keep_registration(kiosk, message, fair, received)
        case SealedResume():
            digest = prepare_resume(message)
            return lambda received: keep_resume(kiosk, message, digest, received)
        case SealedSubmission():
            opening = prepare_submission(message)
            return lambda received: keep_submission(kiosk, message, opening, received)
        case SealedWithdrawal():
            prepare_withdrawal(message)
            return lambda received: keep_withdrawal(kiosk, message, received)
        case SealedConsents():
            stated_at = prepare_consents(message)
            return lambda received: keep_consents(kiosk, message, stated_at, received)
        case SealedRevocation():
            prepare_revocation(message)
            return lambda received: keep_revocation(message, received)
        case _:
            raise Refusal(ProblemCode.INVALID)
