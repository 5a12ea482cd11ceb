"""One employer to choose: who it is, what for, what it gets and how long it keeps it (PIPL art. 17, 23)."""

from __future__ import annotations

from typing import Any

from jobfair.fair import Opening
from jobfair.submission import Status
from ui.stage import Stage


def employer_row(stage: Stage, opening: Opening) -> dict[str, Any]:
    """The row of Employers.qml for this opening, in the language of the moment; nothing is ticked but by the seeker."""
    fair, text, say, visit = stage.fair, stage.text, stage.words.tr, stage.visit
    employer = fair.employer_of(opening)
    name = text(employer.name) if employer else ""
    keep = employer.retention_days if employer else None
    sent = visit.seeker.sent if visit.seeker else ()
    already = any(s.opening == opening.id and s.status is not Status.WITHDRAWN for s in sent)
    return {
        "opening": opening.id,
        "booth": opening.booth or "",
        "title": f"{text(opening.title)} · {name}" if name else text(opening.title),
        "employer": name,
        "legal_name": (text(employer.legal_name) or name) if employer else "",
        "contact": employer.contact if employer else "",
        "purpose": text(employer.purpose) if employer else "",
        "retention": say("employers.retention", {"n": keep}) if keep else say("employers.retention_unknown"),
        "fields": say("employers.fields"),
        "on": opening.id in visit.wanted and not already,
        "already": already,
    }
