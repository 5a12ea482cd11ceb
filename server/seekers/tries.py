"""Wrong codes across the fair: what kiosks tell and learn of them, and resets. What the organizer sees: locks.py."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from jobfair.ids import new_id
from jobfair.second_factor import try_token
from jobfair.wire import SeekerCard, TriesKnown, TriesSaid, Try, TryReset
from server.core.models import AuditEntry, User, record
from server.fairs.models import Fair
from server.kiosks.models import Kiosk
from server.seekers.models import CodeReset, CodeTry, KioskReset, Seeker, TryCounter

PAGE = 200
KEPT = timedelta(days=2)
RESETS_A_DAY = 2
"""So often in a day kiosks may give one seeker new tries, all together; more is the organizer's page's."""
RESETS_AN_HOUR = 40
"""Of one kiosk, in tokens: a seeker and her number are four."""


def exchange(kiosk: Kiosk, said: TriesSaid) -> TriesKnown:
    """Takes in what the kiosk says; what changed after ``said.after``. One kiosk after the other: who comes later
    learns of all who came before, so that no more are judged than may be, however many ask at once."""
    fair, now = kiosk.fair, timezone.now()
    if said.tries or said.resets:
        with transaction.atomic():
            number = _Numbers(fair)
            _take_tries(kiosk, said, now, number)
            _take_resets(kiosk, said, now, number)
            number.keep()
            CodeTry.objects.filter(fair=fair, at__lt=now - KEPT).delete()
            CodeReset.objects.filter(fair=fair, at__lt=now - KEPT).delete()
            KioskReset.objects.filter(kiosk__fair=fair, at__lt=now - KEPT).delete()
            return _known(fair, said.after)
    return _known(fair, said.after)


def reset_seeker(seeker: Seeker, by: User) -> None:
    """New tries for her at every kiosk, by whatever way she comes, with the next round of sync."""
    card = SeekerCard.model_validate_json(seeker.card)
    keys = [seeker.pk, f"tail/{seeker.pk}", *(f"lookup/{token}" for token in card.lookups)]
    _reset_now(seeker.fair, keys, f"seeker {seeker.pk}", by)


def reset_kiosk(kiosk: Kiosk, by: User) -> None:
    """It takes codes again: somebody has looked at who stands there."""
    _reset_now(kiosk.fair, [f"kiosk/{kiosk.name}"], f"kiosk {kiosk}", by)


@transaction.atomic
def _reset_now(fair: Fair, keys: list[str], subject: str, by: User) -> None:
    number, now = _Numbers(fair), timezone.now()
    for key in keys:
        _reset(fair, try_token(key, bytes(fair.pepper)), now, new_id(), number)
    number.keep()
    record(AuditEntry.Action.TRIES_RESET, subject, by)


class _Numbers:
    """The fair's next sequences. Its row is locked until the transaction ends: a later number is never visible before
    an earlier one."""

    def __init__(self, fair: Fair) -> None:
        TryCounter.objects.get_or_create(fair=fair)
        self._row = TryCounter.objects.select_for_update().get(fair=fair)

    def next(self) -> int:
        self._row.last += 1
        return self._row.last

    def keep(self) -> None:
        self._row.save(update_fields=["last"])


def _take_tries(kiosk: Kiosk, said: TriesSaid, now: datetime, number: _Numbers) -> None:
    """The token of another kiosk is left out: none closes another one by what it says."""
    before: dict[str, list[CodeTry]] = {}
    others = _others(kiosk)
    for row in CodeTry.objects.filter(fair=kiosk.fair, try_id__in=[one.id for one in said.tries]):
        before.setdefault(row.try_id, []).append(row)
    for one in said.tries:
        rows = before.get(one.id)
        if rows is None:
            sequence, at = number.next(), min(one.at, now)  # a kiosk's clock may be ahead
            CodeTry.objects.bulk_create(
                CodeTry(
                    fair=kiosk.fair,
                    kiosk=kiosk,
                    try_id=one.id,
                    who=who,
                    at=at,
                    forgiven=who in one.forgiven,
                    sequence=sequence,
                )
                for who in dict.fromkeys(one.who)
                if who not in others
            )
            continue
        fresh = [row.pk for row in rows if row.who in one.forgiven and not row.forgiven and row.kiosk_id == kiosk.pk]
        if fresh:  # only what was tried at this kiosk is this kiosk's to forgive
            CodeTry.objects.filter(pk__in=fresh).update(forgiven=True)
            CodeTry.objects.filter(pk__in=[row.pk for row in rows]).update(sequence=number.next())


def _take_resets(kiosk: Kiosk, said: TriesSaid, now: datetime, number: _Numbers) -> None:
    """What goes beyond the caps, or is of another kiosk, is noted and changes nothing: a kiosk that is no longer the
    fair's own cannot buy guesses elsewhere."""
    others, own = _others(kiosk), _token_of(kiosk.fair, kiosk.name)
    known = set(
        KioskReset.objects.filter(reset_id__in=[reset.id for reset in said.resets]).values_list("reset_id", flat=True)
    )
    for reset in said.resets:
        if reset.id in known:
            continue
        known.add(reset.id)
        given = KioskReset.objects.filter(taken=True, kiosk__fair=kiosk.fair)
        often = given.filter(kiosk=kiosk, at__gt=now - timedelta(hours=1)).count() >= RESETS_AN_HOUR
        if reset.who != own:
            often |= given.filter(who=reset.who, at__gt=now - timedelta(days=1)).count() >= RESETS_A_DAY
        taken = reset.who not in others and not often
        KioskReset.objects.create(kiosk=kiosk, reset_id=reset.id, who=reset.who, at=now, taken=taken)
        if taken and _reset(kiosk.fair, reset.who, min(reset.at, now), reset.id, number):
            record(AuditEntry.Action.TRIES_RESET, f"kiosk {kiosk}: {reset.who[:12]}")


def _others(kiosk: Kiosk) -> set[str]:
    """The tokens of the fair's other kiosks."""
    names = Kiosk.objects.filter(fair=kiosk.fair).exclude(name=kiosk.name).values_list("name", flat=True)
    return {_token_of(kiosk.fair, name) for name in names}


def _token_of(fair: Fair, kiosk: str) -> str:
    return try_token(f"kiosk/{kiosk}", bytes(fair.pepper))


def _reset(fair: Fair, who: str, at: datetime, reset_id: str, number: _Numbers) -> bool:
    """False where it was known."""
    before = CodeReset.objects.filter(fair=fair, who=who).first()
    if before is not None and (before.at >= at or before.reset_id == reset_id):
        return False
    values = {"at": at, "reset_id": reset_id, "sequence": number.next()}
    CodeReset.objects.update_or_create(fair=fair, who=who, defaults=values)
    return True


def _known(fair: Fair, asked_after: int) -> TriesKnown:
    last = TryCounter.objects.filter(fair=fair).values_list("last", flat=True).first() or 0
    after = asked_after if asked_after <= last else 0
    tries, resets = (model.objects.filter(fair=fair, sequence__gt=after) for model in (CodeTry, CodeReset))
    numbers = sorted(
        {
            *tries.order_by("sequence").values_list("sequence", flat=True).distinct()[: PAGE + 1],
            *resets.order_by("sequence").values_list("sequence", flat=True)[: PAGE + 1],
        }
    )
    if not numbers:
        return TriesKnown(last=min(asked_after, last))
    upto = numbers[:PAGE][-1]
    found: dict[str, list[CodeTry]] = {}
    for row in tries.filter(sequence__lte=upto).order_by("sequence", "who"):
        found.setdefault(row.try_id, []).append(row)
    return TriesKnown(
        tries=tuple(
            Try(
                id=try_id,
                who=tuple(row.who for row in rows),
                forgiven=tuple(row.who for row in rows if row.forgiven),
                at=rows[0].at,
            )
            for try_id, rows in found.items()
        ),
        resets=tuple(
            TryReset(id=row.reset_id, who=row.who, at=row.at)
            for row in resets.filter(sequence__lte=upto).order_by("sequence")
        ),
        last=upto,
        more=len(numbers) > PAGE,
    )
