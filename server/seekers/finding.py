"""Finding a seeker by what she can say or show at the desk."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from jobfair.numbers import phone_number
from jobfair.sealing import key_id_of
from jobfair.seeker_pass import SeekerPass, read_pass
from server.core.storage import key_ring
from server.fairs.models import Fair
from server.intake.models import StoredSubmission
from server.kiosks.models import Credential
from server.seekers.models import Seeker, StoredResume

MOST = 20


@dataclass(frozen=True)
class Found:
    """``name`` may be empty: a submission or a résumé can be here before its seeker's registration."""

    id: str
    name: str
    phone: str
    registered_at: datetime | None
    resumes: int
    submissions: int


def find(fair: Fair, asked: str, *, beginnings: bool) -> list[Found]:
    """By name (with ``beginnings``, its beginning), phone number as people write it, reference, id, or a pass as
    scanned; at most 20, by name."""
    asked = asked.strip()
    if not asked:
        return []
    seeker_id = _named_by_pass(fair, asked) or asked
    phones = {asked, phone_number(asked) or asked}
    name = Q(name__startswith=asked) if beginnings else Q(name=asked)
    wanted = set(
        Seeker.objects.filter(Q(pk=seeker_id) | Q(phone__in=phones) | name, fair=fair)
        .order_by("name", "pk")
        .values_list("pk", flat=True)[:MOST]
    )
    handed_in = StoredSubmission.objects.filter(Q(seeker_id=seeker_id) | Q(reference__iexact=asked), fair=fair)
    wanted |= set(handed_in.exclude(seeker_id="").values_list("seeker_id", flat=True)[:MOST])
    wanted |= set(StoredResume.objects.filter(fair=fair, seeker_id=seeker_id).values_list("seeker_id", flat=True)[:1])
    return sorted((_described(fair, pk) for pk in wanted), key=lambda found: (found.name, found.id))[:MOST]


def find_one(fair: Fair, seeker_id: str) -> Found | None:
    """Exactly this id, or None where nothing of it is here."""
    found = _described(fair, seeker_id)
    return found if found.registered_at or found.resumes or found.submissions else None


def is_of_fair(fair: Fair, text: str) -> bool:
    """Whether this is the text of a pass or a reference of this fair; nothing is said of whose."""
    text = text.strip()
    if not text or len(text) > 2000:
        return False
    known = StoredSubmission.objects.filter(fair=fair, reference__iexact=text).exists()
    return known or _named_by_pass(fair, text) is not None


def _described(fair: Fair, seeker_id: str) -> Found:
    seeker = Seeker.objects.filter(pk=seeker_id, fair=fair).first()
    return Found(
        id=seeker_id,
        name=seeker.name if seeker else "",
        phone=seeker.phone if seeker else "",
        registered_at=seeker.registered_at if seeker else None,
        resumes=StoredResume.objects.filter(fair=fair, seeker_id=seeker_id).count(),
        submissions=StoredSubmission.objects.filter(fair=fair, seeker_id=seeker_id).count(),
    )


def _named_by_pass(fair: Fair, text: str) -> str | None:
    """An expired pass still says whose it is; one that nobody here signed says nothing."""
    publics = {key_id_of(key_ring().identity.public): key_ring().identity.public}
    for key in Credential.objects.filter(kiosk__fair=fair).values_list("public_key", flat=True):
        publics[key_id_of(bytes(key))] = bytes(key)
    found = read_pass(text, fair.pk, publics, expired_too=True)
    return found.seeker if isinstance(found, SeekerPass) else None
