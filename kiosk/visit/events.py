"""What can happen in a visit: what the seeker does, and what the kiosk finds out for her."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from jobfair.seeker import MatchingProfile, Resume
from jobfair.submission import Submission
from jobfair.taking_back import TakeBackCode
from jobfair.wire import SeekerCard, StoredFace
from kiosk.ports import DocumentNumber
from kiosk.visit.state import Draft, FaceScope, NewResume, Page, Way

if TYPE_CHECKING:
    from kiosk.desk.factors import Claim


@dataclass(frozen=True)
class Touched:
    """Somebody touched the attract page."""


@dataclass(frozen=True)
class FirstTime:
    """First time here."""


@dataclass(frozen=True)
class BeenBefore:
    """Been here before."""


@dataclass(frozen=True)
class LookAgain:
    """Once more before the camera, which could not see her well. She has agreed to it in this visit."""


@dataclass(frozen=True)
class LookAround:
    """Without a name."""


@dataclass(frozen=True)
class WayChosen:
    way: Way


@dataclass(frozen=True)
class ConsentAnswered:
    """The answer to the question on this page (face look-up, registration, or keeping a face)."""

    given: bool
    face_scope: FaceScope = "none"
    face_later: bool = False


@dataclass(frozen=True)
class Found:
    """A way in has an answer: a claim to be opened by the visit code. None means that a face was nobody's."""

    claim: Claim | None


@dataclass(frozen=True)
class FaceAmbiguous:
    """Two people look alike to the kiosk: ask for another way, name nobody."""


@dataclass(frozen=True)
class NotMe:
    """The hint is another person's."""


@dataclass(frozen=True)
class PassInstead:
    """After a number or a face: the pass is to open it, in place of the visit code."""


@dataclass(frozen=True)
class TriesGiven:
    """Staff have seen who it is: she may try again."""


@dataclass(frozen=True)
class CodeRight:
    """The desk opened the record; ``resume`` names the stored résumé, if there is one."""

    card: SeekerCard
    resume: str | None = None


@dataclass(frozen=True)
class CodeWrong:
    """``left`` 0 leads to the desk."""

    left: int


@dataclass(frozen=True)
class Noted:
    """What a new seeker typed or tapped on this page; the draft as it now is."""

    draft: Draft


@dataclass(frozen=True)
class DocumentWanted:
    """A new seeker would like to be found by a document next time."""


@dataclass(frozen=True)
class DocumentNoted:
    """The document that she showed or typed; None takes it away again."""

    document: DocumentNumber | None


@dataclass(frozen=True)
class FaceKept:
    """Enrolment has its template; or None when it did not work and the visit goes on without."""

    face: StoredFace | None


@dataclass(frozen=True)
class Registered:
    card: SeekerCard


@dataclass(frozen=True)
class YourData:
    """She wants to see what she agreed to."""


@dataclass(frozen=True)
class FaceWanted:
    """Who is known here would like to be found by her face next time."""


@dataclass(frozen=True)
class FaceGiven:
    """The face of somebody who is known is kept; or not, and she goes on without."""

    card: SeekerCard


@dataclass(frozen=True)
class Show:
    """Go to one of the pages around home."""

    page: Literal[Page.HOME, Page.BOOTHS, Page.MAP, Page.QUESTIONS, Page.PROFILE]


@dataclass(frozen=True)
class LookingFor:
    """What work is looked for, as it now is: a question was answered, a word added or taken away, a file read."""

    profile: MatchingProfile


@dataclass(frozen=True)
class OpeningChosen:
    """One opening in detail."""

    opening: str


@dataclass(frozen=True)
class BoothChosen:
    """This booth's place on the map."""

    booth: str


@dataclass(frozen=True)
class HandIn:
    """Hand in a résumé; ``opening`` when one was meant in particular."""

    opening: str | None = None


@dataclass(frozen=True)
class SourceChosen:
    source: Literal["last", "form", "file", "intention"]


@dataclass(frozen=True)
class FormDone:
    """The form, or what was read from a file, as the seeker left it."""

    form: Resume


@dataclass(frozen=True)
class Rendered:
    """The page is ready to be looked at."""

    resume: NewResume


@dataclass(frozen=True)
class Reviewed:
    """The seeker has seen the résumé and goes on."""


@dataclass(frozen=True)
class Change:
    """Back to the form with what is there."""


@dataclass(frozen=True)
class Ticked:
    opening: str
    on: bool


@dataclass(frozen=True)
class SubmissionsSaved:
    """The outbox holds them durably."""

    submissions: tuple[Submission, ...]


@dataclass(frozen=True)
class Withdrawn:
    submission: str


@dataclass(frozen=True)
class TakeBackShown:
    """The code of a slip was scanned: what was handed in with it can be taken back, without a log-in."""

    code: TakeBackCode


@dataclass(frozen=True)
class PassWanted:
    """She wants to take her pass along."""


@dataclass(frozen=True)
class CardRefreshed:
    """The desk has a newer card of this seeker (a receipt came in, a status changed)."""

    card: SeekerCard


@dataclass(frozen=True)
class Trouble:
    """Something failed; ``code`` is an error's or a reason's. The page says what still works."""

    code: str


@dataclass(frozen=True)
class Back:
    pass


@dataclass(frozen=True)
class Finish:
    """Finished, cancelled, walked away, or an error nobody foresaw: the wipe."""


Event = (
    PassInstead | TriesGiven | LookAgain
    | Touched | FirstTime | BeenBefore | LookAround | WayChosen | ConsentAnswered | Found | FaceAmbiguous | NotMe
    | CodeRight | CodeWrong | Noted | FaceKept | Registered | Show | OpeningChosen | BoothChosen | HandIn
    | SourceChosen | FormDone | Rendered | Reviewed | Change | Ticked | SubmissionsSaved | Withdrawn
    | DocumentWanted | DocumentNoted | TakeBackShown | PassWanted | CardRefreshed | Trouble | Back | Finish
    | YourData | FaceWanted | FaceGiven | LookingFor
)  # fmt: skip
