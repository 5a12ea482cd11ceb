"""The steps that rules make: on to a page, to the booths, back, and the wipe."""

from __future__ import annotations

from dataclasses import replace

from jobfair.seeker import MatchingProfile
from jobfair.wire import SeekerCard
from kiosk.visit.state import Page, Visit

# Once past these there is no way back into them: who went through stays through, what is saved stays saved.
_NO_RETURN = frozenset({Page.ATTRACT, Page.LOOKING, Page.CONFIRM_CODE, Page.ENROLLING, Page.SAVED, Page.FAREWELL})


def on_to(visit: Visit, page: Page, **changes: object) -> Visit:
    """On to ``page``, remembering the way back; a page met before ends the way there, so no way runs in circles."""
    trail = visit.trail if visit.page in _NO_RETURN else (*visit.trail, visit.page)
    if page in trail:
        trail = trail[: trail.index(page)]
    return replace(visit, page=page, trail=trail, **changes)  # type: ignore[arg-type]


def to_booths(visit: Visit, **changes: object) -> Visit:
    """To the booths: the way that led here is closed behind. Who came to hand in goes on to that, if she may."""
    seeker = changes.get("seeker")
    if isinstance(seeker, SeekerCard) and visit.looking_for is not None:
        changes["looking_for"] = _together(seeker.profile, visit.looking_for)
    if isinstance(seeker, SeekerCard) and visit.wanted and not seeker.of_age_to_submit:
        changes |= {"wanted": frozenset(), "notice": "under_16"}
    elif visit.wanted and visit.resume is None and seeker is not None:
        return replace(visit, page=Page.RESUME_SOURCE, trail=(Page.HOME,), **changes)  # type: ignore[arg-type]
    return replace(visit, page=Page.HOME, trail=(), **changes)  # type: ignore[arg-type]


def _together(record: MatchingProfile, said: MatchingProfile) -> MatchingProfile:
    """What the record knows, and what she said while she looked around where it knows nothing."""
    missing = {name: getattr(said, name) for name in MatchingProfile.model_fields if not getattr(record, name)}
    return record.model_copy(update=missing)


def wiped(visit: Visit) -> Visit:
    """A fresh visit; by way of the farewell page, which knows nothing, where something was saved."""
    if not visit.under_way:
        return visit
    handed_in = visit.page is Page.SAVED or bool(visit.submissions)
    saved = handed_in or (visit.newly_registered and visit.page is not Page.FAREWELL)
    return Visit(number=visit.number + 1, page=Page.FAREWELL if saved else Page.ATTRACT)


def back(visit: Visit) -> Visit:
    if visit.page is Page.WELCOME and not visit.trail:
        return wiped(visit)
    if not visit.can_go_back:
        return visit
    before = replace(visit, page=visit.trail[-1], trail=visit.trail[:-1], notice="")
    return replace(before, claim=None, tries_left=None, take_back=None)
