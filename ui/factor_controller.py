"""The second factor: visit code, last digits of the phone, a code that was sent, or the pass; and the page after too
many tries, where staff can give new ones."""

from __future__ import annotations

from jobfair.errors import JobFairError
from kiosk.desk import Claim, CodeSent, Factor, NotSent, Opened, Outcome, WrongCode
from kiosk.visit import Page
from kiosk.visit import events as e
from ui.floor import Floor
from ui.page_controller import Args, PageController, View
from ui.stage import Stage

CODE_LENGTH = 6
TAIL_LENGTH = 4
_CHANNELS = frozenset({"sms", "email"})


class FactorController(PageController):
    """What is typed stays here until it is judged, and is dropped with the page."""

    pages = frozenset({Page.CONFIRM_CODE, Page.TOO_MANY_TRIES})

    def __init__(self, stage: Stage, floor: Floor) -> None:
        """``floor``: knows where the desk is."""
        super().__init__(stage)
        self._floor = floor
        self.forget()

    def forget(self) -> None:
        self._typed = ""
        self._busy = False
        self._offered: tuple[Factor, ...] = ("visit_code",)
        self._factor: Factor = "visit_code"
        self._sent: CodeSent | None = None
        self._problem = ""

    # --- what is shown

    def view(self, page: Page) -> View:
        notice = self.visit.notice
        if page is Page.TOO_MANY_TRIES:
            return {"desk_min": self._floor.minutes_to("desk"), "notice": notice}
        return {
            "entered": len(self._typed),
            "length": self._length,
            "tries_left": self.visit.tries_left,
            "busy": self._busy,
            "factor": self._factor,
            "factors": list(self._offered),
            "problem": self._problem,
            "look": self.visit.way == "pass",
            "notice": notice,
        }

    @property
    def _length(self) -> int:
        return TAIL_LENGTH if self._factor == "phone_tail" else CODE_LENGTH

    # --- what can be done

    def act(self, page: Page, name: str, args: Args) -> None:
        match name:
            case "look_around":
                self.stage.advance(e.LookAround())
            case "not_me":
                self.stage.advance(e.NotMe())
            case "factor":
                self._chosen(str(args["factor"]))
            case "digit" | "clear" | "erase":
                self._edit(name, str(args.get("digit", "")))
            case "confirm" if page is Page.CONFIRM_CODE:
                self._confirm()

    def _edit(self, name: str, digit: str) -> None:
        if self._busy:
            return
        if name == "digit":
            self._typed = (self._typed + digit)[: self._length]
        else:
            self._typed = self._typed[:-1] if name == "erase" else ""
        self._problem = ""
        self.stage.changed.emit()

    def _chosen(self, name: str) -> None:
        factor = next((offered for offered in self._offered if offered == name), None)
        if factor is None or self._busy:
            return
        self._typed = self._problem = ""
        if factor == "pass":
            self.stage.advance(e.PassInstead())
        elif factor in ("sms", "email") and (self._sent is None or self._sent.channel != factor):
            self._send(factor)
        else:
            self._factor = factor
        self.stage.changed.emit()

    def _send(self, channel: Factor) -> None:
        desk, claim, language = self.stage.kiosk.desk, self.visit.claim or Claim(), self.stage.language
        self._busy = True

        def done(answer: CodeSent | NotSent) -> None:
            self._busy = False
            if isinstance(answer, CodeSent):
                self._sent, self._factor = answer, channel
            else:
                self._problem = "not_sent"
            self.stage.changed.emit()

        if channel == "sms":
            self.stage.run(lambda: desk.send_code(claim, "sms", language), done, self._not_judged)
        elif channel == "email":
            self.stage.run(lambda: desk.send_code(claim, "email", language), done, self._not_judged)

    def _confirm(self) -> None:
        if len(self._typed) != self._length or self._busy:
            return
        desk, claim, typed, sent = self.stage.kiosk.desk, self.visit.claim or Claim(), self._typed, self._sent
        self._busy = True
        self.stage.changed.emit()
        if self._factor == "phone_tail":
            self.stage.run(lambda: desk.check_phone_tail(claim, typed), self._judged, self._not_judged)
        elif self._factor in _CHANNELS and sent is not None:
            self.stage.run(lambda: desk.check_sent_code(claim, sent, typed), self._judged, self._not_judged)
        else:
            self.stage.run(lambda: desk.check_visit_code(claim, typed), self._judged, self._not_judged)

    def _not_judged(self, error: JobFairError) -> None:
        """The store failed: the code was not judged, and can be typed again."""
        self._busy, self._typed = False, ""
        self.stage.advance(e.Trouble("fault"))
        self.stage.changed.emit()

    def _judged(self, answer: Outcome | NotSent) -> None:
        self._busy, self._typed = False, ""
        if isinstance(answer, NotSent):
            self._problem, self._factor, self._sent = "not_reached", "visit_code", None
        elif isinstance(answer, Opened):
            self.stage.advance(e.CodeRight(self.stage.kiosk.desk.refreshed(answer.card), answer.resume))
        elif isinstance(answer, WrongCode):
            self._problem = "elsewhere" if answer.elsewhere else ""
            self.stage.advance(e.CodeWrong(answer.left))
            self._offer()
        else:
            self.stage.advance(e.CodeWrong(0))
        self.stage.changed.emit()

    # --- coming and going

    def entered(self, page: Page) -> None:
        self.forget()
        if page is Page.CONFIRM_CODE:
            self._offer()

    def left(self, page: Page) -> None:
        self.forget()

    def _offer(self) -> None:
        """What may open it now: the network comes and goes, and four digits are tried twice at most."""
        self._offered = self.stage.kiosk.desk.factors(self.visit.claim)
        if self._factor not in self._offered:
            self._factor, self._sent = "visit_code", None
