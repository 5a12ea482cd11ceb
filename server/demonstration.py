"""The demonstration fair: users, seekers with visit codes, passes. Nobody in it exists; passwords are made at once."""

from __future__ import annotations

import json
import secrets
import uuid
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import transaction

from jobfair.consent import Consent, Purpose
from jobfair.errors import ConfigError
from jobfair.fair import Fair as Content
from jobfair.numbers import phone_number
from jobfair.resume.render import Renderer
from jobfair.second_factor import lookup_token, make_verifier
from jobfair.seeker import MatchingProfile, Resume, masked_name
from jobfair.wire import CardResume, Registration, SeekerCard
from server.core.keys import write_secret
from server.core.models import Organization, User
from server.core.shares import make_shares
from server.core.storage import key_ring, pdf_blobs
from server.employers.models import Membership
from server.fairs.importing import import_fair, new_staff_code
from server.fairs.models import Employer, Fair
from server.fairs.publishing import publish
from server.rehearsing import rehearse
from server.seekers.cards import register
from server.seekers.models import Seeker, StoredResume
from server.seekers.passes import pass_for

DEMO = Path(__file__).resolve().parent.parent / "resources" / "demo"
CREDENTIALS = "demo-credentials.json"
SHARES = "demo-recovery-shares"
LATER_DAYS = 150
_SEEKERS = uuid.UUID("6f1f5b3e-6d0e-5c58-9d52-0c6a3f2b7a11")


@dataclass(frozen=True)
class DemoSeeker:
    """What a demonstration's visitor needs: the id, a name, the visit code and the pass."""

    line: str
    id: str
    name: str
    phone: str
    visit_code: str
    code: str


def seed(source: Path, folder: Path) -> Path:
    """Take the fair in ``source`` in, once; returns the file with names, passwords and visit codes (mode 0600)."""
    path = folder / CREDENTIALS
    if path.exists():
        return path
    with transaction.atomic():
        content = Content.model_validate_json((source / "fair.json").read_bytes())
        plan, vectors = source / "plan.geojson", source / "vectors.npz"
        organization, _ = Organization.objects.get_or_create(code="demo", defaults={"name": _json(content.organizer)})
        fair, staff_code = import_fair(content, organization, plan.read_text("utf-8") if plan.exists() else None)
        _prepare(fair)
        if key_ring().recovery is None:
            _rehearse(folder / SHARES)
        users = _users(fair, organization)
        seekers = _seekers(fair, source)
        publish(fair, vectors.read_bytes() if vectors.exists() else None)
    written = {
        "fair": fair.pk,
        "staff_code": staff_code,
        **users,
        "seekers": [{**asdict(seeker), "pass": asdict(seeker)["code"]} for seeker in seekers],
    }
    for entry in written["seekers"]:
        del entry["code"]
    write_secret(path, json.dumps(written, ensure_ascii=False, indent=1).encode())
    return path


def _rehearse(out: Path) -> None:
    """Shares as organizers get them, here in one folder because nothing in a demonstration is secret; a real drill.

    The key is marked, so that no fair with real people is published with it. Raises ConfigError where the organizers'
    own shares wait for their drill: those must not be pushed aside.
    """
    keys = key_ring()
    if keys.next_recovery is not None:
        raise ConfigError("a recovery key waits for its drill: jobfair server keys drill --share FILE FILE, then again")
    _, files = make_shares(keys, out, demonstration=True)
    rehearse(keys, [path.read_text("utf-8") for path in files[:2]], "demonstration")


def _prepare(fair: Fair) -> None:
    """A demonstration says so; face is on with what an organizer would have written down, liveness off: its film shows
    a photograph. Four digits of the phone open after a face, and faces may be kept for later fairs."""
    fair.demonstration = True
    fair.face_wanted = True
    fair.face_liveness = "off"
    fair.face_phone_tail = True
    fair.face_later_until = (datetime.now(UTC) + timedelta(days=LATER_DAYS)).date()
    fair.face_legal_basis = "Demonstration: separate, written consent of each visitor; nobody is enrolled without it."
    fair.face_sign = "Demonstration: the attract page says that the camera is off until asked for."
    fair.face_capture_area = "Demonstration: one person at arm's length before the screen."
    fair.face_assessment = "Demonstration: no assessment; a real fair needs one."
    fair.face_recorded_at = datetime.now(UTC)
    fair.save()


def _users(fair: Fair, organization: Organization) -> dict[str, Any]:
    """An organizer, and one user an employer; the employers of a demonstration share a password."""
    organizer, shared = secrets.token_urlsafe(12), secrets.token_urlsafe(12)
    User.objects.create_user("organizer", password=organizer, role=User.Role.ORGANIZER, organization=organization)
    encoded = make_password(shared)
    employers = list(Employer.objects.filter(fair=fair))
    users = User.objects.bulk_create(
        User(username=employer.code.lower(), password=encoded, role=User.Role.EMPLOYER) for employer in employers
    )
    Membership.objects.bulk_create(Membership(user=u, employer=e) for u, e in zip(users, employers, strict=True))
    return {
        "organizer": {"user": "organizer", "password": organizer},
        "employers": [{"employer": e.code, "user": e.code.lower(), "password": shared} for e in employers],
    }


def _seekers(fair: Fair, source: Path) -> list[DemoSeeker]:
    lines = (source / "seekers.jsonl").read_text("utf-8").splitlines() if (source / "seekers.jsonl").exists() else []
    renderer = Renderer()
    return [_seeker(fair, source, MatchingProfile.model_validate_json(line), renderer) for line in lines if line]


def _seeker(fair: Fair, source: Path, profile: MatchingProfile, renderer: Renderer) -> DemoSeeker:
    now = datetime.now(UTC)
    seeker_id = str(uuid.uuid5(_SEEKERS, f"{fair.pk}/{profile.id}"))
    resume_id = str(uuid.uuid5(_SEEKERS, f"{fair.pk}/{profile.id}/resume"))
    resume = Resume.model_validate_json((source / "resumes" / f"{profile.id}.json").read_bytes())
    language = "en" if profile.languages[:1] == ("en",) else "zh"
    drawn = renderer.resume(resume, language)
    pepper, visit_code = bytes(fair.pepper), new_staff_code()
    phone = phone_number(resume.basics.phone) or ""
    registration = Registration(
        id=seeker_id,
        fair=fair.pk,
        kiosk="demonstration",
        name=resume.basics.name,
        phone=phone,
        card=SeekerCard(
            id=seeker_id,
            masked_name=masked_name(resume.basics.name),
            language=language,
            verifier=make_verifier(visit_code, pepper),
            lookups=(lookup_token("phone", phone, pepper),) if phone else (),
            wish=resume.wish,
            profile=profile.model_copy(update={"id": seeker_id}),
            resume=CardResume(id=resume_id, date=now, pages=drawn.pages),
        ),
        consents=(
            Consent(
                purpose=Purpose.RESUME,
                given=True,
                text_version="1",
                language=language,
                at=now,
                where="demonstration",
            ),
        ),
        registered_at=now,
    )
    seeker: Seeker = register(registration, fair)
    StoredResume.objects.create(
        id=resume_id,
        seeker_id=seeker_id,
        fair=fair,
        document=resume.model_dump(mode="json", exclude_defaults=True),
        pdf_digest=pdf_blobs().put(drawn.pdf),
        pages=drawn.pages,
        language=language,
        created_at=now,
    )
    return DemoSeeker(profile.id, seeker_id, resume.basics.name, phone, visit_code, pass_for(seeker))


def _json(text: Any) -> Any:
    return text if isinstance(text, str) else text.model_dump()
