"""The demonstration where nobody watches: real programs under a virtual screen, real touches, and the proof of it."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from jobfair.fair import Fair
from jobfair.qr import rows_of
from jobfair.text import LANGUAGES, Language
from kiosk.demo import story
from kiosk.demo.employer import EmployerPage
from kiosk.demo.installation import Installation, Tell
from kiosk.demo.phone import Phone, scanned
from kiosk.demo.programs import Program, ProgramFailed, jobfair_command
from kiosk.demo.screen import Finger, VirtualScreen
from kiosk.demo.walk import Walker

SIZES = {"portrait": (1080, 1920), "landscape": (1920, 1080)}
NEWCOMERS: dict[tuple[str, Language], story.Newcomer] = {
    ("portrait", "zh"): story.Newcomer("林晓雨", "19900009101", "110105200003150012"),
    ("portrait", "en"): story.Newcomer("Mary Linwood", "19900009102", "110105200003150020"),
    ("landscape", "zh"): story.Newcomer("周启明", "19900009103", "110105200003150039"),
    ("landscape", "en"): story.Newcomer("Peter Ashdown", "19900009104", "110105200003150047"),
}

NOT_SHOWN = {
    "liveness": "off: the film shows a photograph, which no challenge lets through",
    "alike": "the film shows one person: with her second enrolment two look alike, and nobody is named any more",
}
"""What the demonstration does not show, or not as a fair would, and why."""


@dataclass
class Demonstration:
    """One run; what it did and found is in ``summary``."""

    installation: Installation
    resources: Path
    out: Path
    tell: Tell
    summary: dict[str, Any] = field(default_factory=dict)

    def run(self) -> bool:
        """True when the submission was read back from the employer's page with its PDF, listed once."""
        began = time.monotonic()
        self.summary.update(ok=False, not_shown=NOT_SHOWN, steps={}, screenshots=[])
        try:
            self.installation.prepare()
            self.installation.start_server()
            with self._screen() as screen:
                for orientation in SIZES:
                    self._orientation(screen, orientation)
            self._other_pages()
            self.summary["ok"] = all(found["ok"] for found in self.summary["read_back"].values())
        except (ProgramFailed, subprocess.SubprocessError, OSError, LookupError) as error:
            self.summary["error"] = str(error)
            self.tell(f"stopped: {error}")
        finally:
            self.installation.close()
            self.summary["seconds"] = round(time.monotonic() - began, 1)
            self.summary["screenshots"] = sorted(str(p.relative_to(self.out)) for p in self.out.glob("*/*.png"))
            text = json.dumps(self.summary, ensure_ascii=False, indent=1)
            (self.out / "summary.json").write_text(text + "\n", "utf-8")
        return bool(self.summary["ok"])

    @contextmanager
    def _screen(self) -> Iterator[VirtualScreen]:
        screen = VirtualScreen(self.installation.folder / "screen")
        try:
            yield screen
        finally:
            screen.close()

    # --- one orientation, both languages

    def _orientation(self, screen: VirtualScreen, orientation: str) -> None:
        name = {"portrait": "K1", "landscape": "K2"}[orientation]
        self.installation.pair(name)
        seekers = self.installation.seekers()
        with self._kiosk(screen, name, orientation) as walker_of:
            for number, language in enumerate(LANGUAGES):
                walk = walker_of(language)
                self.tell(f"{orientation}, {language}: first visit, with the server pulled out before the tap")
                self._first_visit(walk, name, orientation)
                self.tell(f"{orientation}, {language}: returning by face, by pass; looking around; walking away")
                newcomer = NEWCOMERS[orientation, language]
                # The film shows one person only: the second who keeps "her" face makes two who look alike.
                story.returning_by_face(walk, newcomer, recognised=number == 0)
                story.returning_by_pass(walk, seekers[number], self._put_resume_on_stick)
                self._clear_stick()
                story.look_around(walk)
                story.walks_away(walk)
                story.staff(walk, self.installation.staff_code())
                self.summary["steps"][f"{orientation}-{language}"] = walk.steps
        self.tell(f"{orientation}: a camera that sees nobody, then a pass; found by a document, the face taken back")
        before_camera = self._before_camera()
        with self._kiosk(screen, name, orientation, camera=str(before_camera)) as walker_of:
            walks = {language: walker_of(language) for language in LANGUAGES}
            for number, walk in enumerate(walks.values()):
                seeker = seekers[20 + number]
                self._before_camera()
                story.pass_before_the_camera(walk, seeker, partial(self._before_camera, seeker.pass_text))
            # Once the last face is taken back, this kiosk offers no look any more.
            for language, walk in walks.items():
                seen = self.out / f"{orientation}-{language}"
                story.takes_all_along(walk, NEWCOMERS[orientation, language], partial(self._phone_before, seen))
            for number, (language, walk) in enumerate(walks.items()):  # after ten wrong codes a kiosk takes no more
                story.too_many_tries(walk, seekers[10 + number])
                self.summary["steps"][f"{orientation}-{language}-second-kiosk"] = walk.steps

    @contextmanager
    def _kiosk(self, screen: VirtualScreen, name: str, orientation: str, camera: str = "") -> Iterator[Any]:
        width, height = SIZES[orientation]
        published = self.installation.folder / f"{name}-items.json"
        published.unlink(missing_ok=True)
        words = ["kiosk", "--config", str(self.installation.settings(name)), "--geometry", f"{width}x{height}"]
        words += ["--publish-items", str(published), *(["--camera", camera] if camera else [])]
        env = {"DISPLAY": screen.display, "QT_QPA_PLATFORM": "xcb", "JOBFAIR_STRICT": "1"}
        program = Program(name, jobfair_command(*words), self.installation.folder / f"{name}.log", env)
        finger = Finger(screen.display, published, width, height)

        def walker_of(language: Language) -> Walker:
            folder = self.out / f"{orientation}-{language}"
            taken = {path.stem[3:]: path for path in folder.glob("*.png")}

            def shoot(page: str) -> None:
                path = taken.setdefault(page, folder / f"{len(taken) + 1:02d}-{page}.png")
                screen.save(path, width, height)

            return Walker(finger, language, shoot)

        try:
            program.wait_until(published.exists, 60)
            yield walker_of
        finally:
            program.stop()

    # --- the proof

    def _first_visit(self, walk: Walker, name: str, orientation: str) -> None:
        newcomer = NEWCOMERS[orientation, walk.language]
        before = set(self.installation.submissions(name))
        times: dict[str, float] = {}

        def pull_out() -> None:
            self.installation.pull_server_out()
            times["server_pulled_out"] = time.monotonic() - walk.began

        def put_back() -> None:
            times["saved_without_server"] = time.monotonic() - walk.began
            self.installation.start_server()
            times["server_back"] = time.monotonic() - walk.began
            walk.wait_for(walk.say("saved.delivered"))
            times["receipt_on_screen"] = time.monotonic() - walk.began
            walk.settle()
            walk.shoot("saved-delivered")

        booth = story.first_visit(walk, newcomer, pull_out, put_back)
        new = [s for s in self.installation.submissions(name) if s not in before]
        self.installation.wait_delivered(name)
        self.summary.setdefault("read_back", {})[f"{orientation}-{walk.language}"] = {
            **self._read_back(new, booth, newcomer, f"{orientation}-{walk.language}"),
            "times_s": {key: round(value, 2) for key, value in times.items()},
        }
        self.summary.setdefault("submission", new[0] if new else None)

    def _read_back(self, submissions: list[str], booth: str, newcomer: story.Newcomer, where: str) -> dict[str, Any]:
        """As the employer: log in, find it, open it, read its PDF."""
        from pypdf import PdfReader

        if len(submissions) != 1:
            return {"ok": False, "submissions": submissions}
        fair = Fair.model_validate_json((self.resources / "demo" / "fair.json").read_bytes())
        employer = fair.booth_by_id[booth].employer or ""
        page = EmployerPage(self.installation.url, *self.installation.employer(employer))
        found = page.read(submissions[0])
        text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(found.pdf)).pages)
        (self.out / where).mkdir(parents=True, exist_ok=True)
        (self.out / where / "resume.pdf").write_bytes(found.pdf)
        if not (self.out / "resume.pdf").exists():
            (self.out / "resume.pdf").write_bytes(found.pdf)
        checks = {
            "listed_once": found.times_listed == 1,
            "name_on_page": newcomer.name in found.page,
            "name_in_pdf": newcomer.name in text,
        }
        ok = all(checks.values())
        return {"ok": ok, "submission": submissions[0], "booth": booth, "employer": employer, **checks}

    # --- odds and ends

    def _put_resume_on_stick(self) -> None:
        """One of the demonstration's résumés as the PDF that its owner might bring."""
        from jobfair.resume.render import Renderer
        from jobfair.seeker import Resume

        resume = Resume.model_validate_json((self.resources / "demo" / "resumes" / "S01.json").read_bytes())
        (self.installation.folder / "stick" / "resume-S01.pdf").write_bytes(Renderer().resume(resume, "zh").pdf)

    def _clear_stick(self) -> None:
        for file in (self.installation.folder / "stick").iterdir():
            file.unlink()

    def _before_camera(self, pass_text: str = "") -> Path:
        """What stands in place of the camera's picture from its next opening on: nobody, or a pass held up."""
        from PIL import Image

        path = self.installation.folder / "before-camera.png"
        picture = Image.new("RGB", (640, 480), (120, 128, 132))
        if pass_text:
            rows = rows_of(pass_text)
            code = Image.new("L", (len(rows), len(rows)), 255)
            code.putdata([0 if cell == "1" else 255 for row in rows for cell in row])
            side = 4 * (len(rows) + 8)
            paper = Image.new("RGB", (side, side), "white")
            paper.paste(code.resize((4 * len(rows),) * 2, Image.Resampling.NEAREST), (16, 16))
            paper.thumbnail((440, 440))
            picture.paste(paper, ((640 - paper.width) // 2, (480 - paper.height) // 2))
        picture.save(path)
        return path

    def _phone_before(self, folder: Path) -> Phone:
        """A phone that is held before the page for taking the pass along."""
        return scanned(next(path for path in folder.glob("*.png") if path.stem[3:] == "take_pass"))

    def _other_pages(self) -> None:
        """Pages that no honest walk reaches (a fault, say) are drawn by the same QML from sample data, and said so."""
        drawn: list[str] = []
        for orientation, (width, height) in SIZES.items():
            for language in LANGUAGES:
                folder = self.out / f"{orientation}-{language}"
                done = subprocess.run(
                    [sys.executable, "-m", "ui.preview", "--all", "--match", "Trouble", "--language", language,
                     "--size", f"{width}x{height}", "--out-dir", str(folder)],
                    env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
                    capture_output=True, text=True, timeout=120, check=False,
                )  # fmt: skip
                if done.returncode:
                    raise ProgramFailed(f"pages from samples: {done.stderr.strip()[-400:]}")
                drawn += [f"{folder.name}/{Path(line).name}" for line in done.stdout.split()]
        self.summary["drawn_from_samples"] = drawn
