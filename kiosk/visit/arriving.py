"""The rules from the attract page to an opened record."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kiosk.visit.events import (
    BeenBefore,
    CodeRight,
    CodeWrong,
    ConsentAnswered,
    FaceAmbiguous,
    FirstTime,
    Found,
    LookAgain,
    LookAround,
    NotMe,
    PassInstead,
    TakeBackShown,
    Touched,
    TriesGiven,
    WayChosen,
)
from kiosk.visit.state import Draft, FaceScope, Page, Visit, Way
from kiosk.visit.steps import back, on_to, to_booths

_TO_WAYS_IN = frozenset(
    {Page.WELCOME, Page.NOT_RECOGNISED, Page.AMBIGUOUS, Page.FACE_CONSENT, Page.LOOKING}
    | {Page.SCAN_PASS, Page.DOCUMENT, Page.PHONE}
)


_TAKES_BACK = frozenset({Page.ATTRACT, Page.WELCOME, Page.WAYS_IN, Page.SCAN_PASS, Page.DOCUMENT, Page.PHONE})


_WAY_PAGES: dict[Way, Page] = {
    "face": Page.FACE_CONSENT,
    "pass": Page.SCAN_PASS,
    "document": Page.DOCUMENT,
    "phone": Page.PHONE,
}


def _touched(visit: Visit, event: Touched) -> Visit:
    return on_to(visit, Page.WELCOME) if visit.page is Page.ATTRACT else visit


def _first_time(visit: Visit, event: FirstTime) -> Visit:
    fits = visit.page in (Page.WELCOME, Page.NOT_RECOGNISED, Page.WAYS_IN)
    return on_to(visit, Page.REGISTER_CONSENT) if fits else visit


def _been_before(visit: Visit, event: BeenBefore) -> Visit:
    fits = visit.page in _TO_WAYS_IN
    return on_to(visit, Page.WAYS_IN, claim=None) if fits else visit


def _look_again(visit: Visit, event: LookAgain) -> Visit:
    fits = visit.page is Page.NOT_RECOGNISED and visit.way == "face"
    return replace(visit, page=Page.LOOKING) if fits else visit  # the way back is the one of the first look


def _look_around(visit: Visit, event: LookAround) -> Visit:
    fits = visit.seeker is None and visit.step in (1, 2)
    if not fits:
        return visit
    around = to_booths(replace(visit, draft=Draft()), looking_around=True, claim=None)
    return replace(around, trail=(Page.WELCOME,))


def _way_chosen(visit: Visit, event: WayChosen) -> Visit:
    fits = visit.page in (Page.WAYS_IN, Page.NOT_RECOGNISED, Page.AMBIGUOUS)
    return on_to(visit, _WAY_PAGES[event.way], way=event.way, claim=None) if fits else visit


def _consent(visit: Visit, event: ConsentAnswered) -> Visit:
    if visit.page is Page.FACE_CONSENT:
        return on_to(visit, Page.LOOKING) if event.given else on_to(visit, Page.WAYS_IN, way=None)
    if visit.page is Page.REGISTER_CONSENT:
        return on_to(visit, Page.REGISTER) if event.given else back(visit)
    if visit.page is Page.FACE_OFFER:
        keep = event.given and event.face_scope != "none"
        scope: FaceScope = event.face_scope if keep else "none"
        draft = replace(visit.draft, face_scope=scope, face_later=keep and event.face_later, face=None)
        if not keep and visit.seeker is not None:
            return back(visit)
        return on_to(visit, Page.ENROLLING, draft=draft) if keep else replace(visit, draft=draft)
    return visit


def _found(visit: Visit, event: Found) -> Visit:
    if visit.page is Page.LOOKING and event.claim is None:
        return replace(visit, page=Page.NOT_RECOGNISED)
    if visit.page in (Page.LOOKING, Page.SCAN_PASS, Page.DOCUMENT, Page.PHONE):
        return on_to(visit, Page.CONFIRM_CODE, claim=event.claim, tries_left=None)
    return visit


def _ambiguous(visit: Visit, event: FaceAmbiguous) -> Visit:
    return replace(visit, page=Page.AMBIGUOUS) if visit.page is Page.LOOKING else visit


def _not_me(visit: Visit, event: NotMe) -> Visit:
    return on_to(visit, Page.WAYS_IN, claim=None, way=None) if visit.page is Page.CONFIRM_CODE else visit


def _pass_instead(visit: Visit, event: PassInstead) -> Visit:
    fits = visit.page is Page.CONFIRM_CODE and visit.claim is not None and visit.claim.way in ("face", "document")
    return on_to(visit, Page.SCAN_PASS) if fits else visit


def _tries_given(visit: Visit, event: TriesGiven) -> Visit:
    fits = visit.page is Page.TOO_MANY_TRIES
    return replace(visit, page=Page.CONFIRM_CODE, trail=(Page.WELCOME,), tries_left=None) if fits else visit


def _at_factor(visit: Visit) -> bool:
    return visit.page is Page.CONFIRM_CODE or (visit.page is Page.SCAN_PASS and visit.claim is not None)


def _code_right(visit: Visit, event: CodeRight) -> Visit:
    if not _at_factor(visit):
        return visit
    return to_booths(
        visit, seeker=event.card, last_resume=event.resume, claim=None, looking_around=False, tries_left=None
    )


def _code_wrong(visit: Visit, event: CodeWrong) -> Visit:
    if not _at_factor(visit):
        return visit
    if event.left <= 0:  # the claim stays for the staff, who may give new tries
        return replace(visit, page=Page.TOO_MANY_TRIES, trail=(), tries_left=0)
    return replace(visit, page=Page.CONFIRM_CODE, tries_left=event.left, notice="wrong_code")


def _take_back_shown(visit: Visit, event: TakeBackShown) -> Visit:
    """From wherever a code is read; another code on its page takes the place of the first."""
    if visit.page not in _TAKES_BACK | {Page.TAKE_BACK}:
        return visit
    return replace(visit, page=Page.TAKE_BACK, trail=(Page.WELCOME,), take_back=event.code, way=None, claim=None)


RULES: dict[type, Callable[..., Visit]] = {
    Touched: _touched,
    FirstTime: _first_time,
    BeenBefore: _been_before,
    LookAgain: _look_again,
    LookAround: _look_around,
    WayChosen: _way_chosen,
    ConsentAnswered: _consent,
    Found: _found,
    FaceAmbiguous: _ambiguous,
    NotMe: _not_me,
    CodeRight: _code_right,
    PassInstead: _pass_instead,
    TriesGiven: _tries_given,
    CodeWrong: _code_wrong,
    TakeBackShown: _take_back_shown,
}
