"""What the impact assessment says, as it really is at this moment: counts, settings, keys, models."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from jobfair import fair as domain
from jobfair.wire import KioskSettings
from server.core.keys import Recovery
from server.core.models import User
from server.core.storage import key_ring
from server.fairs.models import Fair, fair_head
from server.fairs.overrides import settings_with
from server.kiosks.models import Kiosk
from server.messages.chosen import Channel, offered
from server.paper.filing import Filing, filing_of
from server.paper.models import SignedStatement
from server.seekers.models import ConsentRecord, Seeker

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
DLIB = "dlib-resnet"
"""How the ids of dlib's encoder begin: it is part of a package, without a manifest."""
DEFAULT = "dlib-resnet-v1/mirrored-1"


@dataclass(frozen=True)
class Encoder:
    """A model whose numbers are stored; ``terms`` as its maker states licence and training data, empty where unknown."""

    id: str
    faces: int
    licence: str
    terms: str


@dataclass(frozen=True)
class Measured:
    """On what an encoder's thresholds were measured (resources/calibrations)."""

    encoder: str
    on: str
    day: str
    impostor_pairs: int


@dataclass(frozen=True)
class Answers:
    """Of one question: how many said yes, no, and yes but took it back."""

    purpose: str
    given: int
    refused: int
    withdrawn: int


@dataclass(frozen=True)
class Facts:
    fair: Fair
    head: domain.Fair
    settings: KioskSettings
    now: datetime
    author: User | None
    seekers: int
    faces_this_fair: int
    faces_later: int
    kiosks: list[Kiosk]
    answers: list[Answers]
    encoders: list[Encoder]
    measured: list[Measured]
    codes: tuple[Channel, ...]
    filing: Filing
    proof: SignedStatement | None
    recovery: Recovery | None
    backup_at: datetime | None

    @property
    def faces_at_kiosks(self) -> int:
        return sum(kiosk.faces_here for kiosk in self.kiosks)

    @property
    def face_refusals(self) -> int:
        return sum(kiosk.face_refusals for kiosk in self.kiosks)

    @property
    def https(self) -> bool:
        return self.settings.public_url.startswith("https:")


def gather(fair: Fair, author: User | None) -> Facts:
    keys = key_ring()
    backup = keys.backup
    with_face = Seeker.objects.filter(fair=fair, card__contains='"face":{')
    later = with_face.filter(later_until__gte=timezone.localdate()).count()
    encoders = _encoders([json.loads(card)["face"]["encoder"] for card in with_face.values_list("card", flat=True)])
    return Facts(
        fair=fair,
        head=fair_head(fair),
        settings=settings_with(fair.settings),
        now=timezone.localtime(),
        author=author,
        seekers=Seeker.objects.filter(fair=fair).count(),
        faces_this_fair=with_face.count() - later,
        faces_later=later,
        kiosks=list(Kiosk.objects.filter(fair=fair)),
        answers=_answers(fair),
        encoders=encoders,
        measured=_measured(),
        codes=offered(fair.settings),
        filing=filing_of(fair.organization, at_once=True),
        proof=SignedStatement.objects.filter(organization=fair.organization).first(),
        recovery=keys.recovery,
        backup_at=backup.at if backup else None,
    )


def _answers(fair: Fair) -> list[Answers]:
    """Of the questions that were asked at registration or later; every answer counts once."""
    rows = (
        ConsentRecord.objects.filter(seeker__fair=fair)
        .values("purpose")
        .annotate(
            given_=Count("pk", filter=Q(given=True, withdrawn_at=None)),
            refused_=Count("pk", filter=Q(given=False, withdrawn_at=None)),
            withdrawn_=Count("pk", filter=Q(given=True, withdrawn_at__isnull=False)),
        )
        .order_by("purpose")
    )
    return [Answers(row["purpose"], row["given_"], row["refused_"], row["withdrawn_"]) for row in rows]


def _encoders(used: list[str]) -> list[Encoder]:
    """Those whose numbers are here, with what their makers state; the default one where none is yet."""
    manifests = {found["id"]: found for found in _manifests() if found.get("kind") == "encoder"}
    counted = Counter(used) or Counter({DEFAULT: 0})
    found = []
    for name, faces in counted.most_common():
        manifest = manifests.get(name.split("/")[0], {})
        found.append(
            Encoder(name, faces, str(manifest.get("licence", "")), " ".join(str(manifest.get("terms", "")).split()))
        )
    return found


def _manifests() -> list[dict[str, Any]]:
    return [tomllib.loads(path.read_text("utf-8")) for path in sorted((RESOURCES / "models").glob("*/model.toml"))]


def _measured() -> list[Measured]:
    found = []
    for path in sorted((RESOURCES / "calibrations").glob("*.json")):
        data = json.loads(path.read_text("utf-8"))
        if {"encoder", "measured_on", "date", "kiosk"} <= data.keys():
            pairs = data["kiosk"]["impostor"]
            found.append(Measured(data["encoder"], data["measured_on"], data["date"], pairs))
    return found
