"""Figures of the running kiosk program, under a virtual screen: start, memory, the rhythm of its frames."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from kiosk.bench.figure import Figure, NotMeasured
from kiosk.bench.place import CODE, Place
from kiosk.demo.programs import Program, jobfair_command
from kiosk.demo.screen import Finger, VirtualScreen
from kiosk.demo.walk import Walker

WIDTH, HEIGHT = 1080, 1920


@dataclass
class Running:
    """The kiosk program on its virtual screen."""

    program: Program
    walker: Walker
    frames: Path
    spawned_at: float

    def first_frame(self) -> float:
        """Milliseconds from starting the process to the first frame on the screen."""
        self.program.wait_until(self.frames.exists, 60)
        return (float(self.frames.read_text("utf-8").split()[0]) - self.spawned_at) * 1000


@dataclass(frozen=True)
class Gap:
    """Between two frames on one page; monotonic seconds when it ended, milliseconds."""

    at: float
    ms: float
    page: str


@contextmanager
def virtual_screen(place: Place) -> Iterator[VirtualScreen]:
    for tool in ("Xvfb", "xdotool"):
        if shutil.which(tool) is None:
            raise NotMeasured(f"{tool} is not installed")
    screen = VirtualScreen(place.folder / "screen", WIDTH, HEIGHT)
    try:
        yield screen
    finally:
        screen.close()


@contextmanager
def running_kiosk(place: Place, screen: VirtualScreen, *, driven: bool, timed: bool) -> Iterator[Running]:
    """``driven`` lets it publish its items, for the finger; ``timed`` lets it note its frames."""
    published, frames = place.folder / "items.json", place.folder / "frames.txt"
    for left_over in (published, frames):
        left_over.unlink(missing_ok=True)
    words = ["kiosk", "--config", str(place.settings), "--geometry", f"{WIDTH}x{HEIGHT}"]
    words += ["--publish-items", str(published)] if driven else []
    words += ["--frame-times", str(frames)] if timed else []
    environment = {"DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb", "JOBFAIR_STRICT": "1"}
    spawned_at = time.monotonic()
    program = Program("kiosk", jobfair_command(*words), place.folder / "kiosk.log", environment)
    finger = Finger(screen.display, published, WIDTH, HEIGHT)
    try:
        yield Running(program, Walker(finger, "zh", lambda name: None), frames, spawned_at)
    finally:
        program.stop()


def cold_start(place: Place, runs: int | None) -> list[Figure]:
    """A new process each time; the program's files may be in the system's memory from the time before."""
    place.installation  # noqa: B018  made before the clock runs
    values = []
    with virtual_screen(place) as screen:
        for _ in range(runs or 5):
            with running_kiosk(place, screen, driven=False, timed=True) as running:
                values.append(running.first_frame())
    note = f"process start to first frame, {WIDTH}x{HEIGHT}, Mesa's software renderer"
    return [Figure("start", "cold start to the first page", tuple(values), aim=1500, note=note)]


def memory(place: Place, runs: int | None) -> list[Figure]:
    """After a visit by face with its matches, back on the first page. Proportional set size: shared pages divided."""
    place.enrol()
    kiosk, faces = [], []
    with virtual_screen(place) as screen:
        for _ in range(runs or 1):
            with running_kiosk(place, screen, driven=True, timed=False) as running:
                _come(running.walker)
                _recognised(running.walker)
                running.walker.code(CODE)
                running.walker.on("home")
                time.sleep(3)  # seconds: the matches are there
                running.walker.tap("dock.finish")
                running.walker.on("attract")
                sizes = memory_of(running.program.pid)
                kiosk.append(sizes.pop("kiosk"))
                faces.append(sizes.pop("faces"))
    return [
        Figure("memory", "resident memory of the kiosk program", tuple(kiosk), unit="MB", note="PSS, after a visit"),
        Figure("memory_faces", "resident memory of the face process", tuple(faces), unit="MB", note="PSS"),
    ]


def frame_gaps(place: Place, runs: int | None) -> list[Figure]:
    """The screen is kept drawing at 60 Hz while the film's face is recognised again and again."""
    place.enrol()
    looks = runs or 10
    with virtual_screen(place) as screen:
        with running_kiosk(place, screen, driven=True, timed=True) as running:
            running.first_frame()
            _come(running.walker)
            for _ in range(looks):
                _recognised(running.walker)
                running.walker.tap("confirm.other")
                running.walker.on("ways_in")
        gaps = read_gaps(running.frames)
    looking = [gap for gap in gaps if gap.page == "looking"]
    if not looking:
        raise NotMeasured("no frame was drawn while a face was being recognised")
    ordered = sorted(gap.ms for gap in looking)
    p99 = ordered[len(ordered) * 99 // 100]
    fps = 1000 * len(ordered) / sum(ordered)
    others = max((gap.ms for gap in gaps if gap.page not in ("looking", "change")), default=0.0)
    change = max((gap.ms for gap in gaps if gap.page == "change"), default=0.0)
    note = (
        f"{looks} times recognised, {len(ordered)} frames at {fps:.0f} a second; p99 {p99:.0f} ms; "
        f"worst on other pages {others:.0f} ms, while a page is replaced {change:.0f} ms"
    )
    what = "worst frame gap while faces are being recognised"
    return [Figure("frames", what, tuple(gap.ms for gap in looking), aim=50, judged="worst", note=note)]


def read_gaps(file: Path) -> list[Gap]:
    """The gaps between the frames that ``--frame-times`` noted; ``page`` is ``change`` where the page was replaced."""
    frames = [(float(at), page) for at, page in (line.split(" ", 1) for line in file.read_text("utf-8").splitlines())]
    return [Gap(b, (b - a) * 1000, now if now == before else "change") for (a, before), (b, now) in pairwise(frames)]


def memory_of(pid: int) -> dict[str, float]:
    """MB (PSS) of the program and of the face process that it started."""
    sizes = {"kiosk": pss(pid)}
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split():
        command = Path(f"/proc/{child}/cmdline").read_bytes()
        if b"spawn_main" in command:
            sizes["faces"] = pss(int(child))
    if "faces" not in sizes:
        raise NotMeasured("the face process was not running")
    return sizes


def pss(pid: int) -> float:
    """MB of one process; pages shared with others are divided among them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise NotMeasured("this system does not tell the memory of a process")


def _come(walker: Walker) -> None:
    walker.on("attract", 60)
    walker.tap("attract.start")
    walker.on("welcome")
    walker.tap("welcome.been_before")
    walker.on("ways_in")


def _recognised(walker: Walker) -> None:
    walker.tap("ways.face")
    walker.on("face_consent")
    walker.agree("face_consent.yes")
    walker.on("confirm_code", 40)
