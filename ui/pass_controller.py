"""Taking the pass along: to her phone by a code that the first phone takes, or as a picture to photograph."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from jobfair.errors import JobFairError
from jobfair.handover import MOST_IN_A_VISIT
from jobfair.qr import rows_of
from jobfair.wire import HandoverState
from kiosk.desk.handover import HandingOver, ScreenCode, WrongDigits
from kiosk.visit import Page
from kiosk.visit import events as e
from ui.page_controller import Args, PageController, View
from ui.stage import Stage

DIGITS = 2
ASK_SECONDS = 2  # between two questions to the server whether a phone has the code


class PassController(PageController):
    """``state``: ``shown`` (the pass itself, to be photographed), ``busy``, ``scan``, ``digits``, ``given``, ``done``,
    ``wrong`` (digits; the code is void), ``over`` (its time), ``failed`` (no network).

    ``asking`` is true while the question stands whether older passes are to be revoked."""

    pages = frozenset({Page.TAKE_PASS})

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._second = QTimer(stage)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._tick)
        self._code: ScreenCode | None = None
        self.forget()

    def forget(self) -> None:
        """With the visit ends the code: at the server too, if it is there."""
        self._second.stop()
        self._drop()
        self._state = "shown"
        self._pass = ""
        self._typed = ""
        self._asking = False
        self._seconds = self._codes = 0
        self.asking = False

    def view(self, page: Page) -> View:
        text = self._code.text if self._code and self._state == "scan" else self._pass if self._state == "shown" else ""
        return {
            "state": self._state,
            "qr": list(rows_of(text)) if text else None,
            "seconds": self._seconds,
            "entered": len(self._typed),
            "length": DIGITS,
            "again": self._codes < MOST_IN_A_VISIT,
            "to_phone": self._codes < MOST_IN_A_VISIT and self._handing_over.offered,
            "notice": self.visit.notice,
            "days": self.stage.kiosk.desk.fair().settings.pass_days,
        }

    # --- what happens

    @property
    def _handing_over(self) -> HandingOver:
        return self.stage.kiosk.desk.handing_over

    def entered(self, page: Page) -> None:
        if self._handing_over.offered and self._codes < MOST_IN_A_VISIT:
            self._begin()
        else:
            self._show_pass()

    def left(self, page: Page) -> None:
        self.asking = False
        self._second.stop()
        self._drop()

    def act(self, page: Page, name: str, args: Args) -> None:
        match name:
            case "digit" if self._state == "digits" and len(self._typed) < DIGITS:
                self._typed += str(args["digit"])[:1]
            case "erase":
                self._typed = self._typed[:-1]
            case "clear":
                self._typed = ""
            case "confirm" if self._state == "digits" and len(self._typed) == DIGITS and not self._asking:
                self._tapped()
            case "again" if self._codes < MOST_IN_A_VISIT:
                self._begin()
            case "photograph":
                self._second.stop()
                self._drop()
                self._show_pass()
            case "lost":
                self.asking = True
            case "no":
                self.asking = False
            case "yes" if self.asking:
                self._revoke()
            case "done":
                self.stage.advance(e.Back())
        self.stage.changed.emit()

    def _show_pass(self) -> None:
        card = self.visit.seeker
        self._state = "shown"
        if card is not None and not self._pass:
            self._pass = self.stage.kiosk.desk.make_pass(card)

    def _revoke(self) -> None:
        """What she had before opens nothing any more; the one on this page is new."""
        card, desk = self.visit.seeker, self.stage.kiosk.desk
        self.asking = False
        if card is None:
            return

        def done(_: None) -> None:
            self._pass = ""
            if self._state == "shown":
                self._show_pass()
            self.stage.wake_sync()
            self.stage.advance(e.Trouble("saved_new_pass"))
            self.stage.changed.emit()

        self.stage.run(lambda: desk.revoke_passes(card), done)

    def _begin(self) -> None:
        self._drop()
        self._state, self._typed = "busy", ""
        self._codes += 1
        handing_over = self._handing_over
        self.stage.run(lambda: handing_over.begin("pass"), self._begun, self._failed)

    def _begun(self, code: ScreenCode) -> None:
        if self._state != "busy":  # she chose to photograph it meanwhile
            self._end(code)
            return
        self._code, self._state, self._seconds, self._asking = code, "scan", code.seconds, False
        self._second.start()
        self.stage.changed.emit()

    def _tick(self) -> None:
        self._seconds -= 1
        if self._seconds <= 0:
            self._is_over("over")
        elif self._code is not None and not self._asking and self._seconds % ASK_SECONDS == 0:
            code, handing_over = self._code, self._handing_over
            self._asking = True
            self.stage.run(lambda: handing_over.look(code), lambda state: self._looked(code, state), self._not_asked)
        self.stage.changed.emit()

    def _looked(self, code: ScreenCode, found: HandoverState) -> None:
        self._asking = False
        if code is not self._code:
            return
        if found.state == "void":
            self._is_over("over")
        elif found.state == "taken":
            self._state = "digits"
        elif found.state == "given":
            self._state = "given"
        elif found.state == "done":
            self._is_over("done")
        self.stage.changed.emit()

    def _tapped(self) -> None:
        code, card, digits = self._code, self.visit.seeker, self._typed
        if code is None or card is None:
            return
        desk, fair = self.stage.kiosk.desk, self.stage.text(self.stage.fair.name)
        self._asking, self._typed = True, ""

        def work() -> HandoverState | WrongDigits:
            return desk.handing_over.tapped(code, digits, desk.pass_for_phone(card, fair))

        def done(answer: HandoverState | WrongDigits) -> None:
            if isinstance(answer, WrongDigits):
                self._asking = False
                self._is_over("wrong")
                self.stage.changed.emit()
            else:
                self._looked(code, answer)

        self.stage.run(work, done, self._not_asked)

    def _is_over(self, state: str) -> None:
        self._second.stop()
        self._code, self._state, self._typed = None, state, ""

    def _not_asked(self, error: JobFairError) -> None:
        """The network went: the code lives on until its time, and what was tapped can be tapped again."""
        self._asking = False
        self.stage.changed.emit()

    def _failed(self, error: JobFairError) -> None:
        self._codes -= 1
        self._state = "failed"
        self.stage.changed.emit()

    def _drop(self) -> None:
        code, self._code = self._code, None
        if code is not None:
            self._end(code)

    def _end(self, code: ScreenCode) -> None:
        """Off the visit, which may be over: where the server is not reached, the code ends by its time."""
        handing_over = self._handing_over
        self.stage.worker.run(lambda: handing_over.end(code), lambda _: None, lambda error: None)
