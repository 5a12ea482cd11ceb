"""The rules of a new seeker, of her data, and of giving a face later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kiosk.visit.events import (
    DocumentNoted,
    DocumentWanted,
    FaceGiven,
    FaceKept,
    FaceWanted,
    Noted,
    Registered,
    YourData,
)
from kiosk.visit.state import Draft, FaceScope, Page, Visit
from kiosk.visit.steps import on_to, to_booths


def _noted(visit: Visit, event: Noted) -> Visit:
    draft = event.draft
    if visit.page is Page.REGISTER:
        if draft.age == "under_14":
            return replace(visit, notice="under_14")
        return on_to(visit, Page.INTENTION, draft=draft) if draft.name and draft.age else visit
    if visit.page is Page.INTENTION:
        return on_to(visit, Page.CHOOSE_CODE, draft=draft) if draft.intention else visit
    if visit.page is Page.CHOOSE_CODE:
        return on_to(visit, Page.FACE_OFFER, draft=draft) if draft.code else visit
    return visit


def _document_wanted(visit: Visit, event: DocumentWanted) -> Visit:
    return on_to(visit, Page.REGISTER_DOCUMENT) if visit.page is Page.REGISTER else visit


def _document_noted(visit: Visit, event: DocumentNoted) -> Visit:
    draft = replace(visit.draft, document=event.document)
    if visit.page is Page.REGISTER_DOCUMENT and event.document is not None:
        return on_to(visit, Page.REGISTER, draft=draft)
    return replace(visit, draft=draft) if visit.page is Page.REGISTER and event.document is None else visit


def _face_kept(visit: Visit, event: FaceKept) -> Visit:
    if visit.page is not Page.ENROLLING:
        return visit
    scope: FaceScope = visit.draft.face_scope if event.face else "none"
    return replace(visit, draft=replace(visit.draft, face=event.face, face_scope=scope))


def _registered(visit: Visit, event: Registered) -> Visit:
    if visit.page not in (Page.FACE_OFFER, Page.ENROLLING) or visit.seeker is not None:
        return visit
    return to_booths(visit, seeker=event.card, newly_registered=True, looking_around=False)


def _your_data(visit: Visit, event: YourData) -> Visit:
    return on_to(visit, Page.YOUR_DATA) if visit.page is Page.HOME and visit.seeker is not None else visit


def _face_wanted(visit: Visit, event: FaceWanted) -> Visit:
    fits = visit.page is Page.YOUR_DATA and visit.seeker is not None
    return on_to(visit, Page.FACE_OFFER, draft=Draft(intention=visit.draft.intention)) if fits else visit


def _face_given(visit: Visit, event: FaceGiven) -> Visit:
    if visit.page is not Page.ENROLLING or visit.seeker is None:
        return visit
    draft = replace(visit.draft, face=None, face_scope="none", face_later=False)
    return replace(visit, page=Page.YOUR_DATA, trail=(Page.HOME,), seeker=event.card, draft=draft)


RULES: dict[type, Callable[..., Visit]] = {
    Noted: _noted,
    DocumentWanted: _document_wanted,
    DocumentNoted: _document_noted,
    FaceKept: _face_kept,
    Registered: _registered,
    YourData: _your_data,
    FaceWanted: _face_wanted,
    FaceGiven: _face_given,
}
