"""After "saved": what the seeker takes home, taking it back, and the farewell."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from jobfair.consent import Consent
from jobfair.errors import JobFairError, PrinterLost
from jobfair.qr import rows_of
from jobfair.resume.slip import SlipAnswer, SlipContent, SlipItem
from jobfair.submission import Status, Submission
from jobfair.taking_back import WITHDRAW_WITHIN
from jobfair.wire import SeekerCard
from kiosk.desk import WithdrawalSaved
from kiosk.ports import Printer
from kiosk.visit import Page
from kiosk.visit import events as e
from ui.fair_texts import FairTexts
from ui.page_controller import Args, PageController, View
from ui.stage import Stage

UNDO_SECONDS = int(WITHDRAW_WITHIN.total_seconds())
FAREWELL_SECONDS = 8


class EndingController(PageController):
    """Saved and farewell. ``asking`` is true while the question of taking back is up."""

    pages = frozenset({Page.SAVED, Page.FAREWELL})

    def __init__(self, stage: Stage, printer: Printer | None) -> None:
        super().__init__(stage)
        self._printer = printer
        self._texts = FairTexts(stage)
        self._second = QTimer(stage)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._tick)
        self.forget()

    def forget(self) -> None:
        self._second.stop()
        self._printed = False
        self._printer_out = False
        self._pass = ""
        self._codes: tuple[str, ...] = ()
        self._answers: tuple[Consent, ...] = ()
        self._receipt = ""
        self._seconds = FAREWELL_SECONDS
        self._count = 0
        self.asking = False

    def view(self, page: Page) -> View:
        if page is Page.FAREWELL:
            return {"seconds": self._seconds}
        submissions, fair = self.visit.submissions, self.stage.fair
        waiting = self._waiting()
        rows = []
        for submission in submissions:
            opening = fair.opening_by_id.get(submission.opening)
            booth = fair.booth_by_id.get(opening.booth or "") if opening else None
            rows.append({"booth": booth.id if booth else "", "employer": self._texts.employer(booth)})
        return {
            "reference": submissions[0].reference if submissions else "",
            "count": len(submissions),
            "rows": rows,
            "waiting": waiting,
            "online": self.stage.kiosk.syncer.online,
            "qr": _rows_of(self._pass),
            "qr_works": "now",
            "to_phone": self.stage.kiosk.desk.handing_over.offered,
            "back_qr": _rows_of(self._codes[0]) if self._codes and self._undo_left() else None,
            "receipt_qr": _rows_of(self._receipt),
            "undo_left": self._undo_left(),
            "printer": "none" if self._printer is None else "out" if self._printer_out else "ready",
            "printed": self._printed,
            "visit_code_hint": self.visit.newly_registered,
            "notice": self.visit.notice,
        }

    def _waiting(self) -> int:
        """How many of this page's submissions have no receipt yet."""
        sent = {s.submission: s.status for s in (self.visit.seeker.sent if self.visit.seeker else ())}
        return sum(1 for s in self.visit.submissions if sent.get(s.id, Status.SAVED) is Status.SAVED)

    def _undo_left(self) -> int:
        if not self.visit.submissions:
            return 0
        first = min(s.submitted_at for s in self.visit.submissions)
        return max(0, UNDO_SECONDS - int((self.stage.kiosk.clock.now() - first).total_seconds()))

    # --- what happens

    def entered(self, page: Page) -> None:
        self._second.start()
        self._seconds = FAREWELL_SECONDS
        card = self.visit.seeker
        if page is Page.SAVED and card is not None:
            self._count = len(self.visit.submissions)
            self._pass = self.stage.kiosk.desk.make_pass(card)
            self._codes = self.stage.kiosk.desk.take_back_codes(self.visit.submissions)
            self._answers = self._answered(card)
            self._receipt = self.stage.kiosk.desk.consent_receipt(card) if self._answers else ""

    def left(self, page: Page) -> None:
        self._second.stop()
        self.asking = False

    def synced(self) -> None:
        """A round of sync has ended: receipts may have come."""
        card = self.visit.seeker
        if self.visit.page is Page.SAVED and card is not None:
            desk = self.stage.kiosk.desk
            self.stage.run(lambda: desk.refreshed(card), lambda newer: self.stage.advance(e.CardRefreshed(newer)))

    def act(self, page: Page, name: str, args: Args) -> None:
        match page, name:
            case (Page.SAVED, "undo"):
                self.asking = self._undo_left() > 0
            case (Page.SAVED, "yes"):
                self.asking = False
                self._take_back()
            case (Page.SAVED, "no"):
                self.asking = False
            case (Page.SAVED, "print"):
                self._print()
            case (Page.SAVED, "take_pass"):
                self.stage.advance(e.PassWanted())
            case (Page.SAVED, "show"):
                self.stage.advance(e.Show(Page.HOME))
            case (_, "finish" | "done"):
                self.stage.advance(e.Finish())
        self.stage.changed.emit()

    def _take_back(self) -> None:
        """Withdraw everything of this page."""
        desk, wanted = self.stage.kiosk.desk, self.visit.submissions

        def work() -> list[Submission]:
            return [s for s in wanted if isinstance(desk.withdraw(s.id, s.withdrawal_secret), WithdrawalSaved)]

        def done(taken: list[Submission]) -> None:
            for submission in taken:
                self.stage.advance(e.Withdrawn(submission.id))
            card = self.visit.seeker
            if card is not None:
                self.stage.advance(e.CardRefreshed(desk.refreshed(card)))
            self.stage.wake_sync()

        self.stage.run(work, done, lambda error: self.stage.advance(e.Trouble("not_taken_back")))

    def _print(self) -> None:
        printer, card = self._printer, self.visit.seeker
        if printer is None or card is None or not self.visit.submissions:
            return
        content, language, parts = self._slip(), self.stage.language, self.stage.kiosk

        def work() -> None:
            printer.print_slip(parts.renderer.slip(content, language).pdf)

        def done(_: None) -> None:
            self._printed = True
            self.stage.device_faults.discard("printer_lost")
            self.stage.changed.emit()

        def failed(error: JobFairError) -> None:
            self._printer_out = isinstance(error, PrinterLost)
            self.stage.advance(e.Trouble(error.code))
            self.stage.changed.emit()

        self.stage.run(work, done, failed)

    def _slip(self) -> SlipContent:
        fair, submissions = self.stage.fair, self.visit.submissions
        items = []
        for submission in submissions:
            opening = fair.opening_by_id.get(submission.opening)
            if opening is not None:
                booth = fair.booth_by_id.get(opening.booth or "")
                items.append(SlipItem(opening.booth or "", self._texts.employer(booth), self.stage.text(opening.title)))
        when = self.stage.kiosk.clock.now().astimezone()
        first = submissions[0]
        return SlipContent(
            fair=self.stage.text(fair.name),
            reference=first.reference,
            when=f"{self._texts.long_day(when)} {when:%H:%M}",
            kiosk=self.stage.kiosk.desk.fair().settings.kiosk,
            items=tuple(items),
            pass_code=self._pass,
            withdrawals=self._codes,
            visit_code=self.visit.draft.code if self.visit.newly_registered else "",
            answers=tuple(self._slip_answer(answer) for answer in self._answers),
            texts_version=self._answers[0].text_version if self._answers else "",
            receipt_code=self._receipt,
        )

    def _answered(self, card: SeekerCard) -> tuple[Consent, ...]:
        """What she was asked about her data here today: who only came back needs no second receipt."""
        desk, today = self.stage.kiosk.desk, self.stage.kiosk.clock.now().astimezone().date()
        answers = desk.consent_answers(card)
        return answers if any(answer.at.astimezone().date() == today for answer in answers) else ()

    def _slip_answer(self, answer: Consent) -> SlipAnswer:
        state = "withdrawn" if answer.withdrawn_at else "given" if answer.given else "refused"
        until = self._texts.long_day(answer.until) if answer.until and answer.stands else ""
        return SlipAnswer(answer.purpose.value, state, until)

    def _tick(self) -> None:
        if self.visit.page is Page.FAREWELL:
            self._seconds -= 1
            if self._seconds <= 0:
                self.stage.advance(e.Finish())
                return
        self.stage.changed.emit()


def _rows_of(text: str) -> list[str] | None:
    """The pass works at every kiosk of this fair, and so does taking back."""
    return list(rows_of(text)) if text else None
