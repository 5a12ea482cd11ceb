"""What the locked page shows and can do: strict mode, before there is a key and anything that it opens."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Property, QObject, Signal, SignalInstance, Slot

from jobfair.errors import Incompatible, JobFairError, NotTrusted, WrongKey
from kiosk.identity.documents import WedgeBuffer
from kiosk.ports import PassScanned
from kiosk.unlocking import AskedFor, Released, Unlocking, WrongBadge
from ui.watcher import Answer, Watcher
from ui.words import Words
from ui.worker import Worker


class LockedController(QObject):
    """Handed to Main.qml in the place of the visit's controller. ``released`` says that the key is here."""

    frameChanged = Signal()
    viewChanged = Signal()
    pageChanged = Signal()
    overlayChanged = Signal()
    released = Signal(object)

    def __init__(
        self,
        unlocking: Unlocking,
        worker: Worker,
        words: Words,
        watcher: Watcher | None,
        *,
        reduced_motion: bool = False,
    ) -> None:
        super().__init__()
        self._unlocking = unlocking
        self._worker = worker
        self._words = words
        self._watcher = watcher
        self._wedge = WedgeBuffer()
        self._large = False
        self._reduced = reduced_motion
        self._state = "asking" if unlocking.knows_server else "badge_only"
        self._badge = ""
        self._camera_on = False
        self._view: dict[str, Any] = {}
        self._frame: dict[str, Any] = {}
        self._show()

    # --- what Main.qml reads

    def _get_frame(self) -> dict[str, Any]:
        return self._frame

    def _get_view(self) -> dict[str, Any]:
        return self._view

    frame = Property("QVariantMap", _get_frame, notify=frameChanged)  # type: ignore[arg-type]
    view = Property("QVariantMap", _get_view, notify=viewChanged)  # type: ignore[arg-type]
    pageFile = Property(str, lambda self: "staff/Locked", notify=pageChanged)
    overlay = Property("QVariantMap", lambda self: {}, notify=overlayChanged)  # type: ignore[arg-type]

    @Slot(str, "QVariantMap")
    def act(self, name: str, args: dict[str, Any]) -> None:
        if name == "language":
            self._words.setProperty("language", args.get("language", ""))
        elif name == "large_type":
            self._large = not self._large
        elif name == "camera":
            self._turn_camera(not self._camera_on)
        self._show()

    # --- what comes in

    def key_typed(self, key: str, at: float) -> bool:
        """A key of a scanner that types; ``at`` in seconds. True when it goes no further: a scanner's burst must not
        press the keys of the page."""
        burst = self._wedge.in_burst
        text = self._wedge.feed(key, at)
        if text:
            self.scanned(text)
        return burst or key not in ("\t", " ", "\r", "\n")

    def scanned(self, text: str) -> None:
        """A code, from any reader. One badge at a time: the pause after a wrong one holds for all."""
        if self._badge == "checking" or self._state == "opening":
            return
        self._badge = "checking"
        self._show()
        self._worker.run(lambda: self._unlocking.by_badge(text), self._tried)

    def server_said(self, said: AskedFor | JobFairError) -> None:
        """After each time the server was asked and gave no key."""
        if self._state == "opening":
            return
        if isinstance(said, AskedFor):
            self._state = "ask"
        elif isinstance(said, NotTrusted):
            self._state = "refused"
        elif isinstance(said, Incompatible):
            self._state = "update"
        else:
            self._state = "mismatch" if isinstance(said, WrongKey) else "offline"
        self._show()

    def open_with(self, found: Released) -> None:
        """The key is here, from whomever."""
        if self._state == "opening":
            return
        self._turn_camera(False)
        self._state, self._badge = "opening", ""
        self._show()
        self.released.emit(found)

    # --- inside

    def _tried(self, found: Released | WrongBadge) -> None:
        if isinstance(found, Released):
            self.open_with(found)
            return
        self._badge = "wrong" if found.is_badge else "none"
        self._show()

    def _turn_camera(self, on: bool) -> None:
        if self._watcher is None:
            return
        self._camera_on = on
        if on:
            self._watcher.watch("code", self._seen)
        else:
            self._watcher.rest()

    def _seen(self, answer: Answer) -> None:
        if isinstance(answer, PassScanned):
            self.scanned(answer.text)
        else:  # no camera after all
            self._camera_on = False
            self._show()

    def _show(self) -> None:
        view = {
            "state": self._state,
            "digits": self._unlocking.digits,
            "badge": self._badge,
            "by_camera": self._watcher is not None,
            "camera_on": self._camera_on,
        }
        frame = {"kind": "attract", "large_type": self._large, "reduced_motion": self._reduced}
        self._set("_frame", frame, self.frameChanged)
        self._set("_view", view, self.viewChanged)

    def _set(self, name: str, value: object, changed: SignalInstance) -> None:
        if getattr(self, name) != value:
            setattr(self, name, value)
            changed.emit()
