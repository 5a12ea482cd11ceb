"""``jobfair server forget`` and ``purge``: what they do and say."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from server.fairs.models import Fair
from server.seekers.erasure import forget
from server.seekers.finding import find
from server.seekers.retention import purge


def forget_seeker(fair: Fair, asked: str) -> tuple[dict[str, Any], str]:
    """Erase the one seeker that ``asked`` finds. Where several are found, nothing is erased: only their ids are said,
    for a terminal keeps what it shows."""
    found = find(fair, asked, beginnings=False)
    if len(found) != 1:
        ids = [seeker.id for seeker in found]
        text = "nobody is found by this; nothing was erased"
        if ids:
            text = "several are found; nothing was erased. Say which by id:\n" + "\n".join(ids)
        return {"forgotten": None, "found": ids}, text
    seeker = found[0].id
    erased = forget(fair, seeker)
    return (
        {"forgotten": seeker, **asdict(erased)},
        f"{seeker} is forgotten: {erased.resumes} résumés, {erased.submissions} submissions. Kiosks follow.",
    )


def purge_all() -> tuple[dict[str, Any], str]:
    purged = asdict(purge())
    return purged, "erased: " + ", ".join(f"{count} {name}" for name, count in purged.items())
