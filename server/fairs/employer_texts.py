"""What employers say of themselves: it is shown with each of their openings, so the forbidden is left out there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jobfair import fair as domain
from jobfair.postings import Finding
from jobfair.postings.check import EMPLOYER_TEXTS, check_employer
from jobfair.postings.proposals import without_sentence
from jobfair.text import Text
from server.fairs.models import Employer, Fair

_MOST = 60  # words taken out of one employer's texts; what is still forbidden then is left out whole


@dataclass(frozen=True)
class Said:
    """An employer and the words that kiosks do not get, each with its reason."""

    employer: Employer
    findings: tuple[Finding, ...]


def forbidden_of(fair: Fair) -> list[Said]:
    """The employers of the fair whose own texts say what the law forbids."""
    rows = Employer.objects.filter(fair=fair, active=True)
    found = (Said(row, check_employer(domain.Employer.model_validate(row.document))) for row in rows)
    return [said for said in found if said.findings]


def allowed(employer: domain.Employer) -> domain.Employer:
    """The employer without forbidden words; a text in which some would be left is empty."""
    for _ in range(_MOST):
        found = next(iter(check_employer(employer)), None)
        if found is None:
            return employer
        employer = _without(employer, found)
    return employer.model_copy(update=dict.fromkeys(EMPLOYER_TEXTS, ""))


def _without(employer: domain.Employer, found: Finding) -> domain.Employer:
    name, _, language = found.field.partition(".")
    whole: Text = getattr(employer, name)
    text = str(getattr(whole, language) if language else whole)
    left = found.edit.of(text) if found.edit else without_sentence(text, found.start, found.end)
    changed: Any = {**whole.model_dump(), language: left} if language and not isinstance(whole, str) else left
    return domain.Employer.model_validate({**employer.model_dump(), name: changed})
