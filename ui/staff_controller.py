"""The kiosk for its staff: how its parts are, sending now, pausing, and stopping after the code once more."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from jobfair import __version__
from jobfair.errors import DeviceError, JobFairError
from jobfair.second_factor import verifies
from kiosk.desk.limits import KIOSK_AN_HOUR
from kiosk.ports import Printer
from kiosk.store.export import Exported, export_outbox, sticks_in
from kiosk.visit import events as e
from ui.page_controller import Args, View
from ui.stage import Stage

CODE_LENGTH = 6
FEW_LEFT = 3
AWAY_SECONDS = 60
TRIES = 5
RESTART = 75  # EX_TEMPFAIL: start me again
LOCKED_SECONDS = 300.0


class StaffController:
    """Shown over any page of nobody: ``state`` is "" (away), "code" or "page"."""

    def __init__(
        self,
        stage: Stage,
        printer: Printer | None,
        end: Callable[[int], None],
        sticks: Callable[[Path], list[Path]] = sticks_in,
    ) -> None:
        self._stage = stage
        self._printer = printer
        self._end = end
        self._sticks = sticks
        self._export: tuple[str, int] = ("plug", 0)
        self._seen = 0.0
        self._wrong: list[float] = []
        self.paused = False
        self.leave()

    def leave(self) -> None:
        self.state = ""
        self._typed = self._problem = ""
        self._why = "open"
        self._tested: dict[str, tuple[str, str]] = {}
        self._busy = False

    def begin(self, why: str = "open") -> None:
        """The hidden key was held: ask for the code. ``why`` "reset": for the seeker who stands before the page that
        says too many tries."""
        self.state, self._typed, self._problem, self._why = "code", "", "", why
        self._seen = self._stage.kiosk.clock.monotonic()
        if self._export[0] != "busy":
            self._export = ("plug", 0)

    def tick(self) -> bool:
        """True when staff went away and the page was closed."""
        if self.state and self._stage.kiosk.clock.monotonic() - self._seen > AWAY_SECONDS:
            self.leave()
            return True
        return False

    # --- what is shown

    def view(self) -> View:
        if self.state == "code":
            return {"entered": len(self._typed), "length": CODE_LENGTH, "problem": self._problem, "why": self._why,
                    "busy": self._busy}  # fmt: skip
        kiosk = self._stage.kiosk
        counts, settings = kiosk.desk.counts(), kiosk.desk.fair().settings
        now = kiosk.clock.now().astimezone()
        return {
            "kiosk": settings.kiosk,
            "place": self._stage.text(settings.position) or self._stage.text(self._stage.fair.name),
            "version": __version__,
            "online": kiosk.syncer.online,
            "offline_min": 0,
            "waiting": counts.submissions_waiting,
            "parked": counts.parked,
            "paused": self.paused,
            "advice": self._stage.words.tr("staff.export.next") if self._export[0] == "done" else "",
            "duty": "",
            "time": f"{now:%H:%M}",
            "parts": self._parts(),
            "counts": [
                {"key": "visits", "n": kiosk.desk.visits_today()},
                {"key": "handed_in", "n": counts.delivered_today + counts.submissions_waiting},
            ],
        }

    def _parts(self) -> list[View]:
        say, kiosk = self._stage.words.tr, self._stage.kiosk
        counts, disk = kiosk.desk.counts(), kiosk.disk
        online, waiting = kiosk.syncer.online, counts.submissions_waiting
        camera = "attention" if self._stage.camera is None or self._lost("camera_lost") else "ok"
        printer = self._tested.get("printer", ("failed" if self._lost("printer_lost") else "ok", ""))
        room = say("staff.storage.free", {"n": f"{disk.free / 1e9:.0f}"})
        if disk.state != "ok":
            room = say(f"staff.storage.{disk.state}", {"n": disk.free // 2**20})
        outbox = "attention" if counts.parked else "waiting" if counts.waiting else "ok"
        rows: list[tuple[str, str, str, str]] = [
            ("camera", camera, "", "test"),
            ("network", "ok" if online else "failed", "", "reconnect"),
            ("outbox", outbox, say("staff.waiting", {"n": waiting}) if waiting else "", "send"),
            ("storage", "ok" if disk.state == "ok" else "attention", room, ""),
        ]
        codes_left = kiosk.desk.kiosk_tries_left() if kiosk.desk.is_ready else KIOSK_AN_HOUR
        if codes_left < KIOSK_AN_HOUR:
            state = "ok" if codes_left > FEW_LEFT else "attention"
            rows.insert(2, ("codes", state, say("staff.codes.left", {"n": max(0, codes_left)}), "again"))
        told, count = self._export
        if kiosk.config.import_folder is not None and (counts.waiting or counts.parked or told != "plug"):
            state = {"done": "ok", "plug": "waiting", "busy": "waiting"}.get(told, "attention")
            rows.insert(3, ("export", state, say(f"staff.export.{told}", {"n": count}), "export"))
        if alike := kiosk.desk.alike_people():
            rows.append(("alike", "attention", say("staff.alike", {"n": alike}), ""))
        if self._printer is not None:
            rows.insert(1, ("printer", printer[0], printer[1], "print"))
        return [{"key": key, "state": state, "note": note, "action": action} for key, state, note, action in rows]

    def _lost(self, code: str) -> bool:
        return code in self._stage.device_faults

    # --- what can be done

    def act(self, name: str, args: Args) -> None:
        self._seen = self._stage.kiosk.clock.monotonic()
        if name == "leave":
            self.leave()
        elif self.state == "code":
            self._code(name, str(args.get("digit", "")))
        elif name == "part":
            self._part(str(args["part"]))
        elif name == "pause" and self.paused:
            self.paused = False
        elif name in ("pause", "restart", "shutdown"):
            self.state, self._typed, self._problem, self._why = "code", "", "", name
        self._stage.changed.emit()

    def _code(self, name: str, digit: str) -> None:
        if name == "digit" and not self._busy:
            self._typed, self._problem = (self._typed + digit)[:CODE_LENGTH], ""
        elif name in ("clear", "erase"):
            self._typed = self._typed[:-1] if name == "erase" else ""
        elif name == "confirm" and len(self._typed) == CODE_LENGTH and not self._busy:
            self._check()

    def _check(self) -> None:
        """On a worker: the hash is slow. Five wrong codes lock the door for five minutes."""
        now = self._stage.kiosk.clock.monotonic()
        self._wrong = [at for at in self._wrong if now - at < LOCKED_SECONDS]
        typed, self._typed = self._typed, ""
        if len(self._wrong) >= TRIES:
            self._problem = "wrong"
            return
        self._busy = True
        settings = self._stage.kiosk.desk.fair().settings

        def done(right: bool) -> None:
            self._busy = False
            if right:
                self._opened()
            else:
                self._wrong.append(self._stage.kiosk.clock.monotonic())
                self._problem = "wrong"
            self._stage.changed.emit()

        self._stage.run(lambda: verifies(typed, settings.staff, settings.pepper), done)

    def _opened(self) -> None:
        why, self._why = self._why, "open"
        if why == "reset":
            self._give_tries()
            return
        self.state = "page"
        if why == "pause":
            self.paused = True
        elif why in ("restart", "shutdown"):
            # A supervisor (systemd, Restart=on-failure) starts it again after RESTART, and leaves it off after 0.
            self._end(RESTART if why == "restart" else 0)

    def _give_tries(self) -> None:
        """Staff have seen a document of hers: she may try again, here at once, elsewhere with the next syncs."""
        self.leave()
        desk, claim = self._stage.kiosk.desk, self._stage.visit.claim

        def give() -> None:
            desk.reset_kiosk_tries()
            if claim is not None:
                desk.reset_tries(claim)

        def given(_: None) -> None:
            self._stage.wake_sync()
            self._stage.advance(e.TriesGiven())

        self._stage.run(give, given)

    def _part(self, part: str) -> None:
        if part == "codes":
            self._stage.run(self._stage.kiosk.desk.reset_kiosk_tries, lambda _: self._stage.changed.emit())
        elif part == "network":
            self._stage.wake_sync()
        elif part == "outbox":  # the refused ones too: the organizers may have settled them since
            self._stage.worker.run(self._stage.kiosk.outbox.unpark, lambda _: self._stage.wake_sync(), lambda _: None)
        elif part == "export":
            self._write_to_stick()
        elif part == "printer" and self._printer is not None:
            printer = self._printer

            def failed(error: JobFairError) -> None:
                self._tested["printer"] = ("failed" if isinstance(error, DeviceError) else "attention", "")
                self._stage.changed.emit()

            def done(_: None) -> None:
                self._tested["printer"] = ("ok", "")
                self._stage.changed.emit()

            self._stage.run(printer.check, done, failed)

    def _write_to_stick(self) -> None:
        """What waits and what was refused, sealed, onto the first stick; it may take minutes."""
        kiosk = self._stage.kiosk
        folder = kiosk.config.import_folder
        if folder is None or self._export[0] == "busy":
            return
        place, data = folder, kiosk.config.data
        self._export = ("busy", 0)

        def write() -> Exported | None:
            sticks = self._sticks(place)
            return export_outbox(data, sticks[0]) if sticks else None

        def done(written: Exported | None) -> None:
            self._export = ("no_stick", 0) if written is None else ("done", written.rows)
            self._stage.changed.emit()

        def failed(error: JobFairError) -> None:
            self._export = ("failed", 0)
            self._stage.changed.emit()

        self._stage.worker.run(write, done, failed)
