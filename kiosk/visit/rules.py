"""The rules of a visit, one small function an event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from jobfair.wire import SeekerCard
from kiosk.visit.events import (
    Back,
    BeenBefore,
    BoothChosen,
    CardRefreshed,
    Change,
    CodeRight,
    CodeWrong,
    ConsentAnswered,
    DocumentNoted,
    DocumentWanted,
    Event,
    FaceAmbiguous,
    FaceGiven,
    FaceKept,
    FaceWanted,
    Finish,
    FirstTime,
    FormDone,
    Found,
    HandIn,
    LookAround,
    Noted,
    NotMe,
    OpeningChosen,
    PassInstead,
    PassWanted,
    Registered,
    Rendered,
    Reviewed,
    Show,
    SourceChosen,
    SubmissionsSaved,
    TakeBackShown,
    Ticked,
    Touched,
    TriesGiven,
    Trouble,
    WayChosen,
    Withdrawn,
    YourData,
)
from kiosk.visit.state import Draft, FaceScope, LastResume, Page, Visit, Way

MAX_WANTED = 10  # submissions a visit: DESIGN, promise 9

# Once past these there is no way back into them: who went through stays through, what is saved stays saved.
_NO_RETURN = frozenset(
    {Page.ATTRACT, Page.LOOKING, Page.CONFIRM_CODE, Page.ENROLLING, Page.SAVED, Page.FAREWELL}
)
_TO_WAYS_IN = frozenset(
    {Page.WELCOME, Page.NOT_RECOGNISED, Page.AMBIGUOUS, Page.FACE_CONSENT, Page.LOOKING}
    | {Page.SCAN_PASS, Page.DOCUMENT, Page.PHONE}
)
_TAKES_BACK = frozenset({Page.ATTRACT, Page.WELCOME, Page.WAYS_IN, Page.SCAN_PASS, Page.DOCUMENT, Page.PHONE})
_WITH_BOOTHS = frozenset({Page.HOME, Page.BOOTHS, Page.OPENING, Page.MAP})
_WAY_PAGES: dict[Way, Page] = {
    "face": Page.FACE_CONSENT,
    "pass": Page.SCAN_PASS,
    "document": Page.DOCUMENT,
    "phone": Page.PHONE,
}


def advance(visit: Visit, event: Event) -> Visit:
    """The visit after ``event``. An event that does not fit the page returns the visit unchanged."""
    if isinstance(event, Finish):
        return _wiped(visit)
    if isinstance(event, Trouble):
        return _after_trouble(visit, event)
    if isinstance(event, Back):
        return _back(visit)
    # A newer card comes by itself: what the seeker is being told stays.
    quiet = visit if isinstance(event, CardRefreshed) else replace(visit, notice="")
    after = _RULES[type(event)](quiet, event)
    return visit if after is quiet else after


def _to(visit: Visit, page: Page, **changes: object) -> Visit:
    """On to ``page``, remembering the way back; a page met before ends the way there, so no way runs in circles."""
    trail = visit.trail if visit.page in _NO_RETURN else (*visit.trail, visit.page)
    if page in trail:
        trail = trail[: trail.index(page)]
    return replace(visit, page=page, trail=trail, **changes)  # type: ignore[arg-type]


def _home(visit: Visit, **changes: object) -> Visit:
    """To the booths: the way that led here is closed behind. Who came to hand in goes on to that, if she may."""
    seeker = changes.get("seeker")
    if isinstance(seeker, SeekerCard) and visit.wanted and not seeker.of_age_to_submit:
        changes |= {"wanted": frozenset(), "notice": "under_16"}
    elif visit.wanted and visit.resume is None and seeker is not None:
        return replace(visit, page=Page.RESUME_SOURCE, trail=(Page.HOME,), **changes)  # type: ignore[arg-type]
    return replace(visit, page=Page.HOME, trail=(), **changes)  # type: ignore[arg-type]


def _wiped(visit: Visit) -> Visit:
    """A fresh visit; by way of the farewell page, which knows nothing, where something was saved."""
    if not visit.under_way:
        return visit
    handed_in = visit.page is Page.SAVED or bool(visit.submissions)
    saved = handed_in or (visit.newly_registered and visit.page is not Page.FAREWELL)
    return Visit(number=visit.number + 1, page=Page.FAREWELL if saved else Page.ATTRACT)


def _back(visit: Visit) -> Visit:
    if visit.page is Page.WELCOME and not visit.trail:
        return _wiped(visit)
    if not visit.can_go_back:
        return visit
    before = replace(visit, page=visit.trail[-1], trail=visit.trail[:-1], notice="")
    return replace(before, claim=None, tries_left=None, take_back=None)


def _touched(visit: Visit, event: Touched) -> Visit:
    return _to(visit, Page.WELCOME) if visit.page is Page.ATTRACT else visit


def _first_time(visit: Visit, event: FirstTime) -> Visit:
    fits = visit.page in (Page.WELCOME, Page.NOT_RECOGNISED, Page.WAYS_IN)
    return _to(visit, Page.REGISTER_CONSENT) if fits else visit


def _been_before(visit: Visit, event: BeenBefore) -> Visit:
    fits = visit.page in _TO_WAYS_IN
    return _to(visit, Page.WAYS_IN, claim=None) if fits else visit


def _look_around(visit: Visit, event: LookAround) -> Visit:
    fits = visit.seeker is None and visit.step in (1, 2)
    if not fits:
        return visit
    around = _home(replace(visit, draft=Draft()), looking_around=True, claim=None)
    return replace(around, trail=(Page.WELCOME,))


def _way_chosen(visit: Visit, event: WayChosen) -> Visit:
    fits = visit.page in (Page.WAYS_IN, Page.NOT_RECOGNISED, Page.AMBIGUOUS)
    return _to(visit, _WAY_PAGES[event.way], way=event.way, claim=None) if fits else visit


def _consent(visit: Visit, event: ConsentAnswered) -> Visit:
    if visit.page is Page.FACE_CONSENT:
        return _to(visit, Page.LOOKING) if event.given else _to(visit, Page.WAYS_IN, way=None)
    if visit.page is Page.REGISTER_CONSENT:
        return _to(visit, Page.REGISTER) if event.given else _back(visit)
    if visit.page is Page.FACE_OFFER:
        keep = event.given and event.face_scope != "none"
        scope: FaceScope = event.face_scope if keep else "none"
        draft = replace(visit.draft, face_scope=scope, face_later=keep and event.face_later, face=None)
        if not keep and visit.seeker is not None:
            return _back(visit)
        return _to(visit, Page.ENROLLING, draft=draft) if keep else replace(visit, draft=draft)
    return visit


def _found(visit: Visit, event: Found) -> Visit:
    if visit.page is Page.LOOKING and event.claim is None:
        return replace(visit, page=Page.NOT_RECOGNISED)
    if visit.page in (Page.LOOKING, Page.SCAN_PASS, Page.DOCUMENT, Page.PHONE):
        return _to(visit, Page.CONFIRM_CODE, claim=event.claim, tries_left=None)
    return visit


def _ambiguous(visit: Visit, event: FaceAmbiguous) -> Visit:
    return replace(visit, page=Page.AMBIGUOUS) if visit.page is Page.LOOKING else visit


def _not_me(visit: Visit, event: NotMe) -> Visit:
    return _to(visit, Page.WAYS_IN, claim=None, way=None) if visit.page is Page.CONFIRM_CODE else visit


def _pass_instead(visit: Visit, event: PassInstead) -> Visit:
    fits = visit.page is Page.CONFIRM_CODE and visit.claim is not None and visit.way != "pass"
    return _to(visit, Page.SCAN_PASS) if fits else visit


def _tries_given(visit: Visit, event: TriesGiven) -> Visit:
    fits = visit.page is Page.TOO_MANY_TRIES
    return replace(visit, page=Page.CONFIRM_CODE, trail=(Page.WELCOME,), tries_left=None) if fits else visit


def _at_factor(visit: Visit) -> bool:
    return visit.page is Page.CONFIRM_CODE or (visit.page is Page.SCAN_PASS and visit.claim is not None)


def _code_right(visit: Visit, event: CodeRight) -> Visit:
    if not _at_factor(visit):
        return visit
    return _home(
        visit, seeker=event.card, last_resume=event.resume, claim=None, looking_around=False, tries_left=None
    )


def _code_wrong(visit: Visit, event: CodeWrong) -> Visit:
    if not _at_factor(visit):
        return visit
    if event.left <= 0:  # the claim stays for the staff, who may give new tries
        return replace(visit, page=Page.TOO_MANY_TRIES, trail=(), tries_left=0)
    return replace(visit, page=Page.CONFIRM_CODE, tries_left=event.left, notice="wrong_code")


def _noted(visit: Visit, event: Noted) -> Visit:
    draft = event.draft
    if visit.page is Page.REGISTER:
        if draft.age == "under_14":
            return replace(visit, notice="under_14")
        return _to(visit, Page.INTENTION, draft=draft) if draft.name and draft.age else visit
    if visit.page is Page.INTENTION:
        return _to(visit, Page.CHOOSE_CODE, draft=draft) if draft.intention else visit
    if visit.page is Page.CHOOSE_CODE:
        return _to(visit, Page.FACE_OFFER, draft=draft) if draft.code else visit
    return visit


def _document_wanted(visit: Visit, event: DocumentWanted) -> Visit:
    return _to(visit, Page.REGISTER_DOCUMENT) if visit.page is Page.REGISTER else visit


def _document_noted(visit: Visit, event: DocumentNoted) -> Visit:
    draft = replace(visit.draft, document=event.document)
    if visit.page is Page.REGISTER_DOCUMENT and event.document is not None:
        return _to(visit, Page.REGISTER, draft=draft)
    return replace(visit, draft=draft) if visit.page is Page.REGISTER and event.document is None else visit


def _face_kept(visit: Visit, event: FaceKept) -> Visit:
    if visit.page is not Page.ENROLLING:
        return visit
    scope: FaceScope = visit.draft.face_scope if event.face else "none"
    return replace(visit, draft=replace(visit.draft, face=event.face, face_scope=scope))


def _registered(visit: Visit, event: Registered) -> Visit:
    if visit.page not in (Page.FACE_OFFER, Page.ENROLLING) or visit.seeker is not None:
        return visit
    return _home(visit, seeker=event.card, newly_registered=True, looking_around=False)


def _your_data(visit: Visit, event: YourData) -> Visit:
    return _to(visit, Page.YOUR_DATA) if visit.page is Page.HOME and visit.seeker is not None else visit


def _face_wanted(visit: Visit, event: FaceWanted) -> Visit:
    fits = visit.page is Page.YOUR_DATA and visit.seeker is not None
    return _to(visit, Page.FACE_OFFER, draft=Draft(intention=visit.draft.intention)) if fits else visit


def _face_given(visit: Visit, event: FaceGiven) -> Visit:
    if visit.page is not Page.ENROLLING or visit.seeker is None:
        return visit
    draft = replace(visit.draft, face=None, face_scope="none", face_later=False)
    return replace(visit, page=Page.YOUR_DATA, trail=(Page.HOME,), seeker=event.card, draft=draft)


def _show(visit: Visit, event: Show) -> Visit:
    if visit.page is Page.SAVED:
        return _home(visit, submissions=()) if event.page is Page.HOME else visit
    if visit.page not in _WITH_BOOTHS or visit.page is event.page:
        return visit
    if event.page is not Page.HOME:
        return _to(visit, event.page, booth=None)
    return replace(_home(visit), trail=(Page.WELCOME,) if visit.looking_around else ())


def _opening_chosen(visit: Visit, event: OpeningChosen) -> Visit:
    return _to(visit, Page.OPENING, opening=event.opening) if visit.page in _WITH_BOOTHS else visit


def _booth_chosen(visit: Visit, event: BoothChosen) -> Visit:
    if visit.page is Page.MAP:
        return replace(visit, booth=event.booth)
    return _to(visit, Page.MAP, booth=event.booth) if visit.page in _WITH_BOOTHS else visit


def _hand_in(visit: Visit, event: HandIn) -> Visit:
    if visit.page not in _WITH_BOOTHS:
        return visit
    if visit.seeker is not None and not visit.seeker.of_age_to_submit:
        return replace(visit, notice="under_16")
    wanted = visit.wanted | {event.opening} if event.opening else visit.wanted
    if len(wanted) > MAX_WANTED:
        return replace(visit, notice="too_many_openings")
    if visit.seeker is None:
        return _to(visit, Page.WELCOME, wanted=wanted)
    return _to(visit, Page.EMPLOYERS if visit.resume else Page.RESUME_SOURCE, wanted=wanted)


def _source_chosen(visit: Visit, event: SourceChosen) -> Visit:
    if visit.page is not Page.RESUME_SOURCE or visit.seeker is None:
        return visit
    if event.source == "last":
        last = visit.last_resume
        return _to(visit, Page.EMPLOYERS, resume=LastResume(last)) if last else visit
    if event.source == "intention":
        card = visit.draft.intention
        return _to(visit, Page.REVIEW, form=card.as_resume(), resume=None) if card else visit
    return _to(visit, Page.GUIDED_FORM if event.source == "form" else Page.RESUME_FILE)


def _form_done(visit: Visit, event: FormDone) -> Visit:
    if visit.page is Page.RESUME_FILE:
        return _to(visit, Page.READ_CHECK, form=event.form)
    if visit.page in (Page.GUIDED_FORM, Page.READ_CHECK):
        return _to(visit, Page.REVIEW, form=event.form, resume=None)
    return visit


def _rendered(visit: Visit, event: Rendered) -> Visit:
    return replace(visit, resume=event.resume) if visit.page is Page.REVIEW else visit


def _reviewed(visit: Visit, event: Reviewed) -> Visit:
    return _to(visit, Page.EMPLOYERS) if visit.page is Page.REVIEW and visit.resume else visit


def _change(visit: Visit, event: Change) -> Visit:
    return _to(visit, Page.GUIDED_FORM) if visit.page is Page.REVIEW else visit


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


def _take_back_shown(visit: Visit, event: TakeBackShown) -> Visit:
    """From wherever a code is read; another code on its page takes the place of the first."""
    if visit.page not in _TAKES_BACK | {Page.TAKE_BACK}:
        return visit
    return replace(visit, page=Page.TAKE_BACK, trail=(Page.WELCOME,), take_back=event.code, way=None, claim=None)


def _pass_wanted(visit: Visit, event: PassWanted) -> Visit:
    """And back to where it was wanted: what was saved is told again."""
    if visit.seeker is None:
        return visit
    if visit.page is Page.SAVED:
        return replace(visit, page=Page.TAKE_PASS, trail=(Page.SAVED,))
    return _to(visit, Page.TAKE_PASS) if visit.page in (Page.HOME, Page.YOUR_DATA) else visit


def _refreshed(visit: Visit, event: CardRefreshed) -> Visit:
    fits = visit.seeker is not None and visit.seeker.id == event.card.id
    return replace(visit, seeker=event.card) if fits else visit


def _after_trouble(visit: Visit, event: Trouble) -> Visit:
    if visit.page is Page.LOOKING and event.code in ("camera_lost", "device"):
        return replace(visit, page=Page.WAYS_IN, trail=(Page.WELCOME,), way=None, notice=event.code)
    return replace(visit, notice=event.code) if visit.under_way else visit


_RULES: dict[type, Callable[..., Visit]] = {
    Touched: _touched,
    FirstTime: _first_time,
    BeenBefore: _been_before,
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
    Noted: _noted,
    DocumentWanted: _document_wanted,
    DocumentNoted: _document_noted,
    FaceKept: _face_kept,
    Registered: _registered,
    YourData: _your_data,
    FaceWanted: _face_wanted,
    FaceGiven: _face_given,
    Show: _show,
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
    TakeBackShown: _take_back_shown,
    PassWanted: _pass_wanted,
    CardRefreshed: _refreshed,
}
