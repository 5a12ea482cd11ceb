"""A tour told in words: what the paper prints and what the code for a phone carries. Nothing in it is of a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from jobfair.hall.plan import Plan, Point
from jobfair.hall.tour import Stop, Tour
from jobfair.text import Language, in_language

MOST_BYTES = 300  # of a code: what a phone reads off a screen at arm's length

_WORDS: dict[str, tuple[str, str]] = {
    "tour": ("走一圈，{n} 个展位，约 {minutes} 分钟", "A tour of {n} booths, about {minutes} min"),
    "one": ("去 {booth} 展位", "To booth {booth}"),
    "from": ("从 {kiosk} 号机出发，按数字顺序走。", "Start at kiosk {kiosk} and follow the numbers."),
    "step_free": ("全程无台阶", "No steps on the way"),
    "walk": ("步行 {n} 分钟", "{n} min walk"),
    "figures": ("步行分钟：", "Minutes to walk:"),
    "figures_wait": ("步行+排队，分钟：", "Minutes, walk+wait:"),
    "wait": ("等 {n} 分钟", "{n} min wait"),
    "no_wait": ("不用等", "no wait"),
    "unreached": ("走不到：{booths}。请问服务台。", "No way found to {booths}. Please ask at the desk."),
    "waits": ("排队时间是打印时的，到时可能不同。", "Waits are as of printing and may have changed."),
    "here": ("出发", "Start"),
    "comma": ("，", ", "),
    "and": ("、", ", "),
    "title": ("展位路线", "Tour of the fair"),
}


@dataclass(frozen=True)
class TourTold:
    """``employers``: booth -> name in ``language``. ``plan`` and ``here`` for the drawing; None: words alone.
    ``when``: the local time, as it shall be printed."""

    fair: str
    kiosk: str
    language: Language
    tour: Tour
    employers: Mapping[str, str]
    plan: Plan | None = None
    here: Point | None = None
    when: str = ""

    def say(self, key: str, **values: object) -> str:
        return _WORDS[key][0 if self.language == "zh" else 1].format(**values)

    @property
    def heading(self) -> str:
        stops = self.tour.stops
        if len(stops) == 1:
            return self.say("one", booth=stops[0].booth)
        return self.say("tour", n=len(stops), minutes=self.tour.minutes)

    def hall_before(self, index: int) -> str:
        """The name of the hall of the stop of this index, where it is another than that of the stop before it.

        Of the first stop where the tour goes through several; the empty string else."""
        stops = self.tour.stops
        before = stops[index - 1].hall if index else ""
        if len({stop.hall for stop in stops} | ({self.begins} if self.begins else set())) < 2:
            return ""
        hall = next((h for h in self.plan.halls if h.id == stops[index].hall), None) if self.plan else None
        return in_language(hall.name, self.language) if hall and hall.id != before else ""

    @property
    def begins(self) -> str:
        """The hall in which the tour begins; the empty string where that is not known."""
        return self.plan.hall_at(self.here) if self.plan and self.here else ""

    def times(self, stop: Stop) -> str:
        """Walking and waiting, as far as known."""
        wait = "" if stop.wait is None else self.say("wait", n=stop.wait) if stop.wait else self.say("no_wait")
        return self.say("comma").join(part for part in (self.say("walk", n=stop.walk), wait) if part)


def as_text(told: TourTold) -> str:
    """For a phone's camera: the booths in order with the minutes, and the hall where it changes, at most 300 bytes of
    UTF-8. Where there is no room the fair's name goes first, then the words of the minutes (``6+5``: walk and wait, as
    the first line says), then the minutes, then the heading."""

    def rows(each: Callable[[Stop], str]) -> list[str]:
        found = []
        for n, stop in enumerate(told.tour.stops, 1):
            found += [f"[{hall}]"] if (hall := told.hall_before(n - 1)) else []
            found.append(f"{n}. {stop.booth}{each(stop)}")
        return found

    lines = rows(lambda stop: " " + told.times(stop))
    figures = rows(lambda stop: f" {stop.walk}" + (f"+{stop.wait}" if stop.wait else ""))
    waits = any(stop.wait for stop in told.tour.stops)
    key = told.say("figures_wait" if waits else "figures")
    short = rows(lambda stop: "")
    for tried in (
        [told.fair, told.heading, *lines],
        [told.heading, *lines],
        [told.heading, key, *figures],
        [told.heading, *short],
        short,
    ):
        text = "\n".join(tried)
        if len(text.encode()) <= MOST_BYTES:
            return text
    return text.encode()[:MOST_BYTES].decode("utf-8", "ignore")
