"""Checked openings: what was found is kept with the row, and decides what kiosks get."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from jobfair import fair as domain
from jobfair.postings import Checker, Finding, Level
from jobfair.postings.check import MOST, has_wrong_pay, is_dispatch, rules_version
from jobfair.text import without_controls
from server.core.models import AuditEntry, User, record
from server.fairs.employer_texts import allowed
from server.fairs.models import Approval, Fair, Opening, fair_of

LEVELS = tuple(level.value for level in Level)
_BATCH = 500
_ELSEWHERE = ("id", "booth", "headcount")  # what the check does not read
_ORGANIZERS = ("id", "booth")  # what only the file says
_TEXT = 48  # characters of an origin that stand for what is checked; the others stand for the headcount


def cleaned(value: Any) -> Any:
    """A document without control characters: PostgreSQL takes no NUL, and no reader sees one."""
    if isinstance(value, str):
        return without_controls(value)
    if isinstance(value, list):
        return [cleaned(part) for part in value]
    if isinstance(value, dict):
        return {name: cleaned(part) for name, part in value.items()}
    return value


def digest_of(document: dict[str, Any]) -> str:
    """The same as long as nothing that is checked has changed, by these rules."""
    read = {name: part for name, part in document.items() if name not in _ELSEWHERE}
    text = json.dumps([rules_version(), read], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def origin_of(document: dict[str, Any]) -> str:
    """The same as long as the file says the same of this opening; by no rules, which may change meanwhile."""
    read = {name: part for name, part in document.items() if name not in _ELSEWHERE}
    parts = (json.dumps(read, sort_keys=True, ensure_ascii=False), str(document.get("headcount")))
    text, headcount = (hashlib.sha256(part.encode("utf-8", "surrogatepass")).hexdigest() for part in parts)
    return text[:_TEXT] + headcount[: 64 - _TEXT]


def mark_of(finding: Finding) -> str:
    """What an approval is kept by: the same words of the same field."""
    return hashlib.sha256(finding.key.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def findings_of(row: Opening) -> list[Finding]:
    return [Finding.model_validate(found) for found in row.findings]


def open_levels(findings: Iterable[Finding], approved: Iterable[str] = ()) -> list[str]:
    """The levels of what is still open, the worst first."""
    kept = set(approved)
    levels = {f.level for f in findings if not (f.level is Level.REVIEW and mark_of(f) in kept)}
    return [level.value for level in Level if level in levels]


def standing_of(findings: Iterable[Finding], approved: Iterable[str] = ()) -> str:
    """The worst level that is still open; empty where nothing is."""
    return next(iter(open_levels(findings, approved)), "")


def openings_at(fair: Fair) -> dict[str, list[int]]:
    """The keys of the openings with something open at each level: one that is blocked may also have to be looked at."""
    marks: dict[int, list[str]] = {}
    for opening, mark in Approval.objects.filter(opening__fair=fair).values_list("opening_id", "mark"):
        marks.setdefault(opening, []).append(mark)
    found: dict[str, list[int]] = {level: [] for level in LEVELS}
    for row in Opening.objects.filter(fair=fair, active=True).exclude(standing="").only("pk", "findings"):
        for level in open_levels(findings_of(row), marks.get(row.pk, ())):
            found[level].append(row.pk)
    return found


def standing_counts(fair: Fair) -> dict[str, int]:
    """How many openings have each level as their worst."""
    found = Opening.objects.filter(fair=fair, active=True).order_by().values_list("standing").annotate(Count("pk"))
    counts = dict(found)
    return {level: counts.get(level, 0) for level in LEVELS}


class Results:
    """The check with a memory: a text that was checked is not checked again, here or at the next import."""

    def __init__(self, known: dict[str, list[Any]] | None = None) -> None:
        self._checker = Checker()
        self._known = dict(known or {})

    def of(self, document: dict[str, Any], digest: str) -> list[Any]:
        found = self._known.get(digest)
        if found is None:
            findings = self._checker.check(domain.Opening.model_validate(document))
            found = self._known[digest] = [one.model_dump(mode="json", exclude_defaults=True) for one in findings]
        return found


def checked(row: Opening, results: Results) -> None:
    """Put what the check finds, and the label, into the row, which is not saved."""
    row.document = cleaned(row.document)
    digest = digest_of(row.document)
    if row.checked == digest:
        return
    row.findings = results.of(row.document, digest)
    if is_dispatch(tuple(findings_of(row))) and not row.document.get("labour_dispatch"):
        row.document = {**row.document, "labour_dispatch": True}
        digest = digest_of(row.document)
    row.checked = digest
    approved = row.approvals.values_list("mark", flat=True) if row.pk else ()
    row.standing = standing_of(findings_of(row), approved)


@dataclass(frozen=True)
class Checked:
    """Rows, not saved, of a file's openings by their ids; ``seen`` is what each was made from: the row as it was."""

    rows: dict[str, Opening]
    seen: dict[str, tuple[Any, ...]]


_SEEN = ("code", "checked", "origin", "standing", "changed_at")


def imported(fair_id: str, openings: Iterable[domain.Opening]) -> Checked:
    """Rows, not saved, for the openings of a file: checked, or taken as they were where the file says nothing new.

    What an employer or an organizer has edited since stays, until the file itself says something else."""
    parts = {part.id: part for part in openings}
    before = {row.code: row for row in Opening.objects.filter(fair_id=fair_id) if row.code in parts}
    approved: dict[int, list[str]] = {}
    for opening_id, mark in Approval.objects.filter(opening__fair_id=fair_id).values_list("opening_id", "mark"):
        approved.setdefault(opening_id, []).append(mark)
    results = Results({row.checked: row.findings for row in before.values() if row.checked})
    found: dict[str, Opening] = {}
    for part in parts.values():
        document = cleaned(part.model_dump(mode="json", exclude_defaults=True))
        old, origin = before.get(part.id), origin_of(document)
        row = Opening(code=part.id, document=document, origin=origin)
        # Rows from before 48 + 16 have the digest of what was checked, by the rules of then.
        if old is not None and (old.origin[:_TEXT] == origin[:_TEXT] or old.origin == digest_of(document)):
            row.document = _with(old.document, document, _ORGANIZERS if old.origin == origin else _ELSEWHERE)
            row.checked, row.findings, row.changed_at = old.checked, old.findings, old.changed_at
        checked(row, results)
        row.standing = standing_of(findings_of(row), approved.get(old.pk, ()) if old else ())
        found[part.id] = row
    return Checked(found, {code: tuple(getattr(row, name) for name in _SEEN) for code, row in before.items()})


def _with(document: dict[str, Any], other: dict[str, Any], names: tuple[str, ...]) -> dict[str, Any]:
    """The document with what ``other`` has, or has not, under these names."""
    kept = {name: other[name] for name in names if name in other}
    return {**{name: part for name, part in document.items() if name not in names}, **kept}


def settled(fair_id: str, openings: Iterable[domain.Opening], ready: Checked) -> dict[str, Opening]:
    """The rows of ``ready``, and those anew that somebody has edited since they were made; locks what is there. To be
    called inside the transaction that writes them."""
    locked = Opening.objects.select_for_update().filter(fair_id=fair_id)
    now = {seen[0]: seen for seen in locked.values_list(*_SEEN)}
    edited = [part for part in openings if now.get(part.id) != ready.seen.get(part.id)]
    return {**ready.rows, **imported(fair_id, edited).rows} if edited else ready.rows


def published(fair: Fair) -> domain.Fair:
    """The fair as kiosks may have it: without openings that are blocked, without pay that contradicts itself, and
    without forbidden words in what employers say of themselves.

    What was checked is what goes out: the rows are read once, while no import can write."""
    check_again(Opening.objects.filter(fair=fair, active=True))
    with transaction.atomic():
        Fair.objects.select_for_update().get(pk=fair.pk)  # an import takes the same lock
        rows = {row.code: row for row in Opening.objects.filter(fair=fair, active=True)}
        results = Results()
        for row in rows.values():
            checked(row, results)
        content = fair_of(fair, [row.document for row in rows.values()])
    openings = []
    for opening in content.openings:
        row = rows[opening.id]
        findings = tuple(findings_of(row)) if row.findings else ()
        if any(one.level is Level.BLOCK for one in findings):
            continue
        if has_wrong_pay(findings):
            opening = opening.model_copy(update={"salary_min": None, "salary_max": None})
        openings.append(opening)
    employers = tuple(allowed(employer) for employer in content.employers)
    return content.model_copy(update={"openings": tuple(openings), "employers": employers})


def check_again(rows: Iterable[Opening]) -> int:
    """Check the rows that these rules have not seen yet: those from before an update. Returns how many they were.

    The check runs before the rows are locked, and is kept only for the text that is still there then."""
    stale = [row for row in rows if row.checked != digest_of(row.document)]
    results = Results()
    for row in stale:
        checked(row, results)
    for first in range(0, len(stale), _BATCH):
        keys = [row.pk for row in stale[first : first + _BATCH]]
        with transaction.atomic():
            locked = list(Opening.objects.select_for_update().filter(pk__in=keys))
            for row in locked:
                checked(row, results)
            Opening.objects.bulk_update(locked, ["document", "findings", "checked", "standing"])
    return len(stale)


def edit(row: Opening, document: dict[str, Any], user: User | None) -> None:
    """Keep what a person wrote, checked, and write down who it was. Kiosks get it at the next publication.

    An import may have come since she opened the page: what is not hers to write, and whether the opening is still in
    the fair, stays as it is now."""
    with transaction.atomic():
        now = _locked(row)
        row.document = _with(document, now.document, _ORGANIZERS)
        row.changed_at = timezone.now()
        row.save(update_fields=["document", "changed_at"])  # checks it
        record(AuditEntry.Action.OPENING_CHANGED, f"opening {row.fair_id}/{row.code}", user)


def take(row: Opening, mark: str, user: User | None) -> bool:
    """Put the proposal of one finding into the text. False where it is not there any more."""
    with transaction.atomic():
        row = _locked(row)
        found = next((one for one in findings_of(row) if mark_of(one) == mark and one.edit), None)
        document = _with_edit(row.document, found) if found else None
        if document is None:
            return False
        edit(row, document, user)
    return True


def _locked(row: Opening) -> Opening:
    """The row as it is now, until the end of the transaction."""
    return Opening.objects.select_for_update().get(pk=row.pk)


@transaction.atomic
def take_all(row: Opening, user: User | None) -> bool:
    """Put every proposal about what is blocked or wrong into the text; what is for review stays."""
    row = _locked(row)
    checker, document, taken = Checker(), row.document, False
    for _ in range(MOST):
        findings = checker.check(domain.Opening.model_validate(document))
        wrong = (one for one in findings if one.edit and one.level in (Level.BLOCK, Level.ERROR))
        changed = next((new for one in wrong if (new := _with_edit(document, one))), None)
        if changed is None:
            break
        document, taken = changed, True
    if taken:
        edit(row, document, user)
    return taken


def _with_edit(document: dict[str, Any], found: Finding) -> dict[str, Any] | None:
    """The document with the finding's proposal in its place; None where the text is no longer there."""
    changed = json.loads(json.dumps(document))
    *steps, last = (int(step) if step.isdigit() else step for step in found.field.split("."))
    holder: Any = changed
    for step in steps:
        holder = holder[step]
    if found.edit is None or not isinstance(holder[last], str):
        return None
    holder[last] = found.edit.of(holder[last])
    return dict(changed)


def approve(row: Opening, mark: str, user: User | None) -> bool:
    """A person has looked and lets it stand; only what is for review can be approved."""
    with transaction.atomic():
        row = _locked(row)
        found = next((one for one in findings_of(row) if mark_of(one) == mark), None)
        if found is None or found.level is not Level.REVIEW:
            return False
        Approval.objects.get_or_create(opening=row, mark=mark, defaults={"by": user, "code": found.code})
        row.standing = standing_of(findings_of(row), row.approvals.values_list("mark", flat=True))
        Opening.objects.filter(pk=row.pk).update(standing=row.standing)
        record(AuditEntry.Action.POSTING_APPROVED, f"opening {row.fair_id}/{row.code} {found.code}", user)
    return True
