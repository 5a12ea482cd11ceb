"""What an event does to a visit. The rules lie by part of the visit: arriving, joining, booths."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kiosk.visit import arriving, booths, joining
from kiosk.visit.events import (
    Back,
    CardRefreshed,
    Event,
    Finish,
    Trouble,
)
from kiosk.visit.state import Page, Visit
from kiosk.visit.steps import back, wiped


def advance(visit: Visit, event: Event) -> Visit:
    """The visit after ``event``. An event that does not fit the page returns the visit unchanged."""
    if isinstance(event, Finish):
        return wiped(visit)
    if isinstance(event, Trouble):
        return _after_trouble(visit, event)
    if isinstance(event, Back):
        return back(visit)
    # A newer card comes by itself: what the seeker is being told stays.
    quiet = visit if isinstance(event, CardRefreshed) else replace(visit, notice="")
    after = _RULES[type(event)](quiet, event)
    return visit if after is quiet else after


def _refreshed(visit: Visit, event: CardRefreshed) -> Visit:
    fits = visit.seeker is not None and visit.seeker.id == event.card.id
    return replace(visit, seeker=event.card) if fits else visit


def _after_trouble(visit: Visit, event: Trouble) -> Visit:
    if visit.page is Page.LOOKING and event.code in ("camera_lost", "device"):
        return replace(visit, page=Page.WAYS_IN, trail=(Page.WELCOME,), way=None, notice=event.code)
    return replace(visit, notice=event.code) if visit.under_way else visit


_RULES: dict[type, Callable[..., Visit]] = {
    **arriving.RULES,
    **joining.RULES,
    **booths.RULES,
    CardRefreshed: _refreshed,
}
