"""Fill docs/images: the kiosk's pages from a demonstration's output, the portals' pages taken here in a browser.

    jobfair demo --unattended                       # leaves demo-output/
    python resources/make/screenshots.py            # needs: chromium, and the development set-up

The portals' server, its fair and its submissions are the demonstration's, made in a temporary folder by our own
commands. Pictures are made smaller and get a palette, so that all of them together stay below three megabytes.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from jobfair.consent import Purpose
from jobfair.wire import StoredFace
from kiosk.bootstrap import build, connect
from kiosk.config import load_config
from kiosk.demo.installation import Installation
from kiosk.demo.programs import jobfair_command, run_jobfair
from kiosk.visit.state import Draft

ROOT = Path(__file__).resolve().parents[2]
IMAGES = ROOT / "docs" / "images"
RESUMES = ROOT / "resources" / "demo" / "resumes"

LANGUAGES = {"zh": "zh-CN", "en": "en-US"}
KIOSK_WIDTHS = {"portrait": 400, "landscape": 800}
KIOSK_PAGES = {"portrait": ("saved", "staff_page"), "landscape": ("home",)}
FRONT = (("zh", "attract"), ("zh", "home"), ("en", "saved"))
"""The README's picture: three pages side by side."""

SAMPLES = {"looking": "Looking/blink", "your_data": "YourData", "map": "Map", "questions": "Questions"}
"""Pages drawn from sample data: the demonstration has no challenge, and its own walks change with what is suggested."""

ORGANIZER_PAGES = {
    "keys": "keys",
    "documents": "documents",
    "wrong-codes": "codes",
    "alike": "alike",
    "proofs": "proofs",
    "plan": "plan",
    "openings": "openings",
    "booths": "booths",
}
EMPLOYER_PAGES = {"openings": "openings", "booth": "booth"}
FOUND = "刘"
ENCODER = "dlib-resnet-v1/mirrored-1"

DESK = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
PLACES = {"K-01": "H1, A03", "K-02": "H1, C07", "K-03": "H2, G01", "K-04": "H2, K05"}
EMPLOYER = "E004"
HANDED_IN = (
    ("K-01", "S10", "O0542"),
    ("K-01", "S38", "O0542"),
    ("K-02", "S33", "O0151"),
    ("K-01", "S21", "O0015"),
    ("K-02", "S40", "O0016"),
    ("K-02", "S11", "O0019"),
    ("K-01", "S02", "O0015"),
    ("K-02", "S34", "O0019"),
    ("K-02", "S01", "O0016"),
)
"""Kiosk, résumé, opening: as a morning might bring them."""
SAYS: dict[str, dict[str, Any]] = {
    "K-01": {"visits_today": 46},
    "K-02": {"visits_today": 31, "waiting": 4},
    "K-03": {"visits_today": 18, "parked": 1},
}
"""What the demonstration's kiosks tell of themselves, so that the board has something to show."""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--demo-output", type=Path, default=ROOT / "demo-output", metavar="DIR")
    parser.add_argument("--out", type=Path, default=IMAGES, metavar="DIR")
    parser.add_argument("--chromium", default=shutil.which("chromium"), metavar="FILE")
    parser.add_argument("--only", choices=("kiosk", "portals"), help="only these; the others stay as they are")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    if args.only != "portals":
        kiosk_pages(args.demo_output, args.out)
    if args.only != "kiosk":
        portal_pages(args.chromium, args.out)
    total = sum(file.stat().st_size for file in args.out.glob("*.png"))
    print(f"{args.out}: {total / 1e6:.1f} MB")
    return 0


# --- the kiosk


def kiosk_pages(demo_output: Path, out: Path) -> None:
    """Pages that the demonstration photographed; SystemExit names the first that is not there."""
    for orientation, pages in KIOSK_PAGES.items():
        for language in LANGUAGES:
            for page in pages:
                picture = photograph(demo_output / f"{orientation}-{language}", page)
                name = f"kiosk-{page.replace('_', '-')}-{orientation}-{language}.png"
                save(picture, out / name, KIOSK_WIDTHS[orientation])
    for page, sample in SAMPLES.items():
        for language in LANGUAGES:
            save(
                drawn(sample, language),
                out / f"kiosk-{page.replace('_', '-')}-portrait-{language}.png",
                KIOSK_WIDTHS["portrait"],
            )
    front = [photograph(demo_output / f"portrait-{language}", page) for language, page in FRONT]
    save(side_by_side(front), out / "kiosk.png", 800)


def photograph(folder: Path, page: str) -> Image.Image:
    """The last picture of that page: ``NN-page.png``."""
    found = sorted(file for file in folder.glob("*.png") if re.fullmatch(rf"\d+-{page}", file.stem))
    if not found:
        raise SystemExit(f"screenshots: {folder} has no picture of the page {page!r}; run `jobfair demo --unattended`")
    return Image.open(found[-1]).convert("RGB")


def drawn(sample: str, language: str) -> Image.Image:
    """The page as the kiosk's own program draws it, from ``ui/qml/samples.json``."""
    with tempfile.TemporaryDirectory(prefix="jobfair-screenshots-") as folder:
        file = Path(folder) / "page.png"
        words = [sample, "--language", language, "--size", "1080x1920", "--out", str(file)]
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
        subprocess.run([sys.executable, "-m", "ui.preview", *words], env=env, check=True, capture_output=True)
        return Image.open(file).convert("RGB")


def side_by_side(pictures: list[Image.Image], gap: int = 48) -> Image.Image:
    width = sum(picture.width for picture in pictures) + gap * (len(pictures) - 1)
    sheet = Image.new("RGB", (width, max(picture.height for picture in pictures)), "white")
    x = 0
    for picture in pictures:
        sheet.paste(picture, (x, 0))
        x += picture.width + gap
    return sheet


def save(picture: Image.Image, file: Path, width: int) -> None:
    if picture.width > width:
        size = (width, round(picture.height * width / picture.width))
        picture = picture.resize(size, Image.Resampling.LANCZOS)
    # By coverage, so that a small green dot stays green; then by means, so that large areas keep their tone.
    small = picture.quantize(256, Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    small.save(file, optimize=True)


# --- the portals


def portal_pages(chromium: str | None, out: Path) -> None:
    if chromium is None:
        raise SystemExit("screenshots: --chromium FILE: there is no chromium here")
    with tempfile.TemporaryDirectory(prefix="jobfair-screenshots-") as folder:
        fair = Installation(Path(folder), "none", print)
        try:
            fair.prepare()
            fair.start_server()
            furnish(fair)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                edited(browser, fair)
                organizer(browser, fair, out)
                employer(browser, fair, out)
                seeker(browser, fair, out)
                browser.close()
        finally:
            fair.close()


def furnish(fair: Installation) -> None:
    """Kiosks, one of them not paired yet, and what seekers handed in."""
    for name, place in PLACES.items():
        run_jobfair("server", "pair-code", name, "--position", place, "--data", str(fair.data))
    for name in SAYS:
        fair.pair(name)
    for name, resume, opening in HANDED_IN:
        words = ["--seeker", str(RESUMES / f"{resume}.json"), "--opening", opening]
        run_jobfair("submit", *words, "--config", str(fair.settings(name)))
    identified(fair)
    for name in SAYS:
        run_jobfair("sync", "--once", "--config", str(fair.settings(name)))
        say(fair, name)
    run_jobfair("server", "purge", "--data", str(fair.data))


def identified(fair: Installation) -> None:
    """At one kiosk: two registrations with one face, a face taken back, and wrong codes for somebody's number.

    The faces are drawn by chance and belong to nobody."""
    random = np.random.default_rng(4)
    kiosk = build(load_config(fair.settings("K-02")))
    try:
        desk = kiosk.desk
        cards = []
        for name, phone, face in (("王小兰", "+8619900009001", 0), ("王晓岚", "+8619900009002", 0), ("陈雨", "", 1)):
            numbers = np.random.default_rng(face).normal(size=128)
            numbers = numbers / np.linalg.norm(numbers) + random.normal(scale=0.005, size=128)
            numbers = (numbers / np.linalg.norm(numbers)).astype("<f4")
            kept = StoredFace(encoder=ENCODER, numbers=numbers.tobytes(), frames=5)
            draft = Draft(name=name, phone=phone, age="16_up", code="482915", face=kept, face_scope="this_fair")
            cards.append(desk.register(draft, "zh"))
        desk.withdraw_face(cards[2], Purpose.FACE_THIS_KIOSK, "zh")
        for seeker, tries in zip(fair.seekers(), (5, 2, 1), strict=False):
            for _ in range(tries):
                desk.check_visit_code(desk.find_by_phone(seeker.phone), "111112")
    finally:
        kiosk.close()


def say(fair: Installation, name: str) -> None:
    """A round's heartbeat with this kiosk's counts."""
    from jobfair import __version__
    from jobfair.wire import Heartbeat

    kiosk = build(load_config(fair.settings(name)))
    try:
        paired = kiosk.paired()
        assert paired is not None
        server = connect(kiosk.config, paired.server, paired.token)
        counts = {"waiting": 0, "parked": 0, **SAYS[name]}
        now, at_rest = kiosk.clock.now(), kiosk.store.at_rest_by
        server.heartbeat(
            Heartbeat(version=__version__, kiosk_time=now, snapshot=kiosk.snapshot.version, at_rest=at_rest, **counts)
        )
        server.close()
    finally:
        kiosk.close()


def edited(browser: Browser, fair: Installation) -> None:
    """An employer writes what the law forbids, and what the organizer has to judge: the page Openings has something."""
    for number, words in enumerate(("限男性，35 岁以下。", "形象好，气质佳。")):
        with visitor(browser, fair, "zh", DESK, fair.employer(EMPLOYER)) as page:
            page.goto(f"{fair.url}/employer/openings")
            page.locator("ul.found a").nth(number).click()
            field = page.locator("#id_description_zh")
            field.fill(words + field.input_value())
            page.locator("form.fields .primary").click()
            page.wait_for_load_state("networkidle")


def organizer(browser: Browser, fair: Installation, out: Path) -> None:
    """The board, a code, the digits to compare, the pages of face recognition, keys and rescue."""
    carried = fair.folder / "outbox-K-01.jobfair"
    run_jobfair("outbox", "export", str(carried), "--config", str(fair.settings("K-01")))
    for language in LANGUAGES:
        with visitor(browser, fair, language, DESK, fair.organizer()) as page:
            board = page.url
            shoot(page, out / f"organizer-board-{language}.png")
            page.goto(f"{board}face")
            shoot(page, out / f"organizer-face-{language}.png")
            for shown, address in ORGANIZER_PAGES.items():
                page.goto(board + address)
                shoot(page, out / f"organizer-{shown}-{language}.png")
            page.goto(f"{board}passes")
            page.fill("input[name=q]", FOUND)
            page.locator(".fields .primary").click()
            shoot(page, out / f"organizer-passes-{language}.png")
            paper = page.request.get(f"{board}face/assessment.pdf?language={language}").body()
            save(first_page(paper), out / f"assessment-{language}.png", 600)
            page.goto(f"{board}rescue")
            page.set_input_files("input[type=file]", carried)
            page.locator(".fields .primary").click()
            shoot(page, out / f"organizer-rescue-{language}.png")
            page.goto(f"{board}kiosks")
            page.fill("#id_name", "K-04")
            page.locator(".fields .primary").click()
            code = page.locator(".card.code .digits").inner_text().strip()
            shoot(page, out / f"organizer-code-{language}.png")
            with pairing_kiosk(fair, code):
                page.goto(f"{board}kiosks")
                shoot(page, out / f"organizer-pairing-{language}.png")
                page.locator("button[value=refuse]").click()


def first_page(paper: bytes) -> Image.Image:
    import pypdfium2

    return pypdfium2.PdfDocument(paper)[0].render(scale=2).to_pil().convert("RGB")


@contextmanager
def pairing_kiosk(fair: Installation, code: str) -> Iterator[None]:
    """A kiosk that has given its code and shows its digits; nobody confirms it."""
    settings = fair.folder / "K-04.toml"
    settings.write_text('data = "K-04"\n', "utf-8")
    command = jobfair_command("pair", code, "--server", fair.url, "--config", str(settings))
    kiosk = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert kiosk.stdout is not None
        next(line for line in kiosk.stdout if re.search(r"\d{4} \d{4}", line))
        yield
    finally:
        kiosk.kill()
        kiosk.communicate()


def employer(browser: Browser, fair: Installation, out: Path) -> None:
    """The inbox, a résumé, the openings and the booth, at a desk; a résumé on a phone."""
    for number, language in enumerate(LANGUAGES):
        with visitor(browser, fair, language, DESK, fair.employer(EMPLOYER)) as page:
            shoot(page, out / f"employer-inbox-{language}.png")
            page.locator(".rows a").nth(number).click()
            page.locator("button[value=shortlisted]").click()
            page.fill(
                "#note",
                {"zh": "看图纸没问题，约周四来厂里。", "en": "Reads drawings well. Asked to come on Thursday."}[
                    language
                ],
            )
            page.locator(".rail form button").last.click()
            shoot(page, out / f"employer-resume-{language}.png")
            resume = page.url
            for shown, address in EMPLOYER_PAGES.items():
                page.goto(f"{fair.url}/employer/{address}")
                shoot(page, out / f"employer-{shown}-{language}.png")
        with visitor(browser, fair, language, PHONE, fair.employer(EMPLOYER)) as page:
            page.goto(resume)
            shoot(page, out / f"employer-resume-phone-{language}.png")


def seeker(browser: Browser, fair: Installation, out: Path) -> None:
    """On a phone: what was handed in a moment ago is taken back."""
    kiosk = ["--config", str(fair.settings("K-01"))]
    words = ["--seeker", str(RESUMES / "S05.json"), "--opening", "O0015", "--opening", "O0151"]
    done = json.loads(run_jobfair("submit", *words, "--json", *kiosk))
    run_jobfair("sync", "--once", *kiosk)
    for language, locale in LANGUAGES.items():
        context = browser.new_context(viewport=PHONE, locale=locale, timezone_id="Asia/Shanghai")
        page = context.new_page()
        page.goto(done["take_back"][0])
        shoot(page, out / f"phone-take-back-{language}.png")
        context.close()


@contextmanager
def visitor(browser: Browser, fair: Installation, language: str, size: Any, who: tuple[str, str]) -> Iterator[Page]:
    """Logged in, in that language."""
    context = browser.new_context(viewport=size, locale=LANGUAGES[language], timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.goto(f"{fair.url}/login")
    page.fill("input[name=username]", who[0])
    page.fill("input[name=password]", who[1])
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: not url.endswith("/login"))
    page.wait_for_load_state("networkidle")
    yield page
    context.close()


def shoot(page: Page, file: Path) -> None:
    page.wait_for_load_state("networkidle")
    save(Image.open(io.BytesIO(page.screenshot())).convert("RGB"), file, 800)


if __name__ == "__main__":
    sys.exit(main())
