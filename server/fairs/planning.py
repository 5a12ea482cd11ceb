"""The floor plan's draft: saved as it is drawn, checked, published. Two organizers do not overwrite each other."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from jobfair import fair as domain
from jobfair.errors import ConfigError
from jobfair.hall.check import Finding, Level, check
from jobfair.hall.doors import with_gaps
from jobfair.hall.fronts import with_fronts
from jobfair.hall.importing import read_geojson
from jobfair.hall.trace import Trouble, trouble
from server.core.models import User
from server.fairs.models import Fair, fair_of
from server.fairs.placing import homeless_finding, place
from server.kiosks.models import Kiosk


class PlanBlocks(ConfigError):
    """The plan has findings that keep it from the kiosks; ``findings`` are those that block."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("plan: " + "; ".join(in_english(finding) for finding in self.findings[:5]))


class DraftChanged(Exception):
    """Somebody saved a newer draft; ``draft`` is it."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(f"draft {draft.number} is newer")
        self.draft = draft


@dataclass(frozen=True)
class Draft:
    """``number`` counts the times it was saved; 0: nothing was drawn here yet, ``plan`` is what kiosks have."""

    number: int
    plan: dict[str, Any]
    saved_at: datetime | None
    saved_by: str


def in_english(finding: Finding) -> str:
    return finding.words.en


def draft_of(fair: Fair) -> Draft:
    """The draft; before there is one, the plan that kiosks have; before there is that, an empty sheet."""
    empty = {
        "type": "FeatureCollection",
        "jobfair": {"plan": fair.pk, "unit": "m", "y": "down", "width": 60, "height": 40},
        "features": [],
    }
    read = read_geojson(fair.plan_draft or fair.plan) if fair.plan_draft or fair.plan else empty
    author = fair.plan_draft_by.username if fair.plan_draft_by else ""
    return Draft(fair.plan_draft_number, empty if isinstance(read, Trouble) else read, fair.plan_draft_at, author)


def save_draft(fair: Fair, plan: dict[str, Any], number: int, user: User) -> Draft:
    """Keep the draft, if ``number`` is still the last. Raises DraftChanged where it is not; then nothing is kept."""
    done = Fair.objects.filter(pk=fair.pk, plan_draft_number=number).update(
        plan_draft=json.dumps(plan, ensure_ascii=False, separators=(",", ":")),
        plan_draft_number=number + 1,
        plan_draft_at=timezone.now(),
        plan_draft_by=user,
    )
    fair.refresh_from_db()
    if not done:
        raise DraftChanged(draft_of(fair))
    return draft_of(fair)


def settled(plan: dict[str, Any]) -> dict[str, Any]:
    """The plan as it would be published: doors are gaps, every booth has a place to stand before it."""
    return with_fronts(with_gaps(plan))


def settled_text(plan: str) -> str:
    """The same for a plan as it is kept; one that is settled, or cannot be read, stays letter for letter."""
    read = read_geojson(plan) if plan.strip() else trouble("not_plan")
    if isinstance(read, Trouble):
        return plan
    done = settled(read)
    return plan if done == read else json.dumps(done, ensure_ascii=False, separators=(",", ":"))


def findings_of(fair: Fair, plan: dict[str, Any], content: domain.Fair | None = None) -> tuple[Finding, ...]:
    """All that is found, against this fair's booths, employers and kiosks; worst first."""
    content = content or fair_of(fair)
    names = list(_paired(fair).values_list("name", flat=True))
    return (*homeless_finding(content, plan), *check(settled(plan), content, names))


def check_published(fair: Fair, content: domain.Fair) -> None:
    """Raises PlanBlocks where the plan that would go out blocks; a fair without a plan may go without."""
    if not fair.plan.strip():
        return
    plan = read_geojson(fair.plan)
    if isinstance(plan, Trouble):
        raise ConfigError(f"plan: {plan.words.en}")
    blocking = [f for f in check(settled(plan), content) if f.level is Level.BLOCKS]
    if blocking:
        raise PlanBlocks(blocking)


@transaction.atomic
def take_over(fair: Fair, number: int) -> None:
    """The draft becomes the fair's plan, and its booths and employers the fair's; ``publish`` comes after.

    Raises DraftChanged where ``number`` is not the last draft, PlanBlocks where the checks say so.
    """
    fair.refresh_from_db()
    draft = draft_of(fair)
    if draft.number != number:
        raise DraftChanged(draft)
    content = fair_of(fair)
    blocking = [f for f in findings_of(fair, draft.plan, content) if f.level is Level.BLOCKS]
    if blocking:
        raise PlanBlocks(blocking)
    plan = place(fair, content, settled(draft.plan))
    fair.plan = json.dumps(plan, ensure_ascii=False, separators=(",", ":"))
    # The draft goes on from what is published: "was" and "employer" have been done.
    Fair.objects.filter(pk=fair.pk).update(plan=fair.plan, plan_draft="")


def reached(fair: Fair) -> tuple[int, int]:
    """How many kiosks have this plan, and how many there are that should."""
    paired = _paired(fair)
    have = paired.filter(snapshot__gte=F("fair__plan_version")).count() if fair.plan_version else 0
    return have, paired.count()


def _paired(fair: Fair) -> Any:
    return Kiosk.objects.filter(Q(fair=fair) & Q(credentials__revoked_at=None, credentials__isnull=False)).distinct()
