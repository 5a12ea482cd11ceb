"""A new seeker: consent, the express form, the intention card, the visit code, and whether a face may be kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import QTimer

from jobfair.consent import Purpose
from jobfair.errors import JobFairError
from jobfair.numbers import phone_number
from jobfair.second_factor import is_visit_code
from jobfair.seeker import IntentionCard
from jobfair.text import all_of
from jobfair.wire import SeekerCard, StoredFace
from kiosk.identity.tracker import NotPassed
from kiosk.ports import Probe
from kiosk.visit import Page
from kiosk.visit import events as e
from kiosk.visit.state import Age
from ui.arrival_controller import AGAIN_MS
from ui.consent_rows import consent_rows
from ui.face_offer import FaceOffer
from ui.factor_controller import CODE_LENGTH
from ui.fair_texts import FairTexts
from ui.look_progress import LookProgress
from ui.page_controller import Args, PageController, View
from ui.stage import Stage
from ui.watcher import Answer, Told, Watcher

ENROL_SECONDS = 20
WORKS_SHOWN = 8
NOT_SURE = "?"  # a choice beside the kinds of work: she is asked at the booths
NAME_LONGEST = 200

_AGES: dict[str, Age] = {"under_14": "under_14", "14_to_15": "14_to_15", "16_up": "16_up"}
_YEARS = ("none", "under_1", "1_to_3", "3_to_5", "over_5")


class JoiningController(PageController):
    """What is typed stays here and in the visit's draft, in memory, until the seeker has registered."""

    pages = frozenset(
        {Page.REGISTER_CONSENT, Page.REGISTER, Page.INTENTION, Page.CHOOSE_CODE, Page.FACE_OFFER, Page.ENROLLING}
    )

    def __init__(self, stage: Stage, watcher: Watcher) -> None:
        super().__init__(stage)
        self._watcher = watcher
        self._offer = FaceOffer(stage)
        self._second = QTimer(stage)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._tick)
        watcher.told.connect(self._told)
        self._look = LookProgress("measure", "enrolling")
        self.forget()

    def forget(self) -> None:
        self._name = self._phone = self._work = self._other = self._year = self._contact = ""
        self._age: Age | None = None
        self._problems: dict[str, str] = {}
        self._typed = self._first = self._code_problem = ""
        self._offer.forget()
        self._face_failed = False
        self._busy = False

    # --- what is shown

    def view(self, page: Page) -> View:
        if page is Page.REGISTER_CONSENT:
            return {"rows": consent_rows(self.stage, Purpose.RESUME, self._until())}
        if page is Page.REGISTER:
            problems = dict(self._problems)
            if self.visit.notice == "under_14":
                problems["age"] = "under_14"
            return {"name": self._name, "phone": self._phone, "age": self._age or "", "problems": problems,
                    "can_go_on": bool(self._name.strip() and self._age), **self._document_view()}  # fmt: skip
        if page is Page.INTENTION:
            return self._intention_view()
        if page is Page.CHOOSE_CODE:
            return {"stage": "repeat" if self._first else "choose", "entered": len(self._typed),
                    "length": CODE_LENGTH, "problem": self._code_problem, "busy": self._busy}  # fmt: skip
        if page is Page.FACE_OFFER:
            return {**self._offer.view(), "busy": self._busy}
        return self._look.view(self.stage.film)

    def _document_view(self) -> View:
        """Of a document its kind and its last two places: who looks over a shoulder learns no number."""
        document = self.visit.draft.document
        offered = bool(self.stage.kiosk.desk.fair().settings.document_kinds)
        shown = {"kind": document.kind, "end": document.number[-2:]} if document else {"kind": "", "end": ""}
        return {"document": shown, "documents_offered": offered}

    def _intention_view(self) -> View:
        say = self.stage.words.tr
        contacts = (["phone"] if self.visit.draft.phone else []) + ["desk"]
        return {
            "works": [
                *({"value": work, "label": work} for work in self._works()),
                {"value": NOT_SURE, "label": say("intention.not_sure")},
            ],
            "work": self._work if not self._other else "",
            "other": self._other,
            "years": [{"value": year, "label": say(f"intention.year.{year}")} for year in _YEARS],
            "year": self._year,
            "contacts": [{"value": kind, "label": say(f"intention.contact.{kind}")} for kind in contacts],
            "contact": self._contact,
            "can_go_on": bool((self._other.strip() or self._work) and self._year and self._contact),
        }

    def _works(self) -> list[str]:
        """The kinds of work with most openings here, one an industry first, in the language of the moment."""
        fair, language = self.stage.fair, self.stage.language
        counted: Counter[str] = Counter()
        industry_of: dict[str, str] = {}
        for opening in fair.openings:
            title = self.stage.text(opening.title)
            counted[title] += opening.headcount or 1
            employer = fair.employer_of(opening)
            industry_of[title] = "/".join(all_of(employer.industry)) if employer else ""
        shown: list[str] = []
        seen: set[str] = set()
        short = 8 if language == "zh" else 22
        for title, _ in counted.most_common():
            if industry_of[title] not in seen and len(title) <= short:
                seen.add(industry_of[title])
                shown.append(title)
        return shown[:WORKS_SHOWN]

    def _until(self) -> str:
        keep = self.stage.kiosk.desk.fair().settings.keep_days
        return FairTexts(self.stage).long_day(self.stage.kiosk.clock.now() + timedelta(days=keep))

    # --- what can be done

    def act(self, page: Page, name: str, args: Args) -> None:
        match page, name:
            case (Page.REGISTER_CONSENT, "consent"):
                self.stage.advance(e.ConsentAnswered(bool(args["given"])))
            case (Page.REGISTER, "edit"):
                self._edit(str(args["field"]), str(args["value"]))
            case (Page.REGISTER, "age"):
                self._age = _AGES[str(args["age"])]
                self.stage.changed.emit()
            case (Page.REGISTER, "document"):
                self.stage.advance(e.DocumentWanted())
            case (Page.REGISTER, "no_document"):
                self.stage.advance(e.DocumentNoted(None))
            case (Page.REGISTER, "next"):
                self._register_next()
            case (Page.REGISTER, "look_around"):
                self.stage.advance(e.LookAround())
            case (Page.INTENTION, "pick" | "edit"):
                self._intend(name, str(args["field"]), str(args["value"]))
            case (Page.INTENTION, "next"):
                self._intention_next()
            case (Page.CHOOSE_CODE, _):
                self._code(name, str(args.get("digit", "")))
            case (Page.FACE_OFFER, "scope"):
                self._offer.tick(str(args["scope"]))
                self.stage.changed.emit()
            case (Page.FACE_OFFER, "consent"):
                self._face_answer(bool(args["given"]))
            case (Page.ENROLLING, "skip" | "cancel"):
                self._face_failed = False
                self._face_kept(None)

    def _edit(self, field: str, value: str) -> None:
        if field == "name":
            self._name = value[:NAME_LONGEST]
        else:
            self._phone = value[:200]
        self._problems.pop(field, None)
        self.stage.changed.emit()

    def _register_next(self) -> None:
        phone = phone_number(self._phone) if self._phone.strip() else ""
        if phone is None:
            self._problems["phone"] = "not_a_phone"
            self.stage.changed.emit()
            return
        draft = replace(self.visit.draft, name=self._name.strip(), phone=phone, age=self._age)
        self.stage.advance(e.Noted(draft))

    def _intend(self, name: str, field: str, value: str) -> None:
        if field == "work" and name == "edit":
            self._other = value[:60]
        elif field == "work":
            self._work, self._other = value, ""
        elif field == "year":
            self._year = value
        else:
            self._contact = value
        self.stage.changed.emit()

    def _intention_next(self) -> None:
        draft = self.visit.draft
        year = next((known for known in _YEARS if known == self._year), None)
        work = self._other.strip() or self._work
        if year is None or not work:
            return
        contact = draft.phone if self._contact == "phone" else ""
        work = "" if work == NOT_SURE else work
        card = IntentionCard(kind_of_work=work, years=year, contact=contact, name=draft.name)
        self.stage.advance(e.Noted(replace(draft, intention=card)))

    def _code(self, name: str, digit: str) -> None:
        if self._busy:
            return
        if name == "digit":
            self._typed = (self._typed + digit)[:CODE_LENGTH]
            self._code_problem = ""
        elif name in ("erase", "clear"):
            self._typed = self._typed[:-1] if name == "erase" else ""
        elif name == "confirm" and len(self._typed) == CODE_LENGTH:
            self._code_confirmed()
            return
        self.stage.changed.emit()

    def _code_confirmed(self) -> None:
        typed, self._typed = self._typed, ""
        if not self._first:
            document = self.visit.draft.document
            if is_visit_code(typed, self.visit.draft.phone, document.number if document else ""):
                self._first = typed
            else:
                self._code_problem = "too_simple"
            self.stage.changed.emit()
        elif typed != self._first:
            self._first, self._code_problem = "", "mismatch"
            self.stage.changed.emit()
        else:
            self._first = ""
            self.stage.advance(e.Noted(replace(self.visit.draft, code=typed)))
            allowed = self.stage.camera is not None and self.stage.kiosk.desk.may_enrol(self.visit.draft.age)
            if self.visit.page is Page.FACE_OFFER and not allowed:
                self._face_answer(False)

    # --- the face, and the end of it

    def entered(self, page: Page) -> None:
        self._busy = False
        if page is Page.CHOOSE_CODE:
            self._typed = self._first = self._code_problem = ""
        elif page is Page.FACE_OFFER:
            self._offer.forget()
        elif page is Page.ENROLLING:
            self._look.begin(ENROL_SECONDS, self.stage.kiosk.desk.fair().settings.face.liveness)
            self._look_at_face()
            self._second.start()
        if page is Page.INTENTION and not self._contact:
            self._contact = "phone" if self.visit.draft.phone else "desk"

    def left(self, page: Page) -> None:
        self._second.stop()
        if page is Page.ENROLLING:
            self._watcher.rest()

    def _face_answer(self, given: bool) -> None:
        if self._busy:
            return
        if given and self._offer.scope == "none":
            self.stage.advance(e.Trouble("choose_scope"))
            return
        known = self.visit.seeker is not None
        self.stage.advance(e.ConsentAnswered(given, self._offer.scope, self._offer.later))
        if not given and not known:
            self._register()

    def _look_at_face(self) -> None:
        if self.visit.page is Page.ENROLLING:
            self._watcher.watch("enrol", self._enrolled, self._look.liveness)

    def _enrolled(self, answer: Answer) -> None:
        if isinstance(answer, Probe):
            self._face_kept(self.stage.kiosk.desk.stored_face(answer))
        elif isinstance(answer, NotPassed) and self._look.doubted():
            self.stage.changed.emit()
            QTimer.singleShot(AGAIN_MS, self.stage, self._look_at_face)
        else:
            self._face_failed = True
            self._face_kept(None)

    def _face_kept(self, face: StoredFace | None) -> None:
        if self.visit.page is not Page.ENROLLING or self._busy:
            return
        self._watcher.rest()
        self._second.stop()
        if face is not None:
            self._look.done()
        self.stage.advance(e.FaceKept(face))
        if self.visit.seeker is not None:
            self._keep_later(self.visit.seeker)
        else:
            self._register()

    def _keep_later(self, seeker: SeekerCard) -> None:
        """Of somebody who is registered already: her face as far as she said, or nothing."""
        draft, language, desk = self.visit.draft, self.stage.language, self.stage.kiosk.desk
        face = draft.face
        if face is None:
            self._face_failed = False
            self.stage.advance(e.FaceGiven(seeker))
            self.stage.advance(e.Trouble("no_face_kept"))
            return
        self._busy = True

        def done(card: SeekerCard) -> None:
            self.stage.advance(e.FaceGiven(card))
            self.stage.advance(e.Trouble("face_given"))
            self.stage.wake_sync()

        def failed(error: JobFairError) -> None:
            self._busy = False
            self.stage.advance(e.FaceGiven(seeker))
            self.stage.advance(e.Trouble(error.code))

        scope, later = draft.face_scope, draft.face_later
        self.stage.run(lambda: desk.give_face(seeker, face, scope, later, language), done, failed)

    def _register(self) -> None:
        """Card and sealed registration, off the drawing thread; then to the booths."""
        self._busy = True
        self.stage.changed.emit()
        draft, language, desk = self.visit.draft, self.stage.language, self.stage.kiosk.desk

        def done(card: SeekerCard) -> None:
            self.stage.advance(e.Registered(card))
            if self._face_failed:
                self._face_failed = False
                self.stage.advance(e.Trouble("no_face_kept"))
            self.stage.wake_sync()

        def failed(error: JobFairError) -> None:
            self._busy = False
            self.stage.advance(e.Trouble(error.code))

        self.stage.run(lambda: desk.register(draft, language), done, failed)

    def _tick(self) -> None:
        if self._look.tick():
            self._face_failed = True
            self._face_kept(None)
        else:
            self.stage.changed.emit()

    def _told(self, told: Told) -> None:
        if self.visit.page is Page.ENROLLING and self._look.heard(told):
            self.stage.changed.emit()
