"""Whether one can walk to every booth, from the doors and the kiosks, and without steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jobfair.hall.finding import Finding, found
from jobfair.hall.fronts import shut_in, with_fronts
from jobfair.hall.sheet import Sheet


def reached(plan: Mapping[str, Any], sheet: Sheet) -> list[Finding]:
    """Booths to which nobody walks."""
    lost = sorted(set(shut_in(with_fronts(dict(plan), only_missing=True))))
    at = next((b.middle for b in sheet.of("booth") if lost and b.id == lost[0]), None)
    return [found("unreachable", lost, at=at)] if lost else []
