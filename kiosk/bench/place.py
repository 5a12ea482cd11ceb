"""Where it is measured: a demonstration fair with its server running, and one kiosk paired with it."""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

from jobfair.wire import SeekerCard
from kiosk.bench.figure import NotMeasured
from kiosk.bootstrap import Kiosk, build
from kiosk.config import load_config
from kiosk.demo.installation import Installation
from kiosk.devices.camera import FilmCamera
from kiosk.identity.worker import WorkerFaceEngine
from kiosk.ports import Frame, Probe
from kiosk.visit.state import Draft

KIOSK = "K1"
CODE = "582037"
"""Visit code of the one whose face is on the film."""


class Place:
    """One folder on the disk to be measured. What a figure needs is made when it is first asked for."""

    def __init__(self, folder: Path, film: Path, tell: Callable[[str], None]) -> None:
        self.folder = folder
        self._film = film.resolve()
        self._tell = tell
        self._installation: Installation | None = None
        self._enrolled = False

    @cached_property
    def film(self) -> Path:
        """A film with one face."""
        if not self._film.is_file():
            raise NotMeasured(f"no film {self._film.name}: `make bench` makes one, or give --camera FILE")
        return self._film

    @cached_property
    def installation(self) -> Installation:
        """Seeded, running, the kiosk paired and synced."""
        camera = str(self._film) if self._film.is_file() else "none"
        self._installation = made = Installation(self.folder / "fair", camera, self._tell)
        made.prepare()
        made.start_server()
        made.pair(KIOSK)
        return made

    @property
    def settings(self) -> Path:
        return self.installation.settings(KIOSK)

    @contextmanager
    def kiosk(self) -> Iterator[Kiosk]:
        """The paired kiosk's parts, in this process."""
        made = build(load_config(self.settings, {}))
        try:
            yield made
        finally:
            made.close()

    def cards(self, kiosk: Kiosk) -> list[SeekerCard]:
        """Of everybody who registered for the demonstration fair."""
        found = [kiosk.desk.find_by_phone(seeker.phone).openings for seeker in self.installation.seekers()]
        return [openings[0] for openings in found if openings]

    def enrol(self) -> None:
        """Make the face of the film known to the kiosk, once."""
        if self._enrolled:
            return
        frames = self.frames(4)
        self._tell("one face is enrolled from the film")
        with self.kiosk() as kiosk, face_engine() as engine:
            probe = engine.measure(frames, thorough=True)
            if not isinstance(probe, Probe):
                raise NotMeasured("the film shows no face that can be enrolled")
            face = kiosk.desk.stored_face(probe)
            draft = Draft(name="陈测量", age="16_up", code=CODE, face_scope="this_kiosk", face=face)
            kiosk.desk.register(draft, "zh")
        self._enrolled = True

    def frames(self, count: int) -> list[Frame]:
        """Frames of the film, a third of a second apart as the kiosk takes them."""
        camera = FilmCamera(self.film)
        camera.open()
        try:
            return [[camera.read() for _ in range(5)][-1] for _ in range(count)]
        finally:
            camera.close()

    def close(self) -> None:
        if self._installation is not None:
            self._installation.close()


@contextmanager
def face_engine() -> Iterator[WorkerFaceEngine]:
    """The face process, ready."""
    engine = WorkerFaceEngine()
    try:
        engine.start()
        end = time.monotonic() + 60
        while not engine.ready and time.monotonic() < end:
            time.sleep(0.05)
        yield engine
    finally:
        engine.close()


@contextmanager
def temporary_place(parent: Path, film: Path, tell: Callable[[str], None]) -> Iterator[Place]:
    """A place below ``parent``, so that its disk is measured and not one in memory; removed at the end."""
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="bench-", dir=parent))
    place = Place(folder, film, tell)
    try:
        yield place
    finally:
        place.close()
        shutil.rmtree(folder, ignore_errors=True)
