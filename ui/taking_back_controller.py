"""Taking back with the code of a slip: whoever shows it may, known here or not."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QTimer

from jobfair.errors import JobFairError
from jobfair.taking_back import read_code
from kiosk.desk import NotYours, Offer
from kiosk.visit import Page
from kiosk.visit import events as e
from ui.fair_texts import FairTexts
from ui.page_controller import Args, PageController, View
from ui.stage import Stage


class TakingBackController(PageController):
    """One page. ``asking`` holds the submissions that the question over it is about."""

    pages = frozenset({Page.TAKE_BACK})

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._texts = FairTexts(stage)
        self._second = QTimer(stage)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._tick)
        self.forget()

    def forget(self) -> None:
        self._second.stop()
        self._offers: tuple[Offer, ...] = ()
        self._looked_at = 0.0
        self._strange: frozenset[str] = frozenset()
        self._busy = False
        self.asking: tuple[str, ...] = ()

    def view(self, page: Page) -> View:
        rows = [self._row(offer) for offer in self._offers]
        return {"rows": rows, "open": sum(row["can"] for row in rows), "busy": self._busy, "notice": self.visit.notice}

    def _row(self, offer: Offer) -> View:
        """``state``: open, unsure, late, taken; passed (the server judges); strange (the secret does not fit)."""
        opening = self.stage.fair.opening_by_id.get(offer.opening)
        booth = self.stage.fair.booth_by_id.get(opening.booth or "") if opening else None
        left = self._left(offer)
        state: str = offer.state
        if state == "open" and not left:
            state = "late" if offer.opening else "unsure"
        elif state == "taken" and not offer.opening:
            state = "passed"
        if offer.submission in self._strange:
            state = "strange"
        at = offer.submitted_at.astimezone() if offer.submitted_at else None
        return {
            "id": offer.submission,
            "state": state,
            "can": state in ("open", "unsure"),
            "title": self.stage.text(opening.title) if opening else "",
            "employer": self._texts.employer(booth),
            "booth": booth.id if booth else "",
            "time": f"{at:%H:%M}" if at else "",
            "min": left // 60,
            "sec": left % 60,
        }

    def _left(self, offer: Offer) -> int:
        return max(0, offer.seconds_left - int(self.stage.kiosk.clock.monotonic() - self._looked_at))

    # --- what happens

    def entered(self, page: Page) -> None:
        self._second.start()
        self._look()

    def left(self, page: Page) -> None:
        self.forget()

    def act(self, page: Page, name: str, args: Args) -> None:
        can = tuple(row["id"] for row in map(self._row, self._offers) if row["can"])
        match name:
            case "take" if not self._busy:
                self.asking = tuple(one for one in can if one == args["submission"])
            case "take_all" if not self._busy:
                self.asking = can
            case "yes":
                self._take_back(self.asking)
            case "no":
                self.asking = ()
            case "typed":
                self._scanned(str(args["text"]))
        self.stage.changed.emit()

    def _scanned(self, text: str) -> None:
        """Another code, shown while this page stands."""
        code = read_code(text)
        if code is not None and not self._busy and not self.asking:
            self.stage.advance(e.TakeBackShown(code))
            self._look()

    def _look(self) -> None:
        """What this code can do, now."""
        code, desk = self.visit.take_back, self.stage.kiosk.desk
        self._offers, self._strange = (), frozenset()
        if code is not None:
            self.stage.run(lambda: desk.take_back_offers(code), self._looked)

    def _looked(self, offers: tuple[Offer, ...]) -> None:
        self._offers, self._busy = offers, False
        self._looked_at = self.stage.kiosk.clock.monotonic()
        self.stage.changed.emit()

    def _take_back(self, wanted: Sequence[str]) -> None:
        desk, code = self.stage.kiosk.desk, self.visit.take_back
        self.asking = ()
        if code is None or not wanted:
            return
        self._busy = True

        def work() -> tuple[frozenset[str], tuple[Offer, ...]]:
            answers = {one: desk.withdraw(one, code.secret_of(one)) for one in wanted}
            strange = frozenset(one for one, answer in answers.items() if isinstance(answer, NotYours))
            return strange, desk.take_back_offers(code)

        def done(answer: tuple[frozenset[str], tuple[Offer, ...]]) -> None:
            self._strange |= answer[0]
            self.stage.wake_sync()
            self._looked(answer[1])

        self.stage.run(work, done, self._failed)

    def _failed(self, error: JobFairError) -> None:
        """The store failed: some may be taken back, and the list says which."""
        self.stage.advance(e.Trouble("not_taken_back"))
        self._look()
        self._busy = False

    def _tick(self) -> None:
        self.stage.changed.emit()
