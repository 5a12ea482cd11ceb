"""Faces of a fair that are too alike: both seekers then use the pass, and organizers decide which of two it is.

Every new face is compared with all that the fair's kiosks hold before it goes to any of them. Nothing is merged.
"""

from __future__ import annotations

import hashlib
import re
from base64 import urlsafe_b64decode
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from jobfair.consent import Purpose
from jobfair.face_rotation import Rotation, turn_over
from jobfair.faces_alike import alike_limit, alike_pairs, rows_of_length_one
from jobfair.wire import SeekerCard
from server.core.sql import one_at_a_time
from server.fairs.models import Fair
from server.seekers.cards import touch
from server.seekers.later import guests_of
from server.seekers.models import AlikePair, CardChange, Seeker

# Out of the card's text: to read 100,000 whole cards takes five times as long.
_FACE = re.compile(r'"face":\{"encoder":"([^"]*)","numbers":"([^"]*)"')
_HERE = f'"purpose":"{Purpose.FACE_THIS_FAIR.value}"'


def compare_new(fair: Fair) -> int:
    """Faces that came to this fair since are compared with all of its faces; how many new pairs there are."""
    if not CardChange.objects.filter(fair=fair, face_waiting=True).exists():
        return 0
    with transaction.atomic():
        one_at_a_time(f"alike {fair.pk}")
        waiting = CardChange.objects.filter(fair=fair, face_waiting=True)
        fresh = set(waiting.values_list("seeker_id", flat=True))
        waiting.filter(seeker_id__in=fresh).update(face_waiting=False)
        found: dict[tuple[str, str], float] = {}
        for (encoder, _size), faces in _faces(fair).items():
            if fresh & faces.keys():
                names = list(faces)
                matrix = rows_of_length_one(list(faces.values()))
                found |= alike_pairs(names, matrix, fresh, alike_limit(encoder))
        new = [_pair(fair, *pair, score) for pair, score in sorted(found.items())]
        refresh_alike({seeker for pair in found for seeker in pair})
    return sum(new)


def refresh_alike(seekers: Iterable[str]) -> None:
    """Whether each of these, and whom they are like, has a face that names nobody; kiosks are told what changed."""
    wanted = set(seekers)
    pairs = list(AlikePair.objects.filter(Q(a__in=wanted) | Q(b__in=wanted)).values_list("a", "b"))
    named = wanted | {seeker for pair in pairs for seeker in pair if seeker}
    pairs = list(AlikePair.objects.filter(Q(a__in=named) | Q(b__in=named)).values_list("a", "b"))
    involved = named | {seeker for pair in pairs for seeker in pair if seeker}
    cards = {
        pk: SeekerCard.model_validate_json(card)
        for pk, card in Seeker.objects.filter(pk__in=involved).values_list("pk", "card")
    }
    faced = {pk for pk, card in cards.items() if card.face is not None}
    alike = {seeker for a, b in pairs if a in faced and b in faced for seeker in (a, b)}
    for seeker in sorted(named & cards.keys()):
        if cards[seeker].alike != (seeker in alike):
            card = cards[seeker].model_copy(update={"alike": seeker in alike})
            Seeker.objects.filter(pk=seeker).update(card=card.model_dump_json())
            for fair_id in CardChange.objects.filter(seeker_id=seeker).values_list("fair_id", flat=True):
                touch(fair_id, seeker)


def undecided(fair: Fair) -> list[AlikePair]:
    """Pairs of this fair that somebody must look at: both faces are still there. The first found first."""
    pairs = list(AlikePair.objects.filter(fair=fair, decision="").exclude(a="").exclude(b=""))
    named = {seeker for pair in pairs for seeker in (pair.a, pair.b)}
    faced = set(Seeker.objects.filter(pk__in=named, card__contains='"face":{').values_list("pk", flat=True))
    return [pair for pair in pairs if pair.a in faced and pair.b in faced]


def decide(pair: AlikePair, decision: AlikePair.Decision) -> bool:
    """Writes it down, once; False where somebody else has decided meanwhile."""
    open_still = AlikePair.objects.filter(pk=pair.pk, decision="")
    return bool(open_still.update(decision=decision.value, decided_at=timezone.now()))


def leave_pairs(seeker_id: str) -> None:
    """She is erased: of her pairs the fingerprints stay, and whom she was like is like nobody."""
    pairs = AlikePair.objects.filter(Q(a=seeker_id) | Q(b=seeker_id))
    others = {other for pair in pairs.values_list("a", "b") for other in pair} - {seeker_id, ""}
    pairs.update(a="", b="")
    refresh_alike(others)


def fingerprint_of(a: str, b: str) -> str:
    """Of two ids in whatever order; leads to neither."""
    return hashlib.sha256(f"jobfair alike {min(a, b)} {max(a, b)}".encode()).hexdigest()


def _pair(fair: Fair, a: str, b: str, score: float) -> bool:
    _row, new = AlikePair.objects.get_or_create(
        fingerprint=fingerprint_of(a, b), defaults={"fair": fair, "a": a, "b": b, "score": score}
    )
    return new


def _faces(fair: Fair) -> dict[tuple[str, int], dict[str, bytes]]:
    """What the fair's kiosks hold, by encoder and size, then seeker: numbers turned by this fair's rotation."""
    found: defaultdict[tuple[str, int], dict[str, bytes]] = defaultdict(dict)
    own = Seeker.objects.filter(fair=fair, card__contains='"face":{').values_list("pk", "card")
    for pk, text in own.iterator(chunk_size=2000):
        face = _FACE.search(text)
        numbers = urlsafe_b64decode(face[2]) if face is not None and _HERE in text else b""
        if face is not None and numbers and len(numbers) % 4 == 0:
            found[face[1], len(numbers)][pk] = numbers
    turns: dict[tuple[str, int], Rotation] = {}

    def turn(row: Fair, size: int) -> Rotation:
        key = (row.pk, size)
        if key not in turns:
            turns[key] = Rotation(bytes(row.rotation_seed), size)
        return turns[key]

    for guest in guests_of(fair).select_related("fair").iterator(chunk_size=2000):
        face = _FACE.search(guest.card)
        numbers = urlsafe_b64decode(face[2]) if face is not None else b""
        if face is not None and numbers and len(numbers) % 4 == 0:
            size = len(numbers) // 4
            found[face[1], len(numbers)][guest.pk] = turn_over(numbers, turn(guest.fair, size), turn(fair, size))
    return found
