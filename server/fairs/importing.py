"""FAIR.json and plan.geojson into rows. What is gone from the file turns inactive; submissions keep pointing at it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Model

from jobfair import fair as domain
from jobfair.second_factor import is_visit_code, make_verifier
from server.core.models import Organization
from server.fairs import postings
from server.fairs.models import Booth, Employer, Fair, Hall, Opening
from server.fairs.planning import settled_text

_BATCH = 500
_OPENING_FIELDS = ("document", "findings", "checked", "origin", "standing", "changed_at")


def new_staff_code() -> str:
    while not is_visit_code(code := f"{secrets.randbelow(10**6):06d}"):
        pass
    return code


def set_staff_code(fair: Fair, code: str) -> None:
    fair.staff_verifier = make_verifier(code, bytes(fair.pepper)).model_dump()


def import_fair(content: domain.Fair, organization: Organization, plan: str | None = None) -> tuple[Fair, str | None]:
    """Create or update the fair. Returns it and, when it is new, the staff's code (six digits, shown once).

    Raises ValueError when the fair belongs to another organization. Openings are checked before anything is written:
    that takes seconds, for which no kiosk has to wait. The plan is settled: every booth gets a place to stand.
    """
    plan = settled_text(plan) if plan is not None else None
    return _import(content, organization, plan, postings.imported(content.id, content.openings))


@transaction.atomic
def _import(
    content: domain.Fair, organization: Organization, plan: str | None, openings: postings.Checked
) -> tuple[Fair, str | None]:
    head = content.model_dump(mode="json", exclude={"halls", "booths", "employers", "openings"})
    row = Fair.objects.select_for_update().filter(pk=content.id).first()
    code = None
    if row is None:
        row = Fair(id=content.id, organization=organization, pepper=os.urandom(32), rotation_seed=os.urandom(32))
        code = new_staff_code()
        set_staff_code(row, code)
    elif row.organization_id != organization.pk:
        raise ValueError("another organization's fair has this id")
    row.document = head
    if plan is not None:
        row.plan = plan
        row.plan_draft = ""  # what was drawn was drawn on another plan; who has the editor open is told
        row.plan_draft_number += 1
    row.save()

    halls = _put(Hall, row, content.halls, {})
    employers = _put(Employer, row, content.employers, {})
    booths = _put(
        Booth,
        row,
        content.booths,
        {
            "hall_id": lambda part: halls.get(part.hall),
            "employer_id": lambda part: employers.get(part.employer),
        },
    )
    _put_openings(row, content.openings, postings.settled(row.pk, content.openings, openings), booths)
    return row, code


def _put_openings(
    fair: Fair, parts: Iterable[domain.Opening], rows: dict[str, Opening], booths: dict[str | None, int]
) -> None:
    Opening.objects.filter(fair=fair).update(active=False)
    for number, part in enumerate(parts):
        row = rows[part.id]
        row.fair, row.position, row.booth_id = fair, number, booths.get(part.booth)
    Opening.objects.bulk_create(
        rows.values(),
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["fair", "code"],
        update_fields=["position", "active", "booth", *_OPENING_FIELDS],
    )


def _put(model: type[Any], fair: Fair, parts: Any, links: dict[str, Any]) -> dict[str | None, int]:
    """Write the parts over those that are there; returns code -> primary key."""
    model.objects.filter(fair=fair).update(active=False)
    rows: list[Model] = [
        model(
            fair=fair,
            code=part.id,
            position=number,
            document=postings.cleaned(part.model_dump(mode="json", exclude_defaults=True)),
            **{field: find(part) for field, find in links.items()},
        )
        for number, part in enumerate(parts)
    ]
    model.objects.bulk_create(
        rows,
        batch_size=_BATCH,
        update_conflicts=True,
        unique_fields=["fair", "code"],
        update_fields=["position", "active", "document", *(name.removesuffix("_id") for name in links)],
    )
    return dict(model.objects.filter(fair=fair).values_list("code", "pk"))
