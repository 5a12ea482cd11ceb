"""Who stands where: what the plan's editor changed about booths and employers, and what becomes of their openings.

A draft's booth may carry two properties that no kiosk sees: ``employer`` (an id, empty for none) and ``was`` (the
number that it had in the fair). Openings go with their employer: never to whoever takes its booth.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from jobfair import fair as domain
from jobfair.hall.finding import Finding, found
from jobfair.text import in_language
from server.fairs.models import Booth, Employer, Fair, Hall, Opening


@dataclass(frozen=True)
class Placing:
    """``employers``: booth -> employer, of all booths afterwards. ``openings``: opening -> its new booth, where that
    changes. ``homeless``: employers whose openings would have no booth."""

    employers: Mapping[str, str | None]
    halls: Mapping[str, str]
    gone: frozenset[str]
    openings: Mapping[str, str]
    homeless: tuple[str, ...]


def placing_of(fair: domain.Fair, plan: Mapping[str, Any]) -> Placing:
    """What the plan asks for; nothing is changed. Features that are no booths with an id are passed over."""
    before = {booth.id: booth.employer for booth in fair.booths}
    known = {employer.id for employer in fair.employers}
    after, halls, renamed = dict(before), dict[str, str](), dict[str, str]()
    for about in _booths(plan):
        key, was = about["id"], about.get("was")
        if isinstance(was, str) and was in before and was != key:
            renamed[was] = key
        asked = about.get("employer", before.get(was if isinstance(was, str) and was in before else key))
        after[key] = asked if isinstance(asked, str) and asked in known else None
        halls[key] = str(about.get("hall", ""))
    gone = frozenset(was for was in renamed if was not in halls)
    for was in gone:
        after.pop(was, None)
    stands: dict[str, list[str]] = {}
    for key, employer in after.items():
        if employer:
            stands.setdefault(employer, []).append(key)
    moved: dict[str, str] = {}
    homeless: dict[str, None] = {}
    for opening in fair.openings:
        employer = before.get(opening.booth or "")
        if opening.booth is None or employer is None:
            if opening.booth in renamed:
                moved[opening.id] = renamed[opening.booth]
            continue
        follows = renamed.get(opening.booth, opening.booth)
        if after.get(follows) != employer:
            mine = stands.get(employer)
            if not mine:
                homeless[employer] = None
                continue
            follows = mine[0]
        if follows != opening.booth:
            moved[opening.id] = follows
    return Placing(after, halls, gone, moved, tuple(homeless))


def homeless_finding(fair: domain.Fair, plan: Mapping[str, Any]) -> list[Finding]:
    """The finding that blocks a plan on which an employer with openings has no booth; none where all have one."""
    homeless = placing_of(fair, plan).homeless
    names = [in_language(fair.employer_by_id[key].name, "zh") or key for key in homeless]
    return [found("employer_without_booth", names)] if names else []


@transaction.atomic
def place(fair: Fair, content: domain.Fair, plan: dict[str, Any]) -> dict[str, Any]:
    """Write into the fair's rows what the plan says of its booths; returns the plan as kiosks get it.

    Raises ValueError where an employer would lose its booth: ``homeless_finding`` says so before.
    """
    placing = placing_of(content, plan)
    if placing.homeless:
        raise ValueError("an employer with openings would have no booth")
    halls = _halls(fair, plan)
    employers = dict(Employer.objects.filter(fair=fair).values_list("code", "pk"))
    rows = {row.code: row for row in Booth.objects.filter(fair=fair)}
    for code in placing.gone:
        rows[code].active = False
        rows[code].save(update_fields=["active"])
    position = max([row.position for row in rows.values()], default=-1)
    for code, employer in placing.employers.items():
        hall = placing.halls.get(code)
        row = rows.get(code)
        if row is None:
            position += 1
            row = Booth(fair=fair, code=code, position=position, document={"id": code})
        document = {**row.document, "id": code, **({"hall": hall} if hall in halls else {})}
        document.pop("employer", None)
        if employer:
            document["employer"] = employer
        if row.pk is None or not row.active or document != row.document:
            row.active, row.document = True, document
            row.hall_id = halls.get(document.get("hall", ""))
            row.employer_id = employers.get(employer or "")
            row.save()
            rows[code] = row
    for opening in Opening.objects.filter(fair=fair, code__in=list(placing.openings)):
        code = placing.openings[opening.code]
        opening.document = {**opening.document, "booth": code}
        opening.booth = rows[code]
        opening.save(update_fields=["document", "booth"])
    return without_notes(plan)


def without_notes(plan: dict[str, Any]) -> dict[str, Any]:
    """The plan without what only its editor needs."""
    features = [
        {**f, "properties": {k: v for k, v in f["properties"].items() if k not in ("employer", "was")}}
        for f in plan["features"]
    ]
    return {**plan, "features": features}


def _booths(plan: Mapping[str, Any]) -> list[dict[str, Any]]:
    found_booths = []
    for feature in plan.get("features", []):
        about = feature.get("properties", {})
        if about.get("kind") == "booth" and isinstance(about.get("id"), str):
            found_booths.append(about)
    return found_booths


def _halls(fair: Fair, plan: Mapping[str, Any]) -> dict[str, int]:
    """code -> key of all halls; those that only the plan knows are added."""
    halls = dict(Hall.objects.filter(fair=fair).values_list("code", "pk"))
    for feature in plan.get("features", []):
        about = feature["properties"]
        if about.get("kind") == "hall" and about.get("id") not in halls:
            document = {"id": about["id"], "name": about.get("name", "")}
            row = Hall.objects.create(fair=fair, code=about["id"], position=len(halls), document=document)
            halls[row.code] = row.pk
    return halls
