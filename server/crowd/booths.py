"""Which of its booths an employer's page is about."""

from __future__ import annotations

from django.http import HttpRequest

from server.fairs.models import Booth, Employer

CHOSEN = "booth"


def booths_of(employer: Employer) -> list[Booth]:
    """The employer's booths, in the fair's order."""
    return list(Booth.objects.filter(employer=employer, active=True))


def chosen_booth(request: HttpRequest, booths: list[Booth]) -> Booth | None:
    """The one that somebody at this desk chose, else the first."""
    wanted = request.session.get(CHOSEN)
    return next((booth for booth in booths if booth.code == wanted), booths[0] if booths else None)
