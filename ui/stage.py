"""What every controller shares: the visit of the moment, the words, the kiosk's parts, and how to move on."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from jobfair.consent_texts import ConsentTexts
from jobfair.errors import JobFairError
from jobfair.fair import Fair
from jobfair.text import LANGUAGES, Language, Text, in_language
from kiosk.bootstrap import Kiosk
from kiosk.ports import Camera
from kiosk.visit import Page, Visit, advance
from kiosk.visit.events import Event, Trouble
from ui.words import Words
from ui.worker import Worker

T = TypeVar("T")
# What the organizer's page is told of with the next heartbeat; each is taken back when the device works again.
DEVICE_FAULTS = frozenset({"camera_lost", "printer_lost", "scanner_lost", "disk_full", "device"})
log = logging.getLogger(__name__)


class Stage(QObject):
    """Holds the one Visit. ``moved`` comes with the page before; ``changed`` whenever something shown may differ."""

    moved = Signal(object)
    changed = Signal()

    def __init__(
        self, kiosk: Kiosk, camera: Camera | None, worker: Worker, words: Words, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.kiosk = kiosk
        self.camera = camera
        self.matchmaker = kiosk.matchmaker
        self.sync_wanted = threading.Event()
        self.device_faults: set[str] = set()
        kiosk.syncer.device_problems = lambda: tuple(
            sorted({*self.device_faults, *kiosk.disk.problems(), *kiosk.matchmaker.problems()})
        )
        self.worker = worker
        self.words = words
        self.consent_texts = ConsentTexts()
        self.visit = Visit()

    @property
    def film(self) -> bool:
        """Whether a film is played instead of a camera; the pages say so."""
        return self.camera is not None and self.camera.is_demonstration

    def wake_sync(self) -> None:
        """Something was saved: try to deliver it now."""
        self.sync_wanted.set()

    @property
    def language(self) -> Language:
        chosen = str(self.words.language)
        return next((known for known in LANGUAGES if known == chosen), "zh")

    @property
    def fair(self) -> Fair:
        return self.kiosk.desk.fair().fair

    def text(self, text: Text) -> str:
        """A text of the fair in the language of the moment."""
        return in_language(text, self.language)

    def advance(self, event: Event) -> None:
        """Apply the visit's rule, and say so when something changed."""
        if isinstance(event, Trouble) and event.code in DEVICE_FAULTS:
            self.device_faults.add(event.code)
        before = self.visit
        self.visit = advance(before, event)
        if self.visit is before:
            return
        if (self.visit.page, self.visit.number) != (before.page, before.number):
            log.info("page %s", self.visit.page.value)
            self.moved.emit(before)
        self.changed.emit()

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[JobFairError], None] | None = None,
        *,
        any_page: bool = False,
    ) -> None:
        """Do ``work`` off the drawing thread; its answer is dropped when the visit, or the page, is another by then."""
        asked: tuple[int, Page] = (self.visit.number, self.visit.page)

        def still() -> bool:
            now = (self.visit.number, self.visit.page)
            return now == asked or (any_page and now[0] == asked[0])

        def answered(value: T) -> None:
            if still():
                done(value)

        def troubled(error: JobFairError) -> None:
            log.warning("%s on page %s", error.code, asked[1].value)
            if not still():
                return
            if failed is not None:
                failed(error)
            else:
                self.advance(Trouble(error.code))

        self.worker.run(work, answered, troubled)
