"""What she agreed to and until when, and taking it back: reachable from home by who is known here."""

from __future__ import annotations

from jobfair.consent import Purpose
from jobfair.errors import JobFairError
from jobfair.qr import rows_of
from jobfair.wire import SeekerCard
from kiosk.visit import Page
from kiosk.visit import events as e
from ui.fair_texts import FairTexts
from ui.page_controller import Args, PageController, View
from ui.stage import Stage

_FACE = (Purpose.FACE_THIS_KIOSK, Purpose.FACE_THIS_FAIR, Purpose.FACE_LATER_FAIRS)


class YourDataController(PageController):
    """One page. ``asking`` is the consent that the question over it is about; empty: no question."""

    pages = frozenset({Page.YOUR_DATA})

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._texts = FairTexts(stage)
        self.forget()

    def forget(self) -> None:
        self._busy = False
        self._known: bool | None = None
        self._may_give = False
        self._receipt = ""
        self.asking = ""

    def view(self, page: Page) -> View:
        """``known``: this kiosk holds her card; otherwise it cannot say what she agreed to, and takes all back."""
        seeker = self.visit.seeker
        if seeker is None:
            return {"rows": [], "known": False, "busy": False, "may_give": False, "keep": ""}
        known = self._known is not False
        rows = [self._row(seeker, purpose) for purpose in _FACE]
        if not known:
            rows = [{"purpose": _FACE[0].value, "state": "unknown", "until": "", "where": "", "can": True}]
        return {
            "rows": rows,
            "known": known,
            "keep": self._kept_until(seeker),
            "busy": self._busy,
            "may_give": self._may_give and self.stage.camera is not None,
            "receipt_qr": list(rows_of(self._receipt)) if self._receipt else None,
            "notice": self.visit.notice,
        }

    def _row(self, seeker: SeekerCard, purpose: Purpose) -> View:
        """``state``: agreed, none."""
        found = next((agreed for agreed in seeker.agreed if agreed.purpose is purpose), None)
        if found is None:
            return {"purpose": purpose.value, "state": "none", "until": "", "where": "", "can": False}
        until = self._texts.long_day(found.until) if found.until else ""
        return {"purpose": purpose.value, "state": "agreed", "until": until, "where": found.where, "can": True}

    def _kept_until(self, seeker: SeekerCard) -> str:
        """The day until which her registration is kept, where the card says when that was."""
        until = self.stage.kiosk.desk.kept_until(seeker)
        return self._texts.long_day(until) if until else ""

    # --- what happens

    def entered(self, page: Page) -> None:
        self.asking, self._busy = "", False
        self._look()

    def left(self, page: Page) -> None:
        self.asking = ""

    def act(self, page: Page, name: str, args: Args) -> None:
        match name:
            case "withdraw" if not self._busy:
                self.asking = next((p.value for p in _FACE if p.value == args["purpose"]), "")
            case "no":
                self.asking = ""
            case "yes" if self.asking:
                self._withdraw(Purpose(self.asking))
            case "give" if self._may_give and not self._busy:
                self.stage.advance(e.FaceWanted())
            case "take_pass":
                self.stage.advance(e.PassWanted())
            case "home":
                self.stage.advance(e.Show(Page.HOME))
        self.stage.changed.emit()

    def _look(self) -> None:
        seeker, desk = self.visit.seeker, self.stage.kiosk.desk
        if seeker is None:
            return

        def done(found: tuple[bool, bool, str]) -> None:
            self._known, self._may_give, self._receipt = found
            self.stage.changed.emit()

        self.stage.run(
            lambda: (desk.knows(seeker), desk.may_give_face(seeker), desk.consent_receipt(seeker)),
            done,
        )

    def _withdraw(self, purpose: Purpose) -> None:
        seeker, desk, language = self.visit.seeker, self.stage.kiosk.desk, self.stage.language
        self.asking = ""
        if seeker is None:
            return
        self._busy = True

        def done(card: SeekerCard) -> None:
            self._busy = False
            self.stage.advance(e.CardRefreshed(card))
            self.stage.advance(e.Trouble("consent_withdrawn"))
            self.stage.wake_sync()
            self._look()

        def failed(error: JobFairError) -> None:
            self._busy = False
            self.stage.advance(e.Trouble("not_withdrawn"))

        self.stage.run(lambda: desk.withdraw_face(seeker, purpose, language), done, failed)
