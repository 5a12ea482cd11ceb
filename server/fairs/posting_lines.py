"""A finding as a page shows it: the words in their place, the reason, the proposal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from jobfair import fair as domain
from jobfair.postings import Finding, Level
from jobfair.postings.check import texts_of
from jobfair.text import Text
from server.fairs.models import Approval, Opening
from server.fairs.postings import findings_of, mark_of

AROUND = 48  # characters shown on each side of the words


@dataclass(frozen=True)
class Line:
    """``before``, ``words`` and ``after`` are the place; ``proposed`` is the text as it would be, cut the same way."""

    mark: str
    level: str
    field: str
    before: str
    words: str
    after: str
    because: Text
    proposed: str | None
    question: Text | None
    approved_at: datetime | None = None
    approved_by: str = ""

    @property
    def may_approve(self) -> bool:
        return self.level == Level.REVIEW and self.approved_at is None


def lines_of(row: Opening) -> list[Line]:
    """Every finding of the row."""
    texts = dict(texts_of(domain.Opening.model_validate(row.document)))
    approved = {approval.mark: approval for approval in row.approvals.all()}
    return [_line(one, texts.get(one.field, ""), approved.get(mark_of(one))) for one in findings_of(row)]


def _line(finding: Finding, text: str, approval: Approval | None) -> Line:
    edit, proposed = finding.edit, None
    if edit is not None:
        changed = edit.of(text)
        low, high = max(0, edit.start - AROUND), edit.start + len(edit.text) + AROUND
        proposed = ("…" if low else "") + changed[low:high] + ("…" if high < len(changed) else "")
    low, high = max(0, finding.start - AROUND), finding.end + AROUND
    place: dict[str, Any] = {"before": "", "words": "", "after": ""}
    if finding.words:
        place = {
            "before": ("…" if low else "") + text[low : finding.start],
            "words": text[finding.start : finding.end],
            "after": text[finding.end : high] + ("…" if high < len(text) else ""),
        }
    return Line(
        mark=mark_of(finding),
        level=finding.level.value,
        field=field_name(finding.field),
        because=finding.because,
        proposed=proposed,
        question=finding.question,
        approved_at=approval.at if approval else None,
        approved_by=approval.by.get_username() if approval and approval.by else "",
        **place,
    )


def field_name(path: str) -> str:
    """``duties.0.en`` as people call it."""
    name, *rest = path.split(".")
    words = {
        "title": _("Title"),
        "occupation": _("Occupation"),
        "description": _("Description"),
        "duties": _("Duties"),
        "skills_required": _("Skills required"),
        "skills_preferred": _("Skills preferred"),
        "majors": _("Majors"),
        "hours": _("Working hours"),
        "benefits": _("Benefits"),
        "salary_min": _("Pay"),
        "salary_max": _("Pay"),
        "cities": _("Place of work"),
        "labour_dispatch": _("Labour dispatch"),
    }
    language = {"zh": _("Chinese"), "en": _("English")}.get(rest[-1] if rest else "", "")
    return f"{words.get(name, name)} ({language})" if language else words.get(name, name)
