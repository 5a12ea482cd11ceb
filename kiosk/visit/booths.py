"""The rules around booths, résumé and handing in, once a record is open or somebody looks around."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kiosk.visit.events import (
    BoothChosen,
    Change,
    FormDone,
    HandIn,
    LookingFor,
    OpeningChosen,
    PassWanted,
    Rendered,
    Reviewed,
    Show,
    SourceChosen,
    SubmissionsSaved,
    Ticked,
    Withdrawn,
)
from kiosk.visit.state import LastResume, Page, Visit
from kiosk.visit.steps import back, on_to, to_booths

MAX_WANTED = 10  # submissions a visit: DESIGN, promise 9


_WITH_BOOTHS = frozenset({Page.HOME, Page.BOOTHS, Page.OPENING, Page.MAP})


_ABOUT_THE_WISH = frozenset({Page.QUESTIONS, Page.PROFILE})


def _show(visit: Visit, event: Show) -> Visit:
    if visit.page is Page.SAVED:
        return to_booths(visit, submissions=()) if event.page is Page.HOME else visit
    if event.page is Page.PROFILE and visit.page is Page.READ_CHECK:
        return on_to(visit, Page.PROFILE)
    if visit.page not in _WITH_BOOTHS | _ABOUT_THE_WISH or visit.page is event.page:
        return visit
    if visit.page is Page.PROFILE and Page.READ_CHECK in visit.trail:
        return back(visit)  # on with handing in
    if event.page is not Page.HOME:
        return on_to(visit, event.page, booth=None)
    return replace(to_booths(visit), trail=(Page.WELCOME,) if visit.looking_around else ())


def _looking_for(visit: Visit, event: LookingFor) -> Visit:
    fits = visit.page in _ABOUT_THE_WISH | {Page.READ_CHECK}
    return replace(visit, looking_for=event.profile) if fits else visit


def _opening_chosen(visit: Visit, event: OpeningChosen) -> Visit:
    return on_to(visit, Page.OPENING, opening=event.opening) if visit.page in _WITH_BOOTHS else visit


def _booth_chosen(visit: Visit, event: BoothChosen) -> Visit:
    if visit.page is Page.MAP:
        return replace(visit, booth=event.booth)
    return on_to(visit, Page.MAP, booth=event.booth) if visit.page in _WITH_BOOTHS else visit


def _hand_in(visit: Visit, event: HandIn) -> Visit:
    if visit.page not in _WITH_BOOTHS:
        return visit
    if visit.seeker is not None and not visit.seeker.of_age_to_submit:
        return replace(visit, notice="under_16")
    wanted = visit.wanted | {event.opening} if event.opening else visit.wanted
    if len(wanted) > MAX_WANTED:
        return replace(visit, notice="too_many_openings")
    if visit.seeker is None:
        return on_to(visit, Page.WELCOME, wanted=wanted)
    return on_to(visit, Page.EMPLOYERS if visit.resume else Page.RESUME_SOURCE, wanted=wanted)


def _source_chosen(visit: Visit, event: SourceChosen) -> Visit:
    if visit.page is not Page.RESUME_SOURCE or visit.seeker is None:
        return visit
    if event.source == "last":
        last = visit.last_resume
        return on_to(visit, Page.EMPLOYERS, resume=LastResume(last)) if last else visit
    if event.source == "intention":
        card = visit.draft.intention
        return on_to(visit, Page.REVIEW, form=card.as_resume(), resume=None) if card else visit
    return on_to(visit, Page.GUIDED_FORM if event.source == "form" else Page.RESUME_FILE)


def _form_done(visit: Visit, event: FormDone) -> Visit:
    if visit.page is Page.RESUME_FILE:
        return on_to(visit, Page.READ_CHECK, form=event.form)
    if visit.page in (Page.GUIDED_FORM, Page.READ_CHECK):
        return on_to(visit, Page.REVIEW, form=event.form, resume=None)
    return visit


def _rendered(visit: Visit, event: Rendered) -> Visit:
    return replace(visit, resume=event.resume) if visit.page is Page.REVIEW else visit


def _reviewed(visit: Visit, event: Reviewed) -> Visit:
    return on_to(visit, Page.EMPLOYERS) if visit.page is Page.REVIEW and visit.resume else visit


def _change(visit: Visit, event: Change) -> Visit:
    return on_to(visit, Page.GUIDED_FORM) if visit.page is Page.REVIEW else visit


def _ticked(visit: Visit, event: Ticked) -> Visit:
    if visit.page is not Page.EMPLOYERS:
        return visit
    wanted = visit.wanted | {event.opening} if event.on else visit.wanted - {event.opening}
    return replace(visit, notice="too_many_openings") if len(wanted) > MAX_WANTED else replace(visit, wanted=wanted)


def _saved(visit: Visit, event: SubmissionsSaved) -> Visit:
    if visit.page is not Page.EMPLOYERS:
        return visit
    return replace(visit, page=Page.SAVED, trail=(), submissions=event.submissions, wanted=frozenset(), form=None)


def _withdrawn(visit: Visit, event: Withdrawn) -> Visit:
    if visit.page is not Page.SAVED:
        return visit
    left = tuple(s for s in visit.submissions if s.id != event.submission)
    return replace(visit, submissions=left, notice="withdrawn")


def _pass_wanted(visit: Visit, event: PassWanted) -> Visit:
    """And back to where it was wanted: what was saved is told again."""
    if visit.seeker is None:
        return visit
    if visit.page is Page.SAVED:
        return replace(visit, page=Page.TAKE_PASS, trail=(Page.SAVED,))
    return on_to(visit, Page.TAKE_PASS) if visit.page in (Page.HOME, Page.YOUR_DATA) else visit


RULES: dict[type, Callable[..., Visit]] = {
    Show: _show,
    LookingFor: _looking_for,
    OpeningChosen: _opening_chosen,
    BoothChosen: _booth_chosen,
    HandIn: _hand_in,
    SourceChosen: _source_chosen,
    FormDone: _form_done,
    Rendered: _rendered,
    Reviewed: _reviewed,
    Change: _change,
    Ticked: _ticked,
    SubmissionsSaved: _saved,
    Withdrawn: _withdrawn,
    PassWanted: _pass_wanted,
}
