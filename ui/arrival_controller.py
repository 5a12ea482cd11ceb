"""From the attract page to a claim: the ways in and the camera's look-up. What opens it: factor_controller.py."""

from __future__ import annotations

from PySide6.QtCore import QTimer

from jobfair.consent_texts import LOOK
from jobfair.errors import DeviceError
from jobfair.seeker_pass import PassRefused
from kiosk.desk import Claim, Opened, Outcome, WrongCode
from kiosk.identity.decide import Ambiguous, Unknown
from kiosk.identity.documents import Accepted, understand
from kiosk.identity.tracker import NotPassed
from kiosk.ports import DocumentNumber, PassScanned, Probe, Scanned, TakeBackScanned
from kiosk.visit import Page
from kiosk.visit import events as e
from kiosk.visit.state import Way
from ui.consent_rows import consent_rows
from ui.look_progress import LookProgress
from ui.page_controller import Args, PageController, View
from ui.stage import Stage
from ui.watcher import Answer, Told, Watcher

LOOK_SECONDS = 25
OTHER_WAYS_AFTER = 12  # seconds: LOOK, page 04
LOOKS = 2  # two unknown probes in a row, then the other ways: one look is no answer, unless it took a challenge
AGAIN_MS = 1200  # how long "once more" can be read

_SAID = frozenset({"expired", "revoked"})  # of a pass; all else is not one of this fair
_AGAIN = frozenset({"no_face", "poor_quality", "timeout"})  # says nothing of her record: she may look once more
_WAY_OF: dict[str, Way] = {"face": "face", "pass": "pass", "document": "document", "phone": "phone"}


class ArrivalController(PageController):
    """Attract, welcome, and the ways in."""

    pages = frozenset(
        {Page.ATTRACT, Page.WELCOME, Page.WAYS_IN, Page.FACE_CONSENT, Page.LOOKING, Page.SCAN_PASS}
        | {Page.NOT_RECOGNISED, Page.AMBIGUOUS}
    )

    def __init__(self, stage: Stage, watcher: Watcher) -> None:
        super().__init__(stage)
        self._watcher = watcher
        self._look = LookProgress("check", "looking")
        self._unknown = 0
        self._reason = "unknown"
        self._scan = "waiting"
        self._second = QTimer(stage)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._tick)
        watcher.told.connect(self._told)

    # --- what is shown

    def view(self, page: Page) -> View:
        notice = self.visit.notice
        if page is Page.WAYS_IN:
            return {"ways": self._ways(), "notice": notice}
        if page is Page.FACE_CONSENT:
            rows = consent_rows(self.stage, LOOK)
            return {"rows": rows, "others": len(self._ways()) - 1, "notice": notice}
        if page is Page.LOOKING:
            return self._look.view(self.stage.film)
        if page is Page.SCAN_PASS:
            film = self.stage.film
            by_camera = self.stage.camera is not None and "camera_lost" not in self.stage.device_faults
            return {"state": self._scan, "seconds_left": -1, "film": film, "by_camera": by_camera}
        if page is Page.NOT_RECOGNISED:
            again = self._reason in _AGAIN and "face" in self._ways()
            return {"reason": self._reason, "ways": self._other_ways(), "again": again}
        if page is Page.AMBIGUOUS:
            return {"ways": self._other_ways()}
        return {"notice": notice}

    def _ways(self) -> list[str]:
        offered = self.stage.kiosk.desk.face_way_offered and self.stage.camera is not None
        documents = ["document"] if self.stage.kiosk.desk.fair().settings.document_kinds else []
        return (["face"] if offered else []) + ["pass", *documents, "phone"]

    def _other_ways(self) -> list[str]:
        return [way for way in self._ways() if way != "face"]

    # --- what can be done

    def act(self, page: Page, name: str, args: Args) -> None:
        match name:
            case "start":
                self.stage.advance(e.Touched())
            case "first_time":
                self.stage.advance(e.FirstTime())
            case "been_before" | "cancel":
                self.stage.advance(e.BeenBefore())
            case "look_again":
                self.stage.advance(e.LookAgain())
            case "look_around":
                self.stage.advance(e.LookAround())
            case "way":
                self.stage.advance(e.WayChosen(_WAY_OF[str(args["way"])]))
            case "consent":
                if not args["given"]:
                    self.stage.kiosk.desk.face_refused()
                self.stage.advance(e.ConsentAnswered(bool(args["given"])))
            case "typed":
                self.heard(understand(str(args["text"]), Accepted.by(self.stage.kiosk.desk.fair().settings)))

    # --- camera

    def entered(self, page: Page) -> None:
        self._unknown, self._scan = 0, "waiting"
        if page is Page.LOOKING:
            self._reason = "no_face"
            self._look.begin(LOOK_SECONDS, self.stage.kiosk.desk.fair().settings.face.liveness)
            self._look_at_face()
            self._second.start()
        elif page is Page.SCAN_PASS:
            self._look_for_code()

    def left(self, page: Page) -> None:
        self._second.stop()
        if page in (Page.LOOKING, Page.SCAN_PASS):
            self._watcher.rest()

    def _look_at_face(self) -> None:
        if self.visit.page is Page.LOOKING:
            self._watcher.watch("face", self._face_seen, self._look.liveness)

    def _tick(self) -> None:
        if self.visit.page is Page.LOOKING and self._look.tick():
            self.stage.advance(e.Found(None))
            return
        self.stage.changed.emit()

    def _told(self, told: Told) -> None:
        if self.visit.page is Page.LOOKING:
            changed = self._look.heard(told)
            dark = told.trouble == "light"
            self._reason = "no_face" if self._look.faceless else "poor_quality" if dark else "timeout"
            if changed:
                self.stage.changed.emit()

    def _face_seen(self, answer: Answer) -> None:
        if self.visit.page is not Page.LOOKING:
            return
        if isinstance(answer, DeviceError):
            self.stage.advance(e.Trouble(answer.code))
        elif isinstance(answer, NotPassed):
            self._doubted()
        elif isinstance(answer, Probe):
            probe = answer
            self.stage.run(lambda: self.stage.kiosk.desk.find_by_face(probe), self._face_decided)

    def _doubted(self) -> None:
        """The challenge was not met: once more, then another way. Whoever cannot move is told the same."""
        if self._look.doubted():
            self.stage.changed.emit()
            QTimer.singleShot(AGAIN_MS, self.stage, self._look_at_face)
        else:
            self._reason = "doubt"
            self.stage.advance(e.Found(None))

    def _face_decided(self, answer: Claim | Ambiguous | Unknown) -> None:
        if isinstance(answer, Claim):
            self.stage.advance(e.Found(answer))
        elif isinstance(answer, Ambiguous):
            self.stage.advance(e.FaceAmbiguous())
        else:
            self._unknown += 1
            self._reason = "unknown"
            if self._unknown >= LOOKS or self._look.liveness != "off":
                self.stage.advance(e.Found(None))
            else:
                self._look_at_face()

    def _look_for_code(self) -> None:
        """Until the page is left: each code is told once, and one that is none of ours keeps no other away."""
        if self.stage.camera is not None:
            self._watcher.watch("code", self._code_seen)

    def _code_seen(self, answer: Answer) -> None:
        if self.visit.page is not Page.SCAN_PASS:
            return
        if isinstance(answer, DeviceError):
            self.stage.advance(e.Trouble(answer.code))
        elif not isinstance(answer, Probe | NotPassed):
            self.heard(answer)

    def heard(self, scanned: Scanned) -> None:
        """A code from the camera, a serial scanner, or one that types."""
        desk = self.stage.kiosk.desk
        if isinstance(scanned, TakeBackScanned):
            self.stage.advance(e.TakeBackShown(scanned.code))
            return
        if self.visit.page not in (Page.SCAN_PASS, Page.DOCUMENT, Page.PHONE):
            return
        if isinstance(scanned, PassScanned):
            text, claim = scanned.text, self.visit.claim
            self._scan = "reading"
            self.stage.changed.emit()
            if claim is not None:  # after a face or a document: the pass is the second factor
                self.stage.run(lambda: desk.check_pass(claim, text), self._pass_judged)
            else:
                self.stage.run(lambda: desk.find_by_pass(text), self._pass_read)
        elif isinstance(scanned, DocumentNumber):
            number = scanned
            self.stage.run(lambda: desk.find_by_document(number), lambda claim: self.stage.advance(e.Found(claim)))
        else:
            self._pass_refused("unreadable")

    def _pass_read(self, answer: Claim | PassRefused) -> None:
        if isinstance(answer, Claim):
            self.stage.advance(e.Found(answer))
        else:
            self._pass_refused(answer.reason if answer.reason in _SAID else "not_ours")

    def _pass_judged(self, answer: Outcome | PassRefused) -> None:
        if isinstance(answer, PassRefused):
            self._pass_refused(answer.reason if answer.reason in _SAID else "not_ours")
        elif isinstance(answer, Opened):
            self.stage.advance(e.CodeRight(self.stage.kiosk.desk.refreshed(answer.card), answer.resume))
        else:
            self.stage.advance(e.CodeWrong(answer.left if isinstance(answer, WrongCode) else 0))

    def _pass_refused(self, state: str) -> None:
        self._scan = state
        self.stage.changed.emit()
