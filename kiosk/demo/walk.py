"""One person at the kiosk: touches what a person would, by its name on the screen; every page is photographed."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from jobfair.text import Language
from kiosk.demo.screen import Finger, StepFailed

TRANSLATIONS = Path(__file__).resolve().parents[2] / "resources" / "translations"
_BOOTH = re.compile(r"[A-Z]\d{2}\b")
SETTLE = 0.45  # seconds: a page slides in for 200 ms, and a picture of it should show it at rest


@dataclass
class Walker:
    """Walks in one language. ``shoot`` saves what is on the screen under a name; ``steps`` are what was done, when."""

    finger: Finger
    language: Language
    shoot: Callable[[str], None]
    steps: list[dict[str, object]] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self._texts: dict[str, str] = json.loads((TRANSLATIONS / f"{self.language}.json").read_text("utf-8"))

    def say(self, key: str, **values: object) -> str:
        """The text of ``key`` as it stands on the screen."""
        text = self._texts.get(f"{key}.one", self._texts[key]) if values.get("n") == 1 else self._texts[key]
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value))
        return text

    def settle(self) -> None:
        """A page that has just changed is drawn anew: wait until it is."""
        time.sleep(SETTLE)

    def beginning(self, key: str) -> str:
        """The text of ``key`` up to its first figure."""
        return self._texts[key].split("{")[0].strip()

    def on(self, page: str, seconds: float = 20, shot: str | None = "") -> None:
        """Wait for the page; note it; take its picture, under the page's name or another; None takes none."""
        self.finger.await_page(page, seconds)
        self.steps.append({"page": page, "at_s": round(time.monotonic() - self.began, 2)})
        time.sleep(SETTLE)
        if shot is not None:
            self.shoot(shot or page)

    def tap(self, key: str, seconds: float = 15, **values: object) -> None:
        self.finger.tap(self.say(key, **values), seconds)

    def tap_name(self, name: str, seconds: float = 15) -> None:
        self.finger.tap(name, seconds)

    def tap_starting(self, start: str, seconds: float = 15) -> None:
        """Touch the first item whose name begins so."""
        found: list[str] = []

        def there() -> bool:
            found[:] = [item.name for item in self.finger.items() if item.name.startswith(start) and item.enabled]
            return bool(found)

        self.finger.await_(there, f"something that begins with {start!r}", seconds)
        self.finger.tap(found[0], seconds)

    def write(self, heading: str, text: str) -> None:
        """Touch a field and type into it; again where the X server lost a character while it was remapping its keys."""
        self.finger.tap(heading)
        time.sleep(0.4)
        for _ in range(8):
            self.finger.type(text)
            time.sleep(0.4)
            item = self.finger.find(heading)
            if item is not None and item.value == text:
                return
            self.finger.key("ctrl+a")
            self.finger.key("BackSpace")
        raise StepFailed(f"could not type into {heading!r}")

    def agree(self, key: str) -> None:
        """Say yes to what was asked; where not all of it fits on the page, after scrolling to its end."""
        yes, down = self.say(key), self.say("scroll.down")

        def there() -> bool:
            if self.finger.find(yes) is not None:
                return True
            if self.finger.find(down) is not None:
                self.finger.tap(down)
                self.settle()
            return False

        self.finger.await_(there, f"{yes!r} after the end was seen", 20)
        self.tap(key)

    def hide_keyboard(self) -> None:
        """Its own key takes the on-screen keyboard away; in landscape it may cover what comes next."""
        if self.finger.find(self.say("key.done")) is not None:
            self.tap("key.done")
            time.sleep(0.4)

    def digits(self, number: str) -> None:
        for digit in number:
            self.finger.tap(digit)

    def code(self, number: str, key: str = "code.confirm") -> None:
        self.digits(number)
        self.tap(key)

    def until_judged(self) -> None:
        """A code is judged when its places are empty again, or the page is another; a slow hash, on purpose."""
        page, empty = self.finger.page(), self.say("code.entered", n=0, length=6)
        self.finger.await_(lambda: self.finger.page() != page or self.finger.find(empty) is not None, empty, 15)

    def scan(self, code: str) -> None:
        """A scanner that types: fast, and Enter at the end. Held up again, as a person would, where it was not read."""
        page = self.finger.page()
        for _ in range(4):
            self.finger.scan(code)
            end = time.monotonic() + 3
            while time.monotonic() < end:
                if self.finger.page() != page:
                    return
                time.sleep(0.1)
        raise StepFailed("the scanned code was not read")

    def back(self) -> None:
        self.tap("dock.back")

    def finish(self, page: str) -> None:
        """End the visit; the screen is wiped."""
        self.tap("dock.finish")
        self.on(page, shot=None)

    # --- what has no name of its own in the texts

    def tap_first_booth(self, photograph: str = "") -> str:
        """Touch the first booth card; its number."""
        found: list[str] = []

        def there() -> bool:
            found[:] = [item.name for item in self.finger.items() if _BOOTH.match(item.name) and item.role == "Button"]
            return bool(found)

        self.finger.await_(there, "a booth card", 20)
        if photograph:
            time.sleep(SETTLE)
            self.shoot(photograph)
        self.finger.tap(found[0])
        return found[0].split()[0]

    def tap_first_choice(self) -> None:
        """Touch the first kind of work."""
        above, below = (self.finger.find(self.say(key)) for key in ("intention.work", "intention.year"))
        if above is None or below is None:
            raise StepFailed("the kinds of work are not there")
        chips = [i for i in self.finger.items() if i.role == "Button" and above.y < i.y < below.y]
        self.finger.tap(chips[0].name)

    def tap_first_tile(self, photograph: str) -> None:
        """Touch the first answer of a question, after it was photographed."""
        enough = self.say("questions.skip")
        self.finger.await_(lambda: self.finger.find(enough) is not None, enough, 15)
        time.sleep(SETTLE)
        self.shoot(photograph)
        above = self.finger.find(enough)
        tiles = [
            i for i in self.finger.items() if i.role == "Button" and i.enabled and 200 < i.y < (above.y if above else 0)
        ]
        self.finger.tap(min(tiles, key=lambda tile: (tile.y, tile.x)).name)

    def tick_first(self) -> None:
        """Tick the first employer that is not ticked."""
        boxes = [item for item in self.finger.items() if item.role == "CheckBox" and not item.checked and item.enabled]
        self.finger.tap(boxes[0].name)
        time.sleep(0.4)

    def tap_either(self, *keys: str) -> None:
        """Touch whichever of these is there."""
        names = [self.say(key) for key in keys]
        self.finger.await_(lambda: any(self.finger.find(name) for name in names), " or ".join(names), 10)
        self.finger.tap(next(name for name in names if self.finger.find(name)))

    def wait_enabled(self, key: str) -> None:
        name = self.say(key)
        self.finger.await_(lambda: self.finger.find(name) is not None, f"{name!r} to be ready", 20)
        time.sleep(SETTLE)

    def wait_for(self, name: str) -> None:
        self.finger.await_(lambda: any(name in item.name for item in self.finger.items()), repr(name), 10)

    def wait_starting(self, start: str) -> None:
        self.finger.await_(lambda: any(item.name.startswith(start) for item in self.finger.items()), repr(start), 10)
