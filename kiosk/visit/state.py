"""What one visit is: the page, and all that is known of the person in front of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

from jobfair.seeker import IntentionCard, MatchingProfile, Resume
from jobfair.submission import Submission
from jobfair.taking_back import TakeBackCode
from jobfair.wire import SeekerCard, StoredFace
from kiosk.ports import DocumentNumber

if TYPE_CHECKING:
    from kiosk.desk.factors import Claim


class Page(StrEnum):
    """A page of the visit; each has a QML file of its own."""

    ATTRACT = "attract"
    WELCOME = "welcome"
    WAYS_IN = "ways_in"
    FACE_CONSENT = "face_consent"
    LOOKING = "looking"
    SCAN_PASS = "scan_pass"  # noqa: S105  a page, no password
    DOCUMENT = "document"
    PHONE = "phone"
    CONFIRM_CODE = "confirm_code"
    NOT_RECOGNISED = "not_recognised"
    AMBIGUOUS = "ambiguous"
    TOO_MANY_TRIES = "too_many_tries"
    TAKE_BACK = "take_back"
    REGISTER_CONSENT = "register_consent"
    REGISTER = "register"
    REGISTER_DOCUMENT = "register_document"
    INTENTION = "intention"
    CHOOSE_CODE = "choose_code"
    FACE_OFFER = "face_offer"
    ENROLLING = "enrolling"
    HOME = "home"
    BOOTHS = "booths"
    OPENING = "opening"
    MAP = "map"
    QUESTIONS = "questions"
    PROFILE = "profile"
    YOUR_DATA = "your_data"
    RESUME_SOURCE = "resume_source"
    GUIDED_FORM = "guided_form"
    RESUME_FILE = "resume_file"
    READ_CHECK = "read_check"
    REVIEW = "review"
    EMPLOYERS = "employers"
    SAVED = "saved"
    TAKE_PASS = "take_pass"  # noqa: S105  a page, no password
    FAREWELL = "farewell"


Way = Literal["face", "pass", "document", "phone"]
Age = Literal["under_14", "14_to_15", "16_up"]
FaceScope = Literal["none", "this_kiosk", "this_fair"]


@dataclass(frozen=True)
class Draft:
    """What a new seeker has said so far. Only in memory; gone when the visit ends without registering."""

    name: str = ""
    phone: str = ""
    document: DocumentNumber | None = None
    age: Age | None = None
    code: str = ""
    intention: IntentionCard | None = None
    face_scope: FaceScope = "none"
    face_later: bool = False
    face: StoredFace | None = None


@dataclass(frozen=True)
class LastResume:
    """The résumé that is stored sealed: id, date and pages are all that anyone here can know."""

    id: str


@dataclass(frozen=True)
class NewResume:
    """A résumé of this visit, with the page that the seeker has seen."""

    resume: Resume
    pdf: bytes
    pages: int
    missing: tuple[str, ...] = ()


ResumeChoice = LastResume | NewResume


@dataclass(frozen=True)
class Visit:
    """The state. ``number`` tells visits of one run apart; ``claim`` is what the way in led to (opaque
    here, and the same on every screen whether or not there is a record); ``seeker`` is there once the visit code was
    right, and ``last_resume`` then names the stored résumé, if there is one. ``take_back`` is a code that somebody
    showed who need not be known here. ``looking_for`` is what was said in this visit of the work that is looked for:
    of somebody who only looks around it is kept nowhere else."""

    number: int = 0
    page: Page = Page.ATTRACT
    trail: tuple[Page, ...] = ()
    way: Way | None = None
    claim: Claim | None = None
    seeker: SeekerCard | None = None
    last_resume: str | None = None
    looking_around: bool = False
    newly_registered: bool = False
    tries_left: int | None = None
    draft: Draft = field(default_factory=Draft)
    opening: str | None = None
    booth: str | None = None
    wanted: frozenset[str] = frozenset()
    resume: ResumeChoice | None = None
    form: Resume | None = None
    submissions: tuple[Submission, ...] = ()
    take_back: TakeBackCode | None = None
    notice: str = ""
    looking_for: MatchingProfile | None = None

    @property
    def profile(self) -> MatchingProfile | None:
        """What to match by: what was said in this visit, else what the record says; None for who said nothing."""
        if self.looking_for is not None:
            return self.looking_for
        return self.seeker.profile if self.seeker is not None else None

    @property
    def camera_use(self) -> Literal["face", "code"] | None:
        """What the camera may be on for, on this page."""
        if self.page in (Page.LOOKING, Page.ENROLLING):
            return "face"
        return "code" if self.page in _READ_CODES else None

    @property
    def step(self) -> int:
        """1 to 5 for the step dots; 0 where none are shown."""
        return _STEPS.get(self.page, 0)

    @property
    def can_go_back(self) -> bool:
        """On every page but those after which everything is done, and home once a record is open."""
        return self.page is Page.WELCOME or (bool(self.trail) and self.page not in (Page.SAVED, Page.FAREWELL))

    @property
    def under_way(self) -> bool:
        return self.page is not Page.ATTRACT


_READ_CODES = frozenset({Page.SCAN_PASS, Page.DOCUMENT, Page.REGISTER_DOCUMENT})
_STEPS: dict[Page, int] = (
    dict.fromkeys((Page.WELCOME, Page.WAYS_IN, Page.FACE_CONSENT, Page.LOOKING, Page.SCAN_PASS, Page.DOCUMENT), 1)
    | dict.fromkeys((Page.PHONE, Page.NOT_RECOGNISED, Page.AMBIGUOUS, Page.REGISTER_CONSENT), 1)
    | dict.fromkeys((Page.CONFIRM_CODE, Page.TOO_MANY_TRIES, Page.REGISTER, Page.REGISTER_DOCUMENT), 2)
    | dict.fromkeys((Page.INTENTION, Page.CHOOSE_CODE, Page.FACE_OFFER, Page.ENROLLING), 2)
    | dict.fromkeys((Page.HOME, Page.BOOTHS, Page.OPENING, Page.MAP, Page.YOUR_DATA), 3)
    | dict.fromkeys((Page.QUESTIONS, Page.PROFILE), 3)
    | dict.fromkeys((Page.RESUME_SOURCE, Page.GUIDED_FORM, Page.RESUME_FILE, Page.READ_CHECK), 4)
    | dict.fromkeys((Page.REVIEW, Page.EMPLOYERS), 4)
    | dict.fromkeys((Page.SAVED, Page.TAKE_PASS, Page.FAREWELL), 5)
)
