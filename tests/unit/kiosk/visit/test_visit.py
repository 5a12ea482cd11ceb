"""The visit's rules: stories, and a machine that tries everything."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from jobfair.second_factor import Verifier
from jobfair.seeker import IntentionCard, JobWish, MatchingProfile, Resume
from jobfair.submission import Submission
from jobfair.taking_back import TakeBackCode
from jobfair.wire import CardResume, SeekerCard
from kiosk.desk.factors import Claim
from kiosk.ports import DocumentNumber
from kiosk.visit import Draft, LastResume, NewResume, Page, Visit, advance
from kiosk.visit import events as e

NOW = datetime(2026, 3, 21, 10, 0, tzinfo=UTC)
CARD = SeekerCard(
    id="s1",
    masked_name="张**",
    language="zh",
    verifier=Verifier(salt="AA==", hash="AA=="),
    wish=JobWish(titles=("装配",)),
    profile=MatchingProfile(id="s1"),
    resume=CardResume(id="r1", date=NOW, pages=1),
)
INTENTION = IntentionCard(kind_of_work="装配", years="1_to_3", contact="19900001234", name="张伟")
WISH = MatchingProfile(id="guest", majors=("会计学",), chosen=("kind:finance",))
CLAIM = Claim("face", "s1", (CARD,))
NEW = NewResume(Resume(), b"%PDF", 1)
CODE = TakeBackCode(b"s" * 16, ("u1",))
SENT = Submission("u1", "s1", "O1", "r1", "K1-0001", NOW, "00" * 16)


def walk(*steps: e.Event, start: Visit | None = None) -> Visit:
    visit = start or Visit()
    for step in steps:
        visit = advance(visit, step)
    return visit


def at_home(**changes: object) -> Visit:
    return replace(Visit(page=Page.HOME, seeker=CARD, last_resume="r1"), **changes)  # type: ignore[arg-type]


DOCUMENT = DocumentNumber("resident_id", "11010519491231002X")
TO_THE_CODE = (e.Touched(), e.BeenBefore(), e.WayChosen("phone"), e.Found(CLAIM))


def test_returning_seeker_with_right_code_arrives_at_home() -> None:
    visit = walk(*TO_THE_CODE, e.CodeRight(CARD, "r1"))
    assert visit.page is Page.HOME
    assert visit.seeker == CARD
    assert visit.claim is None


def test_candidate_before_the_code_opens_nothing() -> None:
    visit = walk(*TO_THE_CODE)
    assert visit.page is Page.CONFIRM_CODE
    assert visit.seeker is None


def test_unknown_phone_number_leads_to_the_same_page_as_a_known_one() -> None:
    nobody = Claim()
    known, unknown = walk(*TO_THE_CODE), walk(*TO_THE_CODE[:-1], e.Found(nobody))
    assert (known.page, known.notice, known.tries_left) == (unknown.page, unknown.notice, unknown.tries_left)


def test_wrong_code_twice_says_so_twice_and_then_leads_to_the_desk() -> None:
    twice = walk(*TO_THE_CODE, e.CodeWrong(2), e.CodeWrong(1))
    assert (twice.page, twice.notice, twice.tries_left) == (Page.CONFIRM_CODE, "wrong_code", 1)
    assert walk(e.CodeWrong(0), start=twice).page is Page.TOO_MANY_TRIES


def test_refused_face_consent_returns_to_the_ways_in_and_the_camera_stays_off() -> None:
    visit = walk(e.Touched(), e.BeenBefore(), e.WayChosen("face"), e.ConsentAnswered(False))
    assert visit.page is Page.WAYS_IN
    assert visit.camera_use is None


def test_nobody_recognised_names_no_one_and_offers_the_other_ways() -> None:
    visit = walk(e.Touched(), e.BeenBefore(), e.WayChosen("face"), e.ConsentAnswered(True), e.Found(None))
    assert visit.page is Page.NOT_RECOGNISED
    assert walk(e.WayChosen("phone"), start=visit).page is Page.PHONE


def test_lost_camera_while_looking_returns_to_the_ways_in_with_a_notice() -> None:
    visit = walk(e.Touched(), e.BeenBefore(), e.WayChosen("face"), e.ConsentAnswered(True), e.Trouble("camera_lost"))
    assert (visit.page, visit.notice) == (Page.WAYS_IN, "camera_lost")


def test_first_visit_registers_and_may_use_the_intention_card_as_resume() -> None:
    draft = Draft(name="张伟", phone="19900001234", age="16_up")
    visit = walk(e.Touched(), e.FirstTime(), e.ConsentAnswered(True), e.Noted(draft))
    assert visit.page is Page.INTENTION
    visit = walk(e.Noted(replace(draft, intention=INTENTION)), start=visit)
    coded = e.Noted(replace(visit.draft, code="402913"))
    visit = walk(coded, e.ConsentAnswered(False), e.Registered(CARD), start=visit)
    assert (visit.page, visit.newly_registered) == (Page.HOME, True)
    visit = walk(e.HandIn("O1"), e.SourceChosen("intention"), start=visit)
    assert visit.page is Page.REVIEW
    assert visit.form is not None and visit.form.basics.label == "装配"


def test_child_under_14_cannot_register_and_may_look_around() -> None:
    visit = walk(e.Touched(), e.FirstTime(), e.ConsentAnswered(True), e.Noted(Draft(name="x", age="under_14")))
    assert (visit.page, visit.notice) == (Page.REGISTER, "under_14")
    assert walk(e.LookAround(), start=visit).page is Page.HOME


def test_looking_around_never_submits_and_asks_for_registration_first() -> None:
    visit = walk(e.Touched(), e.LookAround(), e.OpeningChosen("O1"), e.HandIn("O1"))
    assert (visit.page, visit.wanted) == (Page.WELCOME, frozenset({"O1"}))
    visit = walk(e.BeenBefore(), e.WayChosen("phone"), e.Found(CLAIM), e.CodeRight(CARD, "r1"), start=visit)
    assert visit.page is Page.RESUME_SOURCE


def test_seeker_under_16_is_told_and_nothing_is_wanted() -> None:
    young = CARD.model_copy(update={"of_age_to_submit": False})
    visit = walk(e.HandIn("O1"), start=at_home(seeker=young))
    assert (visit.page, visit.notice, visit.wanted) == (Page.HOME, "under_16", frozenset())


def test_seeker_under_16_who_came_to_hand_in_lands_at_the_booths_and_is_told() -> None:
    young = CARD.model_copy(update={"of_age_to_submit": False})
    at_code = Visit(page=Page.CONFIRM_CODE, wanted=frozenset({"O1"}))
    visit = advance(at_code, e.CodeRight(young, "r1"))
    assert (visit.page, visit.notice, visit.wanted) == (Page.HOME, "under_16", frozenset())


def test_last_resume_goes_straight_to_the_employers_unopened() -> None:
    visit = walk(e.HandIn("O1"), e.SourceChosen("last"), start=at_home())
    assert (visit.page, visit.resume) == (Page.EMPLOYERS, LastResume("r1"))


def test_saved_offers_no_way_back_and_home_goes_on() -> None:
    visit = walk(e.HandIn("O1"), e.SourceChosen("last"), e.SubmissionsSaved((SENT,)), start=at_home())
    assert visit.page is Page.SAVED
    assert walk(e.Back(), start=visit) == visit
    onward = walk(e.Show(Page.HOME), start=visit)
    assert (onward.page, onward.submissions, onward.resume) == (Page.HOME, (), LastResume("r1"))


def test_finish_on_any_page_leaves_nothing_of_the_person() -> None:
    for page in Page:
        if page is Page.ATTRACT:
            continue
        full = Visit(7, page, (Page.HOME,), "face", CLAIM, CARD, "r1", False, True, 1, Draft("n"), "O1", "A01",
                     frozenset({"O1"}), NEW, Resume(), (SENT,), "x")  # fmt: skip
        after = advance(full, e.Finish())
        assert after == Visit(number=8, page=after.page)
        assert after.page in (Page.ATTRACT, Page.FAREWELL)


ANY_EVENT = st.sampled_from(
    [
        e.Touched(), e.FirstTime(), e.BeenBefore(), e.LookAround(), e.WayChosen("face"), e.WayChosen("phone"),
        e.WayChosen("pass"), e.WayChosen("document"), e.ConsentAnswered(True, "this_kiosk"), e.ConsentAnswered(False),
        e.LookAgain(),
        e.Found(CLAIM), e.Found(None), e.FaceAmbiguous(), e.NotMe(), e.CodeRight(CARD, "r1"), e.CodeWrong(2),
        e.CodeWrong(0),
        e.Noted(Draft("n", "1", age="16_up", code="402913", intention=INTENTION)), e.Noted(Draft()), e.FaceKept(None),
        e.Registered(CARD), e.Show(Page.HOME), e.Show(Page.BOOTHS), e.Show(Page.MAP), e.OpeningChosen("O1"),
        e.BoothChosen("A01"), e.HandIn("O2"), e.HandIn(), e.SourceChosen("last"), e.SourceChosen("form"),
        e.SourceChosen("file"), e.SourceChosen("intention"), e.FormDone(Resume()), e.Rendered(NEW), e.Reviewed(),
        e.Change(), e.Ticked("O3", True), e.Ticked("O3", False), e.SubmissionsSaved((SENT,)), e.Withdrawn("u1"),
        e.Show(Page.QUESTIONS), e.Show(Page.PROFILE), e.LookingFor(WISH),
        e.CardRefreshed(CARD), e.Trouble("camera_lost"), e.Trouble("disk_full"), e.Back(), e.Finish(),
        e.TakeBackShown(CODE), e.PassWanted(), e.DocumentWanted(), e.DocumentNoted(DOCUMENT), e.DocumentNoted(None),
    ]
)  # fmt: skip


def test_document_of_a_new_seeker_is_held_in_the_draft_alone_and_can_be_taken_away() -> None:
    visit = walk(e.Touched(), e.FirstTime(), e.ConsentAnswered(True), e.DocumentWanted())
    assert (visit.page, visit.camera_use) == (Page.REGISTER_DOCUMENT, "code")
    assert walk(e.Back(), start=visit).page is Page.REGISTER
    visit = walk(e.DocumentNoted(DOCUMENT), start=visit)
    assert (visit.page, visit.draft.document) == (Page.REGISTER, DOCUMENT)
    assert DOCUMENT.number not in repr(visit)
    assert walk(e.Back(), start=visit).page is Page.REGISTER_CONSENT
    assert walk(e.DocumentNoted(None), start=visit).draft.document is None
    assert walk(e.Finish(), start=visit) == Visit(number=1)


def test_document_that_comes_on_another_page_changes_nothing() -> None:
    for visit in (at_home(), walk(*TO_THE_CODE), walk(e.Touched(), e.FirstTime())):
        assert advance(visit, e.DocumentNoted(DOCUMENT)) is visit
        assert advance(visit, e.DocumentWanted()) is visit


def test_newer_card_that_comes_by_itself_leaves_what_is_being_said() -> None:
    visit = walk(e.CardRefreshed(CARD.model_copy(update={"language": "en"})), start=at_home(notice="printer_lost"))
    assert visit.notice == "printer_lost"
    assert visit.seeker is not None
    assert visit.seeker.language == "en"


def test_code_for_taking_back_leads_to_its_page_from_wherever_codes_are_read_and_opens_no_record() -> None:
    for steps in ((), (e.Touched(),), (e.Touched(), e.BeenBefore()), TO_THE_CODE[:-1]):
        visit = walk(*steps, e.TakeBackShown(CODE))
        assert (visit.page, visit.take_back, visit.seeker) == (Page.TAKE_BACK, CODE, None)
        assert walk(e.Back(), start=visit) == Visit(page=Page.WELCOME)
        assert walk(e.Finish(), start=visit) == Visit(number=1)


def test_code_for_taking_back_when_shown_elsewhere_changes_nothing() -> None:
    for visit in (at_home(), walk(*TO_THE_CODE), Visit(page=Page.SAVED)):
        assert advance(visit, e.TakeBackShown(CODE)) is visit


class AnyVisit(RuleBasedStateMachine):
    """Any event on any page, in any order: late answers and double taps included."""

    def __init__(self) -> None:
        super().__init__()
        self.visit = Visit()
        self.proven = False

    @rule(event=ANY_EVENT)
    def happens(self, event: e.Event) -> None:
        before = self.visit
        self.visit = advance(before, event)
        if self.visit.number != before.number:
            self.proven = False
        if isinstance(event, e.CodeRight) and before.page is Page.CONFIRM_CODE:
            self.proven = True
        if isinstance(event, e.Registered) and before.page in (Page.FACE_OFFER, Page.ENROLLING):
            self.proven = True
        if isinstance(event, e.SubmissionsSaved) and self.visit.page is Page.SAVED:
            assert before.page in (Page.EMPLOYERS, Page.SAVED)

    @invariant()
    def a_record_is_open_only_after_proof(self) -> None:
        assert self.proven or self.visit.seeker is None

    @invariant()
    def the_camera_is_on_only_where_the_page_says_so(self) -> None:
        if self.visit.page in (Page.ATTRACT, Page.WELCOME, Page.FACE_CONSENT, Page.HOME, Page.SAVED):
            assert self.visit.camera_use is None

    @invariant()
    def attract_and_farewell_know_nobody(self) -> None:
        if self.visit.page in (Page.ATTRACT, Page.FAREWELL):
            assert replace(self.visit, notice="") == Visit(number=self.visit.number, page=self.visit.page)

    @invariant()
    def the_way_back_is_short_and_never_into_another_visit(self) -> None:
        assert Page.SAVED not in self.visit.trail
        assert Page.ATTRACT not in self.visit.trail

    @invariant()
    def a_code_for_taking_back_is_held_on_its_page_alone(self) -> None:
        assert (self.visit.take_back is not None) == (self.visit.page is Page.TAKE_BACK)

    @invariant()
    def what_is_looked_for_is_gone_with_the_visit(self) -> None:
        if self.visit.looking_for is not None:
            assert self.visit.under_way
            assert self.visit.page is not Page.FAREWELL

    @invariant()
    def no_more_openings_than_a_visit_may_have(self) -> None:
        assert len(self.visit.wanted) <= 10


AnyVisit.TestCase.settings = settings(max_examples=150, stateful_step_count=60, deadline=None)
TestAnyVisit = AnyVisit.TestCase


def test_pass_wanted_from_what_was_saved_comes_back_to_it_and_ends_with_the_farewell() -> None:
    saved = at_home(page=Page.SAVED, submissions=(SENT,))
    taking = advance(saved, e.PassWanted())
    assert taking.page is Page.TAKE_PASS
    assert advance(taking, e.Back()) == saved
    assert advance(taking, e.Finish()).page is Page.FAREWELL
    assert advance(at_home(seeker=None), e.PassWanted()).page is Page.HOME
    assert walk(e.PassWanted(), e.Back(), start=at_home()).page is Page.HOME


def test_look_again_when_the_camera_could_not_see_goes_back_before_it_and_only_where_she_agreed() -> None:
    looking = walk(e.Touched(), e.BeenBefore(), e.WayChosen("face"), e.ConsentAnswered(True))
    assert walk(e.Found(None), e.LookAgain(), start=looking) == looking
    other_way = replace(looking, page=Page.NOT_RECOGNISED, way="phone")
    assert advance(other_way, e.LookAgain()) is other_way
    assert walk(e.Touched(), e.LookAgain()).page is Page.WELCOME


def test_pass_after_a_face_keeps_the_claim_and_opens_it() -> None:
    at_code = Visit(page=Page.CONFIRM_CODE, way="face", claim=CLAIM, trail=(Page.WELCOME, Page.WAYS_IN, Page.LOOKING))
    scanning = advance(at_code, e.PassInstead())
    assert (scanning.page, scanning.claim) == (Page.SCAN_PASS, CLAIM)
    assert advance(scanning, e.CodeRight(CARD)).seeker == CARD
    wrong = advance(scanning, e.CodeWrong(2))
    assert (wrong.page, wrong.claim, wrong.notice) == (Page.CONFIRM_CODE, CLAIM, "wrong_code")
    for way in ("pass", "number"):
        without = replace(at_code, claim=replace(CLAIM, way=way))
        assert advance(without, e.PassInstead()) is without, "a pass opens neither what a pass named nor a phone number"
    no_claim = Visit(page=Page.SCAN_PASS, way="pass")
    assert advance(no_claim, e.CodeRight(CARD)) is no_claim


def test_staff_give_tries_only_on_the_locked_page_and_to_whom_it_locked() -> None:
    at_code = Visit(page=Page.CONFIRM_CODE, way="phone", claim=CLAIM)
    assert advance(at_code, e.TriesGiven()) is at_code
    locked = advance(at_code, e.CodeWrong(0))
    assert (locked.page, locked.claim) == (Page.TOO_MANY_TRIES, CLAIM)
    again = advance(locked, e.TriesGiven())
    assert (again.page, again.claim, again.tries_left) == (Page.CONFIRM_CODE, CLAIM, None)
    assert advance(locked, e.LookAround()).claim is None


def test_guest_who_answers_is_matched_by_it_and_the_wipe_leaves_nothing() -> None:
    around = walk(e.Touched(), e.LookAround())
    assert around.profile is None
    told = walk(e.Show(Page.QUESTIONS), e.LookingFor(WISH), e.Show(Page.HOME), start=around)
    assert (told.page, told.profile, told.seeker) == (Page.HOME, WISH, None)
    assert walk(e.Finish(), start=told) == Visit(number=1)
    assert walk(e.Back(), start=told).page is Page.WELCOME


def test_wish_that_comes_on_another_page_changes_nothing() -> None:
    for visit in (at_home(), walk(*TO_THE_CODE), Visit(page=Page.SAVED)):
        assert advance(visit, e.LookingFor(WISH)) is visit


def test_profile_after_a_resume_was_read_goes_back_to_it() -> None:
    checking = at_home(page=Page.READ_CHECK, trail=(Page.HOME, Page.RESUME_SOURCE, Page.RESUME_FILE), form=Resume())
    correcting = walk(e.Show(Page.PROFILE), e.LookingFor(WISH), start=checking)
    assert correcting.page is Page.PROFILE
    for on in (e.Back(), e.Show(Page.HOME)):
        after = walk(on, start=correcting)
        assert (after.page, after.profile) == (Page.READ_CHECK, WISH)


def test_somebody_who_opens_a_record_after_looking_around_keeps_what_she_said_in_this_visit() -> None:
    told = walk(e.Touched(), e.LookAround(), e.Show(Page.QUESTIONS), e.LookingFor(WISH), e.Show(Page.HOME))
    known = walk(e.HandIn("O1"), e.BeenBefore(), e.WayChosen("phone"), e.Found(CLAIM), e.CodeRight(CARD), start=told)
    assert known.seeker is CARD
    assert known.profile is not None
    assert (known.profile.id, known.profile.majors, known.profile.chosen) == ("s1", WISH.majors, WISH.chosen)
