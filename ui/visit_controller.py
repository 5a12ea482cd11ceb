"""The one object that QML talks to: which page, what stands on it, what was done; idle time, overlays and the clock."""

from __future__ import annotations

import logging
import sys
import time
from typing import Any

from PySide6.QtCore import Property, QObject, QTimer, Signal, SignalInstance, Slot
from PySide6.QtGui import QGuiApplication

from jobfair.text import in_language
from jobfair.wire import HANDOVER_SECONDS
from kiosk.identity.documents import WedgeBuffer
from kiosk.ports import Printer
from kiosk.visit import Page, Visit
from kiosk.visit import events as e
from ui.arrival_controller import ArrivalController
from ui.browsing_controller import BrowsingController
from ui.ending_controller import EndingController
from ui.factor_controller import FactorController
from ui.fair_texts import FairTexts
from ui.floor import Floor
from ui.handing_in_controller import HandingInController
from ui.joining_controller import JoiningController
from ui.map_controller import MapController
from ui.number_controller import NumberController
from ui.page_controller import PageController
from ui.page_images import PageImages
from ui.pass_controller import PassController
from ui.staff_controller import StaffController
from ui.stage import Stage
from ui.taking_back_controller import TakingBackController
from ui.tour_planner import TourPlanner
from ui.watcher import Watcher
from ui.wish_controller import WishController
from ui.your_data_controller import YourDataController

WARN_SECONDS = 20  # LOOK: warn 20 s before the end
STEPS = 5
# The second tap of a double tap must not agree, nor clear the page that says what was saved: it lands on a key that the
# finger did not mean, because the page has just changed under it.
TAP_GUARD = 0.4  # seconds
_GUARDED = {
    Page.SAVED: "finish",
    Page.REGISTER_CONSENT: "consent",
    Page.FACE_CONSENT: "consent",
    Page.FACE_OFFER: "consent",
}
_OF_THE_BAR = frozenset({"language", "large_type"})  # also on the staff's pages
_CODE_PADS = frozenset({Page.CONFIRM_CODE, Page.CHOOSE_CODE})
# The first three hear codes for taking back and nothing else: who comes back for that need not look for the page.
_HEARS_SCANS = _CODE_PADS | {Page.ATTRACT, Page.WELCOME, Page.WAYS_IN, Page.TAKE_BACK} | {
    Page.SCAN_PASS, Page.DOCUMENT, Page.PHONE, Page.REGISTER_DOCUMENT
}  # fmt: skip
SHORT_IDLE = frozenset({Page.WELCOME, Page.WAYS_IN})

_FILES = {page: "".join(part.title() for part in page.value.split("_")) for page in Page}
log = logging.getLogger(__name__)


class VisitController(QObject):
    """Shell of the screens. Everything it shows is made of the visit, the snapshot and the words of the moment."""

    frameChanged = Signal()
    viewChanged = Signal()
    pageChanged = Signal()
    overlayChanged = Signal()

    def __init__(self, stage: Stage, watcher: Watcher, images: PageImages, staff: StaffController,
                 ending: EndingController, printer: Printer | None, *,
                 reduced_motion: bool = False) -> None:  # fmt: skip
        super().__init__()
        self._stage = stage
        self._images = images
        self._staff = staff
        self._ending = ending
        self._floor = Floor(stage)
        planner = TourPlanner(stage, self._floor)
        self._browsing = BrowsingController(stage, self._floor, planner)
        self._map = MapController(stage, self._browsing, self._floor, planner, printer)
        self._wish = WishController(stage)
        self._handing_in = HandingInController(stage, self._browsing, images, self._wish)
        self._taking_back = TakingBackController(stage)
        self._your_data = YourDataController(stage)
        self._pass = PassController(stage)
        arrival = ArrivalController(stage, watcher)
        self._parts: tuple[PageController, ...] = (
            arrival,
            FactorController(stage, self._floor),
            NumberController(stage, watcher, arrival.heard),
            JoiningController(stage, watcher),
            self._browsing,
            self._map,
            self._handing_in,
            self._wish,
            self._taking_back,
            self._your_data,
            self._pass,
            ending,
        )
        self._part_of = {page: part for part in self._parts for page in part.pages}
        self._texts = FairTexts(stage)
        self._wedge = WedgeBuffer()
        self._frame: dict[str, Any] = {}
        self._view: dict[str, Any] = {}
        self._page = ""
        self._overlay: dict[str, Any] = {}
        self.tap_guard = TAP_GUARD
        self._moved_at = 0.0
        self._touched_at = stage.kiosk.clock.monotonic()
        self._large = self._contrast = self._low = False
        self._reduced = reduced_motion
        stage.moved.connect(self._moved)
        stage.changed.connect(self._refresh)
        stage.words.changed.connect(self._language_changed)
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._tick)
        self._clock.start()
        self._refresh()

    # --- what QML reads

    def _get_frame(self) -> dict[str, Any]:
        return self._frame

    def _get_view(self) -> dict[str, Any]:
        return self._view

    def _get_page(self) -> str:
        return self._page

    def _get_overlay(self) -> dict[str, Any]:
        return self._overlay

    frame = Property("QVariantMap", _get_frame, notify=frameChanged)  # type: ignore[arg-type]
    view = Property("QVariantMap", _get_view, notify=viewChanged)  # type: ignore[arg-type]
    pageFile = Property(str, _get_page, notify=pageChanged)
    overlay = Property("QVariantMap", _get_overlay, notify=overlayChanged)  # type: ignore[arg-type]

    @property
    def page_name(self) -> str:
        """The page as tests and logs name it."""
        if self._staff.state:
            return f"staff_{self._staff.state}"
        kind = self._overlay.get("kind")
        return str(kind) if kind else "resting" if self._resting else self._stage.visit.page.value

    # --- what QML does

    @Slot(str, "QVariantMap")
    def act(self, name: str, args: dict[str, Any]) -> None:
        """Something was done on page, bar, dock or overlay."""
        try:
            self._act(name, args)
        except Exception as error:  # noqa: BLE001  QML would print its message, which may hold what was typed
            sys.excepthook(type(error), error, error.__traceback__)

    def _act(self, name: str, args: dict[str, Any]) -> None:
        self._touched_at = self._stage.kiosk.clock.monotonic()
        if self._staff.state:
            if name in _OF_THE_BAR:
                self._shell_act(name, args)
            self._staff.act(name, args)
        elif _GUARDED.get(self._stage.visit.page) == name and time.monotonic() - self._moved_at < self.tap_guard:
            return
        elif self._shell_act(name, args):
            pass
        elif self._not_ready or self._staff.paused or self._resting:
            return
        else:
            page = self._stage.visit.page
            self._part_of[page].act(page, name, args)
        self._refresh()

    @Slot()
    def touched(self) -> None:
        """A finger or a key went down: somebody is here. On the idle overlay it counts when it is lifted, so that the
        button under the finger is still there."""
        if self._overlay.get("kind") != "idle":
            self._touched_at = self._stage.kiosk.clock.monotonic()

    @Slot()
    def lifted(self) -> None:
        """A finger or a key went up, after the screen has had it."""
        if self._overlay.get("kind") == "idle":
            self._touched_at = self._stage.kiosk.clock.monotonic()
            self._refresh()

    def key_typed(self, text: str, at: float) -> bool:
        """Every character a keyboard sends, and when (seconds). True when it goes no further: on pages of codes and
        number pads a scanner's burst must not press the pad's keys, nor its Enter confirm."""
        burst = self._wedge.in_burst
        scanned = self._wedge.feed(text, at)
        page = self._stage.visit.page
        if page not in _HEARS_SCANS or self._overlay:
            return False
        if scanned is not None:
            self.scanned(scanned)
        return scanned is not None or (burst and (self._wedge.in_burst or text in "\r\n"))

    def scanned(self, text: str) -> None:
        """A scanner has read a code; heard only where a page waits for one."""
        page = self._stage.visit.page
        if page in _HEARS_SCANS - _CODE_PADS and not self._overlay and not self._staff.state:
            self.act("typed", {"text": text})

    @Slot()
    def staff_wanted(self) -> None:
        """The hidden place was held for three seconds; only while nobody's visit is on the screen, or where a seeker
        waits for new tries."""
        locked = self._stage.visit.page is Page.TOO_MANY_TRIES
        if (locked or not self._stage.visit.under_way) and not self._not_ready:
            self._staff.begin("reset" if locked else "open")
            self._refresh()

    def _shell_act(self, name: str, args: dict[str, Any]) -> bool:
        match name:
            case "language":
                self._stage.words.setProperty("language", str(args["language"]))
            case "large_type":
                self._next_type_size()
            case "low_reach":
                self._low = not self._low
                self._map.avoid_steps(self._low)  # who reaches low may sit in a wheelchair
            case "back":
                if not (self._handing_in.back_in_form() or self._wish.back_in_page()):
                    self._stage.advance(e.Back())
            case "finish" | "end":
                self._stage.advance(e.Finish())
            case "stay":
                pass
            case _:
                return False
        return True

    def _next_type_size(self) -> None:
        """Normal, large, large in high contrast, and round again."""
        if not self._large:
            self._large = True
        elif not self._contrast:
            self._contrast = True
        else:
            self._large = self._contrast = False

    # --- what is made of the visit

    @property
    def _not_ready(self) -> bool:
        return not self._stage.kiosk.desk.is_ready

    @property
    def _resting(self) -> bool:
        """The disk is nearly full: nobody begins a visit; the one under way goes on to its end."""
        return self._stage.kiosk.disk.state == "stop" and not self._stage.visit.under_way

    def _moved(self, before: Visit) -> None:
        self._moved_at = time.monotonic()
        part, visit = self._part_of[before.page], self._stage.visit
        part.left(before.page)
        if visit.number != before.number:
            self._wiped(before)
        self._part_of[visit.page].entered(visit.page)

    def _wiped(self, before: Visit) -> None:
        """Nothing of the last person is left: not what was typed, not the pictures.

        The language and the size of type stay for the farewell, which she still reads, and go with it.
        """
        for part in self._parts:
            part.forget()
        QGuiApplication.clipboard().clear()
        self._images.clear()
        self._wedge.clear()
        if before.page is not Page.FAREWELL:
            desk = self._stage.kiosk.desk
            self._stage.worker.run(desk.visit_ended, lambda _: None, lambda error: log.warning("%s", error.code))
            log.info("visit ended on page %s", before.page.value)
        if self._stage.visit.page is Page.ATTRACT:
            self._large = self._contrast = self._low = False
            self._stage.words.setProperty("language", self._stage.kiosk.config.language)

    def _language_changed(self) -> None:
        self._handing_in.language_changed()
        self._refresh()

    def _refresh(self) -> None:
        page = self._stage.visit.page
        overlay = self._wanted_overlay()
        if self._staff.state:
            file, view = ("staff/StaffCode" if self._staff.state == "code" else "staff/StaffPage"), self._staff.view()
        elif self._not_ready or self._staff.paused:
            code = "paused" if self._staff.paused else "not_ready"
            file, view = "visit/Attract", {"notice": code, "closed": True}
        elif self._resting:
            file, view = "visit/Resting", {}
        elif overlay.get("kind") == "idle":
            file, view = "", {}  # the page under the overlay is emptied
        else:
            file, view = f"visit/{_FILES[page]}", self._part_of[page].view(page)
            view.setdefault("notice", self._stage.visit.notice)
        self._set("_overlay", overlay, self.overlayChanged)
        self._set("_frame", self._made_frame(), self.frameChanged)
        if file != self._page:
            self._page, self._view = file, view  # the page is built with its view
            self.pageChanged.emit()
            self.viewChanged.emit()
        else:
            self._set("_view", view, self.viewChanged)

    def _set(self, name: str, value: object, changed: SignalInstance) -> None:
        if getattr(self, name) != value:
            setattr(self, name, value)
            changed.emit()

    def _made_frame(self) -> dict[str, Any]:
        kiosk, visit = self._stage.kiosk, self._stage.visit
        now = kiosk.clock.now().astimezone()
        counts = kiosk.desk.counts()
        ready = not self._not_ready
        fair = self._stage.fair if ready else None
        staff = {"code": "code", "page": "staff"}.get(self._staff.state)
        kind = staff or ("attract" if self._bare(visit.page, ready) else "visit")
        return {
            "kind": kind,
            "fair": in_language(fair.name, self._stage.language) if fair else "",
            "date": self._texts.day(now),
            "time": f"{now:%H:%M}",
            "hours": f"{fair.opens[11:16]}–{fair.closes[11:16]}" if fair and "T" in fair.opens else "",
            "online": kiosk.syncer.online,
            "waiting": counts.submissions_waiting,
            "film": ready and kiosk.desk.fair().settings.demonstration,
            "step": visit.step,
            "steps": STEPS,
            "back": visit.can_go_back,
            "finish": visit.under_way,
            "speech": False,
            "large_type": self._large,
            "high_contrast": self._contrast,
            "low_reach": self._low,
            "reduced_motion": self._reduced,
        }

    def _bare(self, page: Page, ready: bool) -> bool:
        return page is Page.ATTRACT or not ready or self._staff.paused

    # --- overlays and idle time

    def _idle_left(self) -> float:
        """Seconds until the wipe. Where nobody has said anything yet, half the time is enough: someone else waits."""
        seconds: float = self._stage.kiosk.desk.fair().settings.idle_seconds
        if self._stage.visit.page in SHORT_IDLE:
            seconds = max(WARN_SECONDS + 5, seconds / 2)
        elif self._stage.visit.page is Page.TAKE_PASS:  # her hands are on her phone
            seconds = max(HANDOVER_SECONDS, seconds)
        return seconds - (self._stage.kiosk.clock.monotonic() - self._touched_at)

    def _wanted_overlay(self) -> dict[str, Any]:
        if self._not_ready or self._staff.state or not self._stage.visit.under_way:
            return {}
        left = self._idle_left()
        if left <= WARN_SECONDS and self._stage.visit.page is not Page.FAREWELL:
            return {"kind": "idle", "file": "visit/IdleOverlay",
                    "view": {"seconds": max(0, round(left)), "total": WARN_SECONDS}}  # fmt: skip
        if self._ending.asking or self._taking_back.asking:
            n = len(self._stage.visit.submissions if self._ending.asking else self._taking_back.asking)
            view = {"ask": "undo" if self._ending.asking else "take_back", "n": n}
            return {"kind": "ask", "file": "visit/AskOverlay", "view": view}
        if self._pass.asking:
            return {"kind": "ask", "file": "visit/AskOverlay", "view": {"ask": "lost_pass", "n": 1}}
        if self._your_data.asking:
            view = {"ask": f"withdraw_{self._your_data.asking}", "n": 1}
            return {"kind": "ask", "file": "visit/AskOverlay", "view": view}
        return {}

    def _tick(self) -> None:
        self._staff.tick()
        if self._stage.kiosk.disk.look() == "ok":
            self._stage.device_faults.discard("disk_full")
        visit = self._stage.visit
        if visit.under_way and not self._not_ready and self._idle_left() <= 0:
            self._stage.advance(e.Finish())
        self._refresh()

    def close(self) -> None:
        """The program ends: no clock ticks any more."""
        self._clock.stop()

    def synced(self) -> None:
        """A round of sync has ended: receipts, a newer fair, the network's state."""
        self._ending.synced()
        self._refresh()
